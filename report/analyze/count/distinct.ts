/**
 * How many different ones there are: exact while they are few, an estimate within 1 % or so from then on (HyperLogLog,
 * Flajolet and others 2007).
 */
import { randomInt } from "node:crypto";

const INDEX_BITS = 14;
const REGISTERS = 2 ** INDEX_BITS;
/** Bits of a hash's lower half that a double holds beside the upper one. */
const LOW_BITS = 21;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
const LEAST_SLOTS = 16;

/** Of this run: nobody can choose what falls together. */
const SEED = randomInt(2 ** 32);

/**
 * What all counters together may hold exactly. When that is used up, the largest becomes an estimate.
 */
export class DistinctBudget {
  #left: number;
  readonly #counters = new Set<Distinct>();

  /** @param entries 16 to 32 bytes each */
  constructor(entries = 250_000) {
    this.#left = entries;
  }

  counter(): Distinct {
    const made = new Distinct(this);
    this.#counters.add(made);
    return made;
  }

  /** One more is held exactly by a counter. */
  take(): void {
    if (--this.#left >= 0) return;
    let largest: Distinct | undefined;
    for (const each of this.#counters) if (each.held > (largest?.held ?? 0)) largest = each;
    if (!largest) return;
    this.#left += largest.held;
    this.#counters.delete(largest);
    largest.estimate();
  }

  /** What a counter held that is thrown away is free again. */
  forget(counter: Distinct): void {
    if (this.#counters.delete(counter)) this.#left += counter.held;
  }
}

export class Distinct {
  readonly #budget: DistinctBudget;
  /** Hashes, in an open table with as many free places at least; 0 is a free place. Undefined once estimated. */
  #slots: Float64Array | undefined = new Float64Array(LEAST_SLOTS);
  #held = 0;
  #registers: Uint8Array | undefined;

  constructor(budget: DistinctBudget) {
    this.#budget = budget;
  }

  /** How many are held exactly. */
  get held(): number {
    return this.#held;
  }

  get isEstimate(): boolean {
    return this.#registers !== undefined;
  }

  get count(): number {
    return this.#registers ? estimateOf(this.#registers) : this.#held;
  }

  /** @param hash of {@link hashOf} */
  add(hash: number): void {
    if (this.#registers) {
      raise(this.#registers, hash);
      return;
    }
    if (!this.#put(hash)) return;
    this.#held++;
    if (2 * this.#held > (this.#slots as Float64Array).length) this.#grow();
    this.#budget.take();
  }

  /** Goes over to an estimate. */
  estimate(): void {
    const registers = new Uint8Array(REGISTERS);
    for (const hash of this.#slots ?? []) if (hash !== 0) raise(registers, hash);
    this.#registers = registers;
    this.#slots = undefined;
    this.#held = 0;
  }

  #put(hash: number): boolean {
    const slots = this.#slots as Float64Array;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      if (slots[at] === hash) return false;
      if (slots[at] !== 0) continue;
      slots[at] = hash;
      return true;
    }
  }

  #grow(): void {
    const old = this.#slots as Float64Array;
    this.#slots = new Float64Array(2 * old.length);
    for (const hash of old) if (hash !== 0) this.#put(hash);
  }
}

/** A text as a number of 53 bits, never 0; another one in each run. */
export function hashOf(text: string, seed = SEED): number {
  // cyrb53 (bryc, public domain): two multiplicative hashes side by side.
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (high >>> 0) * 2 ** LOW_BITS + (low >>> (32 - LOW_BITS)) || 1;
}

function raise(registers: Uint8Array, hash: number): void {
  const high = Math.floor(hash / 2 ** LOW_BITS) >>> 0;
  const index = high >>> (32 - INDEX_BITS);
  const rest = (high << INDEX_BITS) >>> 0;
  const low = (hash % 2 ** LOW_BITS) << (32 - LOW_BITS);
  const rank = rest !== 0 ? Math.clz32(rest) + 1 : 32 - INDEX_BITS + Math.clz32(low) + 1;
  if (rank > (registers[index] ?? 0)) registers[index] = rank;
}

function estimateOf(registers: Uint8Array): number {
  let sum = 0;
  let empty = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) empty++;
  }
  const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
  // Linear counting: better while many registers are empty.
  return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw);
}
