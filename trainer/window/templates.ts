/** The templates of the window that are frequent. Bounded, whatever the logs hold. */
import { increment } from "./counts.ts";

/** Slots of the hash table, and how many templates it takes; further ones are not counted. */
const SLOTS = 65_536;
const MOST_TAKEN = SLOTS * 0.75;

/** How often each template was there, by its fingerprint: an open hash table, 12 bytes a slot. */
export class Templates {
  readonly #fingerprint = new Uint32Array(SLOTS);
  readonly #events = new Uint32Array(SLOTS);
  readonly #suspects = new Uint32Array(SLOTS);
  #taken = 0;

  count(template: number, isSuspect: boolean): void {
    const key = template || 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 16) & (SLOTS - 1);
    while (this.#fingerprint[slot] !== key) {
      if (this.#fingerprint[slot] === 0) {
        if (this.#taken >= MOST_TAKEN) return;
        this.#taken++;
        this.#fingerprint[slot] = key;
        break;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    increment(this.#events, slot);
    if (isSuspect) increment(this.#suspects, slot);
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
    return slots.slice(0, most).map((slot) => this.#fingerprint[slot] as number);
  }
}
