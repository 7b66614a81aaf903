/** Lines by day, log type, label and status: out of the rollups, exact. */
import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { DayRange } from "./range.ts";

/** What was counted of one day and label; lines that SmartLog writes itself are left out. */
export interface TrafficCount {
  day: Date;
  kind: string;
  label: Label;
  /** Of web requests: 2 for 2xx; 0 where there is none. */
  statusClass: number;
  events: number;
  bytes: number;
}

/** Counts of each day, log type, label and class of status; the oldest day first. */
export async function traffic(db: Pool | ClientBase, { from, to }: DayRange): Promise<TrafficCount[]> {
  const { rows } = await db.query<TrafficCount>(
    `select at as day, kind, label, status_class::int as "statusClass", sum(events)::float8 as events,
       sum(bytes)::float8 as bytes
     from smartlog.rollup_day where at >= $1 and at < $2 and not smartlog.is_own(kind)
     group by at, kind, label, status_class order by at, kind, label, status_class`,
    [from, to],
  );
  return rows;
}

/** The first day that lines were counted of; null where none ever were. */
export async function firstDay(db: Pool | ClientBase): Promise<Date | null> {
  const { rows } = await db.query<{ first: Date | null }>("select min(at) as first from smartlog.rollup_day");
  return rows[0]?.first ?? null;
}

/** The last day that lines were counted of, up to a time; null where none were. */
export async function lastDay(db: Pool | ClientBase, upTo: Date): Promise<Date | null> {
  const { rows } = await db.query<{ last: Date | null }>(
    "select max(at) as last from smartlog.rollup_day where at <= $1",
    [upTo],
  );
  return rows[0]?.last ?? null;
}

/** Lines of the range that no parser read. */
export async function unreadLines(db: Pool | ClientBase, { from, to }: DayRange): Promise<number> {
  const { rows } = await db.query<{ unread: number }>(
    "select coalesce(sum(unread), 0)::float8 as unread from smartlog.unread_hour where at >= $1 and at < $2",
    [from, to],
  );
  return rows[0]?.unread ?? 0;
}

/** When a line last came, by the clock; null where none came in the last 35 days. */
export async function newestArrival(db: Pool | ClientBase): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date }>(
    "select at from smartlog.intake where stored > 0 order by at desc limit 1",
  );
  return rows[0]?.at ?? null;
}
