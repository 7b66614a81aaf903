/** Statistics of each form of events (form.ts) in the window: events, parties, hours, outcomes. Bounded, whatever the logs hold. */
import { increment, popcount } from "./counts.ts";

/** Slots of the hash table, and how many forms it takes; further ones are not counted. */
const SLOTS = 65_536;
const MOST_TAKEN = SLOTS * 0.75;

/** Least figures of a form that is ordinary here: used by many people of different networks, over hours, with success. */
const CONSENSUS = {
  parties: 8,
  hours: 3,
  /** Of the days that the window has, where it has several: a campaign comes and goes. */
  days: 0.3,
  success: 0.9,
  /** Share of events whose source behaves like a person. */
  humanLike: 0.5,
  /** Largest share of events with what only attackers send, or with a login. */
  unfit: 0.005,
  /**
   * Largest share with words of attacks, or names of what attackers look for. Beyond, so many of the events have to be pages
   * that link to something: attackers take the answer and leave.
   */
  worded: 0.005,
  leading: 0.3,
};
/** Least figures of a form that succeeds day after day for clients inside, who may all have one address. */
const ROUTINE = { events: 100, hours: 6, days: 0.5, success: 0.85, inside: 0.97 };
const DAY_SECONDS = 86_400;

export interface FormUse {
  form: number;
  kind: number;
  /** Hash of the party that its source belongs to; 0 where it names none. */
  party: number;
  time: number;
}

/**
 * Whether the event succeeded, is by a client that behaves like a person, is none that a consensus could be about, has
 * words of attacks.
 */
export interface Circumstances {
  good: boolean;
  humanLike: boolean;
  unfit: boolean;
  worded: boolean;
  /** Of a source inside. */
  inside: boolean;
}

/**
 * An open hash table over typed arrays, 52 bytes a slot. Distinct parties of people are estimated by linear counting (Whang,
 * Vander-Zanden, Taylor 1990) in a bitmap of 64 bits; hours and days are counted modulo 32 in one of 32.
 */
export class Forms {
  readonly #hash = new Uint32Array(SLOTS);
  readonly #kind = new Uint8Array(SLOTS);
  readonly #events = new Uint32Array(SLOTS);
  readonly #good = new Uint32Array(SLOTS);
  readonly #human = new Uint32Array(SLOTS);
  readonly #unfit = new Uint32Array(SLOTS);
  readonly #worded = new Uint32Array(SLOTS);
  readonly #leading = new Uint32Array(SLOTS);
  readonly #inside = new Uint32Array(SLOTS);
  readonly #parties = new Uint32Array(SLOTS * 2);
  readonly #hours = new Uint32Array(SLOTS);
  readonly #days = new Uint32Array(SLOTS);
  /** Days that the window has, by bits. */
  #allDays = 0;
  #taken = 0;

  /**
   * Slot of a form; -1 where it has none.
   *
   * @param takes whether a form without a slot gets one, if there is room
   */
  #slot(form: number, kind: number, takes: boolean): number {
    const key = form || 1;
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
   * @param event its form, its kind's number, its source and its time in seconds since the epoch
   * @returns events of the form before this one
   */
  count(event: FormUse, is: Circumstances): number {
    const slot = this.#slot(event.form, event.kind, true);
    if (slot < 0) return 0;
    const before = this.#events[slot] as number;
    this.#events[slot] = before + 1;
    if (is.good) increment(this.#good, slot);
    if (is.humanLike) increment(this.#human, slot);
    if (is.unfit) increment(this.#unfit, slot);
    if (is.inside) increment(this.#inside, slot);
    if (is.worded) increment(this.#worded, slot);
    if (event.party && is.humanLike) {
      const bit = Math.imul(event.party, 0x9e3779b1) >>> 26;
      const word = slot * 2 + (bit >> 5);
      this.#parties[word] = (this.#parties[word] as number) | (1 << (bit & 31));
    }
    const hour = Math.floor(event.time / 3600) & 31;
    this.#hours[slot] = (this.#hours[slot] as number) | (1 << hour);
    const day = 1 << (Math.floor(event.time / DAY_SECONDS) & 31);
    this.#days[slot] = (this.#days[slot] as number) | day;
    this.#allDays |= day;
    return before;
  }

  /** Counts a page of a form that linked to another event of its client. */
  countLink(form: number, kind: number): void {
    const slot = this.#slot(form, kind, false);
    if (slot >= 0) increment(this.#leading, slot);
  }

  /** Whether a form is ordinary here by consensus: many people use it, over hours and days, successfully. */
  isConsensus(form: number, kind: number): boolean {
    const slot = this.#slot(form, kind, false);
    if (slot < 0) return false;
    const events = this.#events[slot] as number;
    const share = (counts: Uint32Array) => (counts[slot] as number) / events;
    const bits =
      popcount(this.#parties[slot * 2] as number) + popcount(this.#parties[slot * 2 + 1] as number);
    const parties = bits >= 64 ? 256 : -64 * Math.log(1 - bits / 64);
    return (
      parties >= CONSENSUS.parties &&
      popcount(this.#hours[slot] as number) >= CONSENSUS.hours &&
      popcount(this.#days[slot] as number) >= popcount(this.#allDays) * CONSENSUS.days &&
      share(this.#good) >= CONSENSUS.success &&
      share(this.#human) >= CONSENSUS.humanLike &&
      share(this.#unfit) <= CONSENSUS.unfit &&
      (share(this.#worded) <= CONSENSUS.worded || share(this.#leading) >= CONSENSUS.leading)
    );
  }

  /** Whether a form is a routine here: clients inside use it day after day, and succeed. */
  isRoutine(form: number, kind: number): boolean {
    const slot = this.#slot(form, kind, false);
    if (slot < 0) return false;
    const events = this.#events[slot] as number;
    const share = (counts: Uint32Array) => (counts[slot] as number) / events;
    return (
      events >= ROUTINE.events &&
      popcount(this.#hours[slot] as number) >= ROUTINE.hours &&
      popcount(this.#days[slot] as number) >= popcount(this.#allDays) * ROUTINE.days &&
      share(this.#good) >= ROUTINE.success &&
      share(this.#inside) >= ROUTINE.inside &&
      share(this.#unfit) <= CONSENSUS.unfit &&
      share(this.#worded) <= CONSENSUS.worded
    );
  }
}
