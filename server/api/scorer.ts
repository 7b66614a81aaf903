import { Filter } from "../../host/filter.ts";
import type { ShipperTime } from "../../host/time.ts";

/** The filter, loaded anew when a new model was published. Lines that are only asked about leave no trace in it. */
export class Scorer {
  readonly #module: string | undefined;
  #storing: Filter;
  #asking: Filter;

  /** @throws FilterError where the module can't be used */
  constructor(module?: string) {
    this.#module = module;
    this.#storing = this.#load();
    this.#asking = this.#load();
  }

  /** Takes the module as it is on disk now; keeps the old one where that can't be used, and says so by throwing. */
  reload(): void {
    const [storing, asking] = [this.#load(), this.#load()];
    this.#storing = storing;
    this.#asking = asking;
  }

  /** Scores a record that is stored then. */
  stored(record: string | Uint8Array, time: ShipperTime, tag: string): string {
    return this.#storing.score(record, time, tag);
  }

  /** Scores a record that is not. */
  scored(record: string | Uint8Array, time: ShipperTime, tag: string): string {
    return this.#asking.score(record, time, tag);
  }

  #load(): Filter {
    return this.#module === undefined ? Filter.load() : Filter.load(this.#module);
  }
}
