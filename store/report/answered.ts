/** Attacks that a server answered with 2xx: counted by the rollups; of a few minutes the events themselves. */
import type { ClientBase, Pool } from "pg";
import type { Severity } from "../../host/event.ts";
import { partitionBounds } from "../partitions/partitions.ts";
import type { DayRange } from "./range.ts";

export interface AnsweredAttack {
  time: Date;
  /** Hex. */
  id: string;
  severity: Severity;
  site: string;
  ip: string | null;
  country: string | null;
  method: string | null;
  /** Hostile text, as `hit` and the reasons' places in it. */
  path: string | null;
  status: number;
  hit: string | null;
  why: string[];
}

export interface Attacks {
  /** Requests labelled attack, muted ones left out. */
  requests: number;
  /** Those of them that were answered 2xx. */
  answered: number;
  /** Those answered 2xx by severity. */
  bySeverity: Partial<Record<Severity, number>>;
  /** Some of those answered 2xx: the worst first, one of each path. */
  examples: AnsweredAttack[];
}

/** Minutes whose events are read for examples. */
const MOST_MINUTES = 20;
const MOST_EXAMPLES = 10;

export async function attacks(db: Pool | ClientBase, { from, to }: DayRange): Promise<Attacks> {
  const { rows } = await db.query<{ severity: Severity; requests: number; answered: number }>(
    `select severity, sum(events)::float8 as requests,
       coalesce(sum(events) filter (where status_class = 2), 0)::float8 as answered
     from smartlog.rollup('1 day', 'hide')
     where at >= $1 and at < $2 and kind = 'web' and label = 'attack' group by severity`,
    [from, to],
  );
  const sum = (pick: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + pick(row), 0);
  const answered = sum((row) => row.answered);
  return {
    requests: sum((row) => row.requests),
    answered,
    bySeverity: Object.fromEntries(
      rows.filter((row) => row.answered > 0).map((row) => [row.severity, row.answered]),
    ),
    examples: answered > 0 ? await examples(db, { from, to }) : [],
  };
}

/** Reads the events of a few minutes, which the rollups name, and no others: attacks may be millions. */
async function examples(db: Pool | ClientBase, { from, to }: DayRange): Promise<AnsweredAttack[]> {
  const { rows: minutes } = await db.query<{ at: Date; severity: string }>(
    `select at, severity from smartlog.rollup_minute
     where at >= $1 and at < $2 and kind = 'web' and label = 'attack' and status_class = 2
     group by at, severity
     order by array_position(array['critical', 'high', 'medium', 'low', 'none'], severity), at desc limit ${MOST_MINUTES}`,
    [from, to],
  );
  const found = new Map<string, AnsweredAttack>();
  const stored = await partitionBounds(db);
  for (const { at, severity } of minutes) {
    if (!stored.some((each) => at.getTime() >= each.from && at.getTime() < each.to)) continue;
    const { rows } = await db.query<AnsweredAttack>(
      `select time, smartlog.event_hex(id) as id, severity, coalesce(host, service, tag, '') as site, host(ip) as ip,
         smartlog.country(ip) as country, method, left(path, 300) as path, status::int as status, hit, coalesce(why, '{}') as why
       from smartlog.events
       where time >= $1 and time < $1::timestamptz + interval '1 minute' and label = 'attack' and kind = 'web'
         and severity = $2 and status between 200 and 299 and muted is not true
       order by threat desc, time desc, id limit ${MOST_EXAMPLES}`,
      [at, severity],
    );
    for (const row of rows) {
      const path = `${row.site} ${row.path?.split("?")[0]}`;
      if (!found.has(path)) found.set(path, row);
      if (found.size >= MOST_EXAMPLES) return [...found.values()];
    }
  }
  return [...found.values()];
}
