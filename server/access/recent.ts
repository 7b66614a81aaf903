/** Answers of the store that are used for a moment, so that not each request asks it. */
export class Recent<T> {
  readonly #ms: number;
  readonly #most: number;
  readonly #kept = new Map<string, { until: number; value: Promise<T> }>();

  constructor(ms: number, most: number) {
    [this.#ms, this.#most] = [ms, most];
  }

  /** What was found last, or is found now; once for all who ask meanwhile. A failure is not kept. */
  get(key: string, find: () => Promise<T>): Promise<T> {
    const now = performance.now();
    const known = this.#kept.get(key);
    if (known && known.until > now) return known.value;
    const value = find();
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#most && oldest !== undefined) this.#kept.delete(oldest);
    const entry = { until: now + this.#ms, value };
    this.#kept.set(key, entry);
    value.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return value;
  }

  clear(): void {
    this.#kept.clear();
  }
}
