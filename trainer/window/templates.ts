/** What was seen of each template: how often, from how many sources, how it went. Bounded, whatever the logs hold. */
import { fnv } from "../model/hash.ts";

/** Templates that are counted; what comes once all are taken is not. */
const SLOTS = 65_536;
const MOST_TAKEN = SLOTS * 0.75;

/** What many sources do alike and successfully, over some time, is what the site is for. */
const CONSENSUS = {
  sources: 8,
  hours: 3,
  success: 0.9,
  /** Share of events whose source has behaved as people do. */
  humanLike: 0.5,
  /** Share of events that carry an exploit. */
  exploits: 0.005,
};

/**
 * A hash table over typed arrays, 40 bytes a template. Sources are counted by linear counting (Whang et al. 1990) in a
 * bitmap of 64, hours likewise in one of 32.
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

  /** Slot of a template; -1 where it has none. */
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

  /** Counts an event; returns how many of its template there were before. */
  count(
    event: {
      template: number;
      kind: number;
      source: string;
      time: number;
    },
    is: { good: boolean; humanLike: boolean; exploit: boolean; suspect: boolean },
  ): number {
    const slot = this.#slot(event.template, event.kind, true);
    if (slot < 0) return 0;
    const before = this.#events[slot] as number;
    this.#events[slot] = before + 1;
    if (is.good) this.#good[slot] = (this.#good[slot] as number) + 1;
    if (is.humanLike) this.#human[slot] = (this.#human[slot] as number) + 1;
    if (is.exploit) this.#exploits[slot] = (this.#exploits[slot] as number) + 1;
    if (is.suspect) this.#suspects[slot] = (this.#suspects[slot] as number) + 1;
    if (event.source) {
      const bit = Math.imul(fnv(event.source), 0x9e3779b1) >>> 26;
      const word = slot * 2 + (bit >> 5);
      this.#sources[word] = (this.#sources[word] as number) | (1 << (bit & 31));
    }
    const hour = Math.floor(event.time / 3600) & 31;
    this.#hours[slot] = (this.#hours[slot] as number) | (1 << hour);
    return before;
  }

  /** Whether so many different, well-behaved sources use it that it must be ordinary. */
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
   * The most frequent templates that are not mostly suspect's: what a model should know from the start.
   *
   * @param least events that make one worth knowing
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

function popcount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
