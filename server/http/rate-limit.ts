import { networkOf } from "./network-of.ts";

const MAX_NETWORKS = 10_000;

/** So many of something from one network in a span of time, in bounded memory. */
export class RateLimit {
  readonly #most: number;
  readonly #spanMs: number;
  readonly #taken = new Map<string, { until: number; count: number }>();

  constructor(most: number, spanMs: number) {
    [this.#most, this.#spanMs] = [most, spanMs];
  }

  /** Takes one. @returns seconds until there is one again; 0 where it was taken */
  take(address: string): number {
    const now = Date.now();
    const key = networkOf(address);
    const known = this.#taken.get(key);
    if (known && known.until > now) {
      if (known.count >= this.#most) return Math.ceil((known.until - now) / 1_000);
      known.count++;
      return 0;
    }
    // Anew at the end, so that the first is the oldest.
    this.#taken.delete(key);
    const [oldest] = this.#taken.keys();
    if (this.#taken.size >= MAX_NETWORKS && oldest !== undefined) this.#taken.delete(oldest);
    this.#taken.set(key, { until: now + this.#spanMs, count: 1 });
    return 0;
  }
}
