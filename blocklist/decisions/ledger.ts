/** Decisions that come and go, by version, so that a bouncer is told what changed since it last asked. */
import type { Entry } from "../lib/entry.ts";
import type { Blocklist } from "../lib/select.ts";
import { type Decision, decisionsOf } from "./decision.ts";

export interface Changes {
  new: Decision[];
  deleted: Decision[];
}

interface Lease {
  decision: Decision;
  /** When it was given out, again or for the first time. */
  version: number;
}

/** What went is remembered for bouncers that have not asked since; the oldest is forgotten first. */
const MOST_GONE = 50_000;

/**
 * A bouncer is given a lease: what it holds ends by itself at the time that it was told. An entry that lasts longer is given out
 * anew once its lease is over, not before: the firewall bouncer passes over what is still in its set (cs-firewall-bouncer #243, #509).
 * It is never deleted and new in one answer: some bouncers read the one first, some the other.
 */
export class Ledger {
  readonly #leases = new Map<string, Lease>();
  readonly #gone = new Map<string, Lease>();
  #version = 0;
  /** What went up to this version may be forgotten. */
  #forgotten = 0;

  get version(): number {
    return this.#version;
  }

  /** Takes over a list. */
  update({ entries, over, at }: Pick<Blocklist, "entries" | "over" | "at">): void {
    this.#version++;
    const current = byKey(entries);
    for (const [key, { decision }] of this.#leases) if (!current.has(key)) this.#end(key, decision);
    for (const [key, decision] of current) {
      const lease = this.#leases.get(key);
      this.#gone.delete(key);
      if (lease && lease.decision.until > at) continue;
      this.#leases.set(key, { decision, version: this.#version });
    }
    for (const [key, decision] of byKey(over))
      if (!current.has(key) && !this.#gone.has(key)) this.#gone.set(key, { decision, version: 0 });
    this.#forget();
  }

  /** All that holds, and all that is known to hold no more. */
  all(): Changes {
    return { new: decisions(this.#leases), deleted: decisions(this.#gone) };
  }

  /** What came and went after a version; all where that isn't known any more. */
  since(version: number): Changes {
    if (version < this.#forgotten) return this.all();
    const isLater = (lease: Lease) => lease.version > version;
    return { new: decisions(this.#leases, isLater), deleted: decisions(this.#gone, isLater) };
  }

  #end(key: string, decision: Decision): void {
    this.#leases.delete(key);
    this.#gone.delete(key);
    this.#gone.set(key, { decision, version: this.#version });
  }

  #forget(): void {
    for (const [key, { version }] of this.#gone) {
      if (this.#gone.size <= MOST_GONE) return;
      this.#gone.delete(key);
      this.#forgotten = Math.max(this.#forgotten, version);
    }
  }
}

function decisions(
  leases: ReadonlyMap<string, Lease>,
  wanted: (lease: Lease) => boolean = () => true,
): Decision[] {
  return [...leases.values()].filter(wanted).map(({ decision }) => decision);
}

function byKey(entries: readonly Entry[]): Map<string, Decision> {
  return new Map(
    entries.flatMap(decisionsOf).map((decision) => [`${decision.scope} ${decision.value}`, decision]),
  );
}
