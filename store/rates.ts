/** How many lines come, against what is usual: judged in SQL (migrations/0024_rates.sql, 0031_bursts.sql). */
import type { ClientBase, Pool } from "pg";

export interface RateAlarm {
  /** What is counted, for people. */
  subject: string;
  change: "surge" | "drop" | "silence" | "shift" | "new-pattern";
  severity: string;
  since: Date;
  /** Null while it goes on. */
  ended: Date | null;
  /** Lines in `minutes` minutes: of now, and what is usual. */
  current: number;
  usual: number;
  minutes: number;
  /** The event that tells of it, hex. */
  event: string;
}

/** Whose clock days are compared by, where nobody says: this machine's. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * Judges the counts up to now; while another does, nothing.
 *
 * @param zone name of a time zone that Postgres knows; another is taken for UTC
 * @returns how many events were written
 */
export async function judgeRates(db: Pool | ClientBase, zone = ownTimeZone()): Promise<number> {
  const { rows } = await db.query<{ written: number }>(
    `select smartlog.judge_rates(now(), coalesce((select name from pg_timezone_names where name = $1 limit 1), 'UTC')) as written`,
    [zone],
  );
  return rows[0]?.written ?? 0;
}

/** What goes on, and what has ended in the last hours: the newest first, at most 200. */
export async function rateAlarms(db: Pool | ClientBase, hours: number): Promise<RateAlarm[]> {
  const { rows } = await db.query<RateAlarm>(
    `select smartlog.rate_subject(dimension, name) as subject, change,
       severity, since, ended_at as ended,
       current::float8 as current, usual::float8 as usual, (extract(epoch from per) / 60)::int as minutes,
       smartlog.event_hex(event_id) as event
     from smartlog.rate_alarms
     where raised_at is not null and coalesce(ended_at, now()) > now() - $1 * interval '1 hour'
     order by raised_at desc, id limit 200`,
    [hours],
  );
  return rows;
}
