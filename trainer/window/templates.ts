/** Statistics of each template in the window: events, sources, hours, outcomes. Bounded, whatever the logs hold. */
import { fnv } from "../model/hash.ts";

/** Slots of the hash table, and how many templates it takes; further ones are not counted. */
const SLOTS = 65_536;
const MOST_TAKEN = SLOTS * 0.75;

/** Least figures of a template that is ordinary here: used by many sources, over hours, with success. */
const CONSENSUS = {
  sources: 8,
  hours: 3,
  success: 0.9,
  /** Share of events whose source behaves like a person. */
  humanLike: 0.5,
  /** Largest share of events that carry an exploit. */
  exploits: 0.005,
};

export interface TemplateUse {
  template: number;
  kind: number;
  source: string;
  time: number;
}

/** Whether the event succeeded, is by a source that behaves like a person, carries an exploit, was labelled an attack. */
export interface Circumstances {
  good: boolean;
  humanLike: boolean;
  exploit: boolean;
  suspect: boolean;
}

/**
 * An open hash table over typed arrays, 40 bytes a slot. Distinct sources are estimated by linear counting (Whang,
 * Vander-Zanden, Taylor 1990) in a bitmap of 64 bits; hours are counted modulo 32 in one of 32.
 */
export class Templates {
  readonly #hash = new Uint32Array(SLOTS);
  readonly #kind = new Uint8Array(SLOTS);
  readonly #events = new Uint32Array(SLOTS);
  readonly #good = new Uint32Array(SLOTS);
  readonly #human = new Uint32Array(SLOTS);
  readonly #exploits = new Uint32Array(SLOTS);
  readonly #suspects = new Uint32Array(SLOTS);
  readonly #sources = new Uint32Array(SLOTS * 2);
  readonly #hours = new Uint32Array(SLOTS);
  #taken = 0;

  /**
   * Slot of a template; -1 where it has none.
   *
   * @param takes whether a template without a slot gets one, if there is room
   */
  #slot(template: number, kind: number, takes: boolean): number {
    const key = template || 1;
    let slot = (Math.imul(key ^ kind, 0x9e3779b1) >>> 16) & (SLOTS - 1);
    while (this.#hash[slot] !== 0) {
      if (this.#hash[slot] === key && this.#kind[slot] === kind) return slot;
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (!takes || this.#taken >= MOST_TAKEN) return -1;
    this.#taken++;
    this.#hash[slot] = key;
    this.#kind[slot] = kind;
    return slot;
  }

  /**
   * Counts an event.
   *
   * @param event its template's fingerprint, its kind's number, its source and its time in seconds since the epoch
   * @returns events of the template before this one
   */
  count(event: TemplateUse, is: Circumstances): number {
    const slot = this.#slot(event.template, event.kind, true);
    if (slot < 0) return 0;
    const before = this.#events[slot] as number;
    this.#events[slot] = before + 1;
    if (is.good) increment(this.#good, slot);
    if (is.humanLike) increment(this.#human, slot);
    if (is.exploit) increment(this.#exploits, slot);
    if (is.suspect) increment(this.#suspects, slot);
    if (event.source) {
      const bit = Math.imul(fnv(event.source), 0x9e3779b1) >>> 26;
      const word = slot * 2 + (bit >> 5);
      this.#sources[word] = (this.#sources[word] as number) | (1 << (bit & 31));
    }
    const hour = Math.floor(event.time / 3600) & 31;
    this.#hours[slot] = (this.#hours[slot] as number) | (1 << hour);
    return before;
  }

  /** Whether a template is ordinary here by consensus: many sources use it, over hours, successfully, like people. */
  isConsensus(template: number, kind: number): boolean {
    const slot = this.#slot(template, kind, false);
    if (slot < 0) return false;
    const events = this.#events[slot] as number;
    const share = (counts: Uint32Array) => (counts[slot] as number) / events;
    const bits =
      popcount(this.#sources[slot * 2] as number) + popcount(this.#sources[slot * 2 + 1] as number);
    const sources = bits >= 64 ? 256 : -64 * Math.log(1 - bits / 64);
    return (
      sources >= CONSENSUS.sources &&
      popcount(this.#hours[slot] as number) >= CONSENSUS.hours &&
      share(this.#good) >= CONSENSUS.success &&
      share(this.#human) >= CONSENSUS.humanLike &&
      share(this.#exploits) <= CONSENSUS.exploits
    );
  }

  /**
   * The most frequent templates, without those of which half or more was labelled an attack: the candidate knows them
   * from the start.
   *
   * @param most templates at most
   * @param least events that a template has at least
   */
  frequent(most: number, least: number): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < SLOTS; slot++) {
      const events = this.#events[slot] as number;
      if (events >= least && (this.#suspects[slot] as number) * 2 < events) slots.push(slot);
    }
    slots.sort((a, b) => (this.#events[b] as number) - (this.#events[a] as number) || a - b);
    return [...new Set(slots.slice(0, most).map((slot) => this.#hash[slot] as number))];
  }
}

function increment(counts: Uint32Array, slot: number): void {
  counts[slot] = (counts[slot] as number) + 1;
}

function popcount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
