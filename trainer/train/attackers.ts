/** Sources that attack by rules. */

/** Events of a source, from the first attack on, and how many are attacks. */
interface Count {
  events: number;
  attacks: number;
}

/** Attacks of an attacker at least, and their share of its events: software of a site's own may match a signature. */
const LEAST = { attacks: 3, share: 0.1 };
/** Sources that are counted; further ones are not. */
const MOST = 20_000;

export class Attackers {
  readonly #counts = new Map<string, Count>();

  /** @param source empty where unknown */
  count(source: string, isAttack: boolean): void {
    const count = this.#counts.get(source);
    if (count) {
      count.events++;
      if (isAttack) count.attacks++;
    } else if (isAttack && source !== "" && this.#counts.size < MOST)
      this.#counts.set(source, { events: 1, attacks: 1 });
  }

  has(source: string): boolean {
    const count = this.#counts.get(source);
    return (
      count !== undefined && count.attacks >= LEAST.attacks && count.attacks >= count.events * LEAST.share
    );
  }
}
