/** Events by source, to notice one that dominates the window. */

/** Most sources that are counted at once. */
const MOST = 4096;

interface Count {
  source: string;
  events: number;
  attacks: number;
}

/**
 * Heavy hitters: like Space-Saving (Metwally, Agrawal, El Abbadi 2005), but where the table is full, the lighter half is
 * dropped at once and counts from 0 when it comes back. Sources with a large share of the events are counted exactly.
 */
export class Sources {
  #counts = new Map<string, Count>();
  events = 0;

  /**
   * Counts an event.
   *
   * @param source empty where unknown
   * @returns events of the source before this one
   */
  count(source: string, isAttack: boolean): number {
    this.events++;
    if (source === "") return 0;
    let count = this.#counts.get(source);
    if (!count) {
      if (this.#counts.size >= MOST) this.#dropLighterHalf();
      count = { source, events: 0, attacks: 0 };
      this.#counts.set(source, count);
    }
    if (isAttack) count.attacks++;
    return count.events++;
  }

  #dropLighterHalf(): void {
    const kept = [...this.#counts.values()].sort((a, b) => b.events - a.events).slice(0, MOST / 2);
    this.#counts = new Map(kept.map((count) => [count.source, count]));
  }

  /** The source with the most events; undefined where no event had one. */
  heaviest(): Count | undefined {
    let heaviest: Count | undefined;
    for (const count of this.#counts.values())
      if (!heaviest || count.events > heaviest.events) heaviest = count;
    return heaviest;
  }
}
