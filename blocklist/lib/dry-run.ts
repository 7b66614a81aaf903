/** What the policy would have blocked in the last days, and whom it would have hit. */
import type { Pool } from "pg";
import { type Seen, seenOf } from "../../store/blocklist/harmless.ts";
import { offences } from "../../store/blocklist/offences.ts";
import type { Entry, Kept } from "./entry.ts";
import { bounds } from "./network.ts";
import type { Place } from "./never.ts";
import { type Policy, UNITS_MS } from "./policy.ts";
import { entriesOf, isVisited, whysOf } from "./select.ts";

/** An entry, and what came from its network while it would have been blocked. */
export interface Blocked extends Entry {
  from: Date;
  to: Date;
  /** Of the first 5,000 events. */
  stopped: Seen;
  /** Whether people would have been locked out: they logged in later, or came as visitors do. */
  hitsPeople: boolean;
}

export interface DryRun {
  days: number;
  at: Date;
  blocked: Blocked[];
  kept: Kept[];
  /** Further entries that the policy has no room for. */
  left: number;
}

/**
 * Plays the last days again: each address is judged by what was known when its first incident was, and is then blocked until
 * its time is over. What it did in that time would not have come.
 *
 * @param pool as smartlog_read or more
 */
export async function dryRun(
  pool: Pool,
  policy: Policy,
  place: Place,
  { days = 7, at = new Date() }: { days?: number; at?: Date } = {},
): Promise<DryRun> {
  const since = new Date(at.getTime() - days * UNITS_MS.d);
  const found = await offences(pool, { classes: policy.classes, since, until: at });
  const all = entriesOf(found, policy.expiryMs);
  const entries = all.slice(0, policy.most);
  const whys = await whysOf(pool, entries, { ...place, policy, at, when: ({ known }) => known });
  const listed = entries
    .filter((_, i) => whys[i] === undefined)
    .map((entry) => ({ ...entry, from: later(entry.known, since), to: earlier(entry.until, at) }));
  const stopped = await seenOf(
    pool,
    listed.map(({ network }) => bounds(network)),
    listed.map(({ from, to }) => ({ since: from, until: to })),
  );
  return {
    days,
    at,
    blocked: listed.map((entry, i) => {
      const seen = stopped[i] as Seen;
      return { ...entry, stopped: seen, hitsPeople: seen.logins > 0 || isVisited(seen) };
    }),
    kept: entries.flatMap((entry, i) => (whys[i] ? [{ ...entry, why: whys[i] }] : [])),
    left: all.length - entries.length,
  };
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
