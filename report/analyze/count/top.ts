/** What is counted of a name. */
export interface Counted {
  /** At least so often. */
  count: number;
  /** How many more there may have been, before the name was kept. */
  error: number;
}

/** A longer name is cut: an attacker chooses it. */
export const MAX_NAME_CHARACTERS = 240;

/**
 * The names that come most often, in bounded memory: the Space-Saving algorithm (Metwally, Agrawal, El Abbadi 2005), with the
 * rarest half thrown out at once instead of one for each new name.
 *
 * A name that came more often than {@link missed} is there, and its count is right to within its `error`. Until more
 * names came than the capacity, all counts are exact.
 */
export class TopCounter<T extends Counted> {
  /** A name that is not there came at most so often; 0 while nothing was thrown out. */
  missed = 0;
  readonly #capacity: number;
  readonly #make: () => Omit<T, keyof Counted>;
  readonly #dropped: (entry: T) => void;
  readonly #entries = new Map<string, T>();

  /**
   * @param capacity names that are kept; up to twice as many at times
   * @param make what is noted of a name besides its count
   * @param dropped told of each entry that is thrown out
   */
  constructor(capacity: number, make: () => Omit<T, keyof Counted>, dropped: (entry: T) => void = () => {}) {
    this.#capacity = capacity;
    this.#make = make;
    this.#dropped = dropped;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Counts a name once, and returns what is noted of it. */
  add(name: string): T {
    const known = this.find(name);
    if (known) {
      known.count++;
      return known;
    }
    if (this.#entries.size >= 2 * this.#capacity) this.#throwOut();
    const entry = { ...this.#make(), count: 1, error: this.missed } as T;
    // A copy: a part of a text would keep all of it.
    this.#entries.set(Buffer.from(cut(name)).toString(), entry);
    return entry;
  }

  /** What is noted of a name, if it is there. */
  find(name: string): T | undefined {
    return this.#entries.get(cut(name));
  }

  /** The names with the most, by count or by what `weight` says; those without any are left out. */
  top(most: number, weight: (entry: T) => number = ({ count }) => count): [name: string, entry: T][] {
    const weighed = [...this.#entries].map((each) => ({ each, weight: weight(each[1]) }));
    return weighed
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || (a.each[0] < b.each[0] ? -1 : 1))
      .slice(0, most)
      .map(({ each }) => each);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }

  #throwOut(): void {
    const byMost = [...this.#entries].sort(([, a], [, b]) => b.count + b.error - (a.count + a.error));
    const out = byMost.slice(this.#capacity);
    this.missed = Math.max(this.missed, ...out.slice(0, 1).map(([, { count, error }]) => count + error));
    for (const [name, entry] of out) {
      this.#entries.delete(name);
      this.#dropped(entry);
    }
  }
}

function cut(name: string): string {
  return name.length > MAX_NAME_CHARACTERS ? `${name.slice(0, MAX_NAME_CHARACTERS - 1)}…` : name;
}
