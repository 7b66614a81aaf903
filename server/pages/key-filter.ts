import { Filter } from "../../host/filter.ts";

/**
 * The filter that computes the keys of taught entries: an instance of its own, since one remembers what it has read. Made when
 * it is asked for: most servers are asked for records only.
 */
export class KeyFilter {
  readonly #module: string | undefined;
  #filter: Filter | undefined;

  constructor(module?: string) {
    this.#module = module;
  }

  /** @throws FilterError where the module can't be used */
  get(): Filter {
    this.#filter ??= this.#module === undefined ? Filter.load() : Filter.load(this.#module);
    return this.#filter;
  }

  /** The module is another now. */
  drop(): void {
    this.#filter = undefined;
  }
}
