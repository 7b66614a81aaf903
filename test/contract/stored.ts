/** Events as Postgres has them, in the shape of the contract. */
import type pg from "pg";
import type { SmartlogEvent } from "../../host/event.ts";

export interface Stored {
  event: Record<string, unknown>;
  record: Record<string, unknown>;
  tag: string;
}

export async function storedCount(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query("select count(*)::int as n from smartlog.events");
  return rows[0].n;
}

/** All events by id. */
export async function storedEvents(pool: pg.Pool): Promise<Map<string, Stored>> {
  const { rows } = await pool.query(
    `select smartlog.event_hex(id) as id, extract(epoch from time)::float8 as ts, v, kind, label, severity, score,
       bot, threat, anomaly, why, tpl, pattern, model, error, host(ip) as ip, method, path, status, bytes::float8 as bytes,
       ua, ref, host, service, level, ms, username as "user", outcome, host(peer) as peer, hit,
       line_key, tag, record
     from smartlog.events`,
  );
  return new Map(
    rows.map(({ record, tag, ...columns }) => {
      const event = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
      return [event.id as string, { event, record, tag }];
    }),
  );
}

/** An event of the filter as its columns hold it: what `real` keeps of a number, no longer texts than theirs. */
export function asStored(event: SmartlogEvent): Record<string, unknown> {
  const single: Record<string, unknown> = { ...event };
  for (const name of ["score", "bot", "threat", "anomaly", "ms"])
    if (name in single) single[name] = Number(Math.fround(single[name] as number).toPrecision(7));
  return single;
}

export function rounded(stored: Record<string, unknown>): Record<string, unknown> {
  return asStored(stored as unknown as SmartlogEvent);
}

export interface ModelRun {
  model: string;
  /** Numbers of the first and the last line that it scored. */
  first: number;
  last: number;
  events: number;
}

/** Which model scored which lines of a LogWriter, as runs in the order in which they were written. */
export async function runsOfModels(pool: pg.Pool): Promise<ModelRun[]> {
  const { rows } = await pool.query(
    `select model, min(n)::int as first, max(n)::int as last, count(*)::int as events from (
       select model, n, row_number() over (order by n) - row_number() over (partition by model order by n) as run
       from (select coalesce(model, 'none') as model, substr(path, 4)::int as n from smartlog.events where path like '/n/%') e
     ) numbered group by model, run order by 2`,
  );
  return rows;
}
