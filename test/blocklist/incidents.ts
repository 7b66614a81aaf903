/** Incidents written by hand, and what is seen of addresses. */
import type { Pool } from "pg";
import type { Place } from "../../blocklist/lib/never.ts";
import { DEFAULT_POLICY } from "../../blocklist/lib/policy.ts";
import { ingest } from "../../store/ingest.ts";
import { record } from "../store/record.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** Nothing is known of the place. */
export const NOWHERE: Place = { own: [], proxies: [] };
export const POLICY = DEFAULT_POLICY;

interface Made {
  class?: string;
  severity?: "low" | "medium" | "high" | "critical";
  title?: string;
  state?: "open" | "acknowledged" | "muted" | "closed";
  closedBy?: string;
  /** Ages in milliseconds, against now. */
  first?: number;
  last?: number;
  found?: number;
  events?: number;
  succeeded?: number;
}

/** An incident with these sources. @returns its number */
export async function incident(pool: Pool, sources: readonly string[], made: Made = {}): Promise<string> {
  const { class: name = "scan", severity = "medium", state = "open", closedBy = "quiet", events = 10 } = made;
  const { first = HOUR_MS, last = 10 * MINUTE_MS, found = first - MINUTE_MS, succeeded = 0 } = made;
  const ago = (ms: number) => new Date(Date.now() - ms);
  const { rows } = await pool.query<{ id: string }>(
    `insert into smartlog.incidents (class, key, title, severity, state, closed_at, closed_by, muted_until, first, last, found_at, events)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id::text`,
    [
      ...[
        name,
        `${sources[0]} ${Math.random()}`,
        made.title ?? `a ${name} from ${sources[0]}`,
        severity,
        state,
      ],
      ...(state === "closed" ? [new Date(), closedBy] : [null, null]),
      state === "muted" ? new Date(Date.now() + DAY_MS) : null,
      ...[ago(first), ago(last), ago(found), events],
    ],
  );
  const id = rows[0]?.id as string;
  await pool.query(
    `insert into smartlog.incident_sources (incident, ip, events, succeeded, first, last)
     select $1, ip, $3, $4, $5, $6 from unnest($2::inet[]) ip`,
    [id, sources, events, succeeded, ago(first), ago(last)],
  );
  return id;
}

let made = 0;

/** Events of an address, one a second from so long ago on. */
export async function seen(
  pool: Pool,
  ip: string,
  event: Record<string, unknown>,
  { times = 1, ago = 2 * HOUR_MS }: { times?: number; ago?: number } = {},
): Promise<void> {
  const start = Math.floor((Date.now() - ago) / 1_000);
  const rows = Array.from({ length: times }, (_, i) => ({
    time: Date.now() / 1_000,
    data: record(++made, { ts: start + i, ip, status: 200, ...event }),
  }));
  await ingest(pool, "t", rows);
}

/** A page that a visitor gets. */
export const PAGE = { kind: "web", label: "normal", status: 200 };
export const ATTACK = {
  kind: "web",
  label: "attack",
  severity: "high",
  status: 404,
  why: ["path:traversal"],
};
export const LOGIN = {
  kind: "auth",
  label: "normal",
  outcome: "success",
  user: "ada",
  status: undefined,
  path: undefined,
};
