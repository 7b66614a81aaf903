/** Targets that a client asked for lately, each with how often: bounded, the frequent ones stay. */

/** Targets that are kept at most, and how many of the oldest are compared when one has to go. */
const MOST = 32;
const OLDEST = 8;

/** A least-recently-used table that prefers to drop what was asked for once. */
export class Targets {
  readonly #counts = new Map<number, number>();

  /** Counts a target; returns how often it was asked for before, as far as that is known. */
  count(target: number): number {
    const before = this.#counts.get(target) ?? 0;
    if (before) this.#counts.delete(target);
    else if (this.#counts.size >= MOST) this.#dropOne();
    this.#counts.set(target, before + 1);
    return before;
  }

  /** How often a target was asked for since it is known. */
  of(target: number): number {
    return this.#counts.get(target) ?? 0;
  }

  #dropOne(): void {
    let victim = 0;
    let least = Number.POSITIVE_INFINITY;
    let seen = 0;
    for (const [target, count] of this.#counts) {
      if (count < least) [victim, least] = [target, count];
      if (++seen === OLDEST) break;
    }
    this.#counts.delete(victim);
  }
}
