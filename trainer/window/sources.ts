/** Who the window's events are from: a few sources exactly, so that one that drowns all others is noticed. */

/** Sources that are counted at once. */
const MOST = 4096;

interface Count {
  source: string;
  events: number;
  attacks: number;
}

/**
 * Heavy hitters by Space-Saving (Metwally, Agrawal, El Abbadi 2005), in its lazy form: where the table is full, the
 * lighter half is forgotten, and whoever comes back begins anew. A source with a share worth speaking of stays.
 */
export class Sources {
  #counts = new Map<string, Count>();
  events = 0;

  /** Counts an event; returns how many of its source there were before. */
  count(source: string, isAttack: boolean): number {
    this.events++;
    if (source === "") return 0;
    let count = this.#counts.get(source);
    if (!count) {
      if (this.#counts.size >= MOST) this.#forget();
      count = { source, events: 0, attacks: 0 };
      this.#counts.set(source, count);
    }
    if (isAttack) count.attacks++;
    return count.events++;
  }

  #forget(): void {
    const kept = [...this.#counts.values()].sort((a, b) => b.events - a.events).slice(0, MOST / 2);
    this.#counts = new Map(kept.map((count) => [count.source, count]));
  }

  /** The source with the most events. */
  heaviest(): Count | undefined {
    let heaviest: Count | undefined;
    for (const count of this.#counts.values())
      if (!heaviest || count.events > heaviest.events) heaviest = count;
    return heaviest;
  }
}
