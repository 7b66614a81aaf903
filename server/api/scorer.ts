import type { EnrichedRecord } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { now, type ShipperTime } from "../../host/time.ts";

/**
 * The filter, reloaded when a new model was published. Two instances, since a filter keeps state of what it has scored:
 * records that are only scored leave no trace in the scores of those that are stored.
 */
export class Scorer {
  readonly #module: string | undefined;
  #storing: Filter;
  #scoring: Filter;

  /** @throws FilterError where the module can't be used */
  constructor(module?: string) {
    this.#module = module;
    this.#storing = this.#load();
    this.#scoring = this.#load();
  }

  /**
   * Loads the module as it is on disk now.
   *
   * @throws FilterError where it can't be used; the one that is loaded stays
   */
  reload(): void {
    const [storing, scoring] = [this.#load(), this.#load()];
    this.#storing = storing;
    this.#scoring = scoring;
  }

  /** Scores a record that will be stored. */
  scoreToStore(record: string | Uint8Array, time: ShipperTime, tag: string): string {
    return this.#storing.score(record, time, tag);
  }

  /** Scores a record that won't be stored. */
  score(record: string | Uint8Array, time: ShipperTime, tag: string): string {
    return this.#scoring.score(record, time, tag);
  }

  /** Id of the model that scores. @throws where nothing is scored */
  model(): string {
    const { smartlog } = JSON.parse(this.score('{"log":"ready"}', now(), "ready")) as EnrichedRecord;
    if (smartlog.error !== undefined) throw new Error(smartlog.error);
    return smartlog.model;
  }

  #load(): Filter {
    return this.#module === undefined ? Filter.load() : Filter.load(this.#module);
  }
}
