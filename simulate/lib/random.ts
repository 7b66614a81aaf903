/**
 * A seeded pseudo-random generator, the same on every machine, so that whatever is simulated or trained can be
 * made again byte for byte.
 *
 * Source: sfc32 by Chris Doty-Humphrey (PractRand), seeded through splitmix32.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any integer; its low 32 bits count. */
  constructor(seed: number) {
    let state = seed | 0;
    const splitmix = () => {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.#a = splitmix();
    this.#b = splitmix();
    this.#c = splitmix();
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A stream of its own for one part of a simulation, so that a change in one part leaves the others as they were. */
  fork(name: string): Random {
    let hash = 0x811c9dc5 ^ this.uint32();
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    return new Random(hash);
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  float(): number {
    return this.uint32() / 4294967296;
  }

  /** Uniform whole number in [low, high], both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** One of the items, each as likely. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.float() * items.length)];
    if (item === undefined) throw new RangeError("pick needs at least one item");
    return item;
  }

  /** One of the items, as likely as its weight says. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    // By number: taking each pair apart costs more than all the rest.
    let total = 0;
    for (let i = 0; i < items.length; i++) total += (items[i] as readonly [T, number])[1];
    let left = this.float() * total;
    for (let i = 0; i < items.length; i++) {
      const pair = items[i] as readonly [T, number];
      left -= pair[1];
      if (left < 0) return pair[0];
    }
    const last = items.at(-1);
    if (last === undefined) throw new RangeError("weighted needs at least one item");
    return last[0];
  }

  /** Exponentially distributed with the given mean (times between independent events). */
  exponential(mean: number): number {
    return -Math.log(1 - this.float()) * mean;
  }

  /** Normally distributed (Box-Muller). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.float());
  }

  /** An index in [0, count) with Zipf's law of the given exponent: low indices often, high ones rarely. */
  zipf(count: number, exponent = 1.1): number {
    // Inverse of the continuous approximation; exact enough for traffic.
    const u = this.float();
    const power = 1 - exponent;
    if (Math.abs(power) < 1e-9) return Math.min(count - 1, Math.floor(Math.exp(u * Math.log(count + 1)) - 1));
    return Math.min(count - 1, Math.floor((u * ((count + 1) ** power - 1) + 1) ** (1 / power) - 1));
  }

  /** Fisher-Yates, in place. */
  shuffle<A extends unknown[] | Uint32Array>(items: A): A {
    const list = items as unknown[];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      const kept = list[i];
      list[i] = list[j];
      list[j] = kept;
    }
    return items;
  }
}
