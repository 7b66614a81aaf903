/** For each template of the window a record that shows it, and what its events were. Bounded, whatever the logs hold. */
import type { StoredEvent } from "../../store/window.ts";

/** Templates that are kept, characters of a record, and of all records: of more, the later ones are not. */
const MOST = 20_000;
const RECORD_CHARACTERS = 4096;
export const MOST_CHARACTERS = 16_000_000;

export interface ShownTemplate {
  template: number;
  record: string;
  /** Time of that event, seconds since the epoch: the first of the template. */
  time: number;
  /** Time of the last one. */
  last: number;
  events: number;
  /** Those that were called an attack or an anomaly on arrival. */
  found: number;
  /** Ids of those that people corrected, decimal. */
  corrected: string[];
}

export class ShownTemplates {
  readonly #shown = new Map<number, ShownTemplate>();
  /** Characters of further records that there is room for. */
  #room = MOST_CHARACTERS;

  /** Counts an event; in the order of time. */
  count(event: StoredEvent, template: number, isCorrected: boolean): void {
    let shown = this.#shown.get(template);
    if (!shown) {
      const { record, time } = event;
      if (this.#shown.size >= MOST || record.length > Math.min(RECORD_CHARACTERS, this.#room)) return;
      this.#room -= record.length;
      shown = { template, record, time, last: time, events: 0, found: 0, corrected: [] };
      this.#shown.set(template, shown);
    }
    shown.events++;
    shown.last = event.time;
    if (event.label === "attack" || event.label === "anomaly") shown.found++;
    if (isCorrected) shown.corrected.push(event.id);
  }

  /** Gives them, in the order in which they came first, and keeps none: later stages need the memory. */
  take(): ShownTemplate[] {
    const all = [...this.#shown.values()];
    this.#shown.clear();
    return all;
  }
}
