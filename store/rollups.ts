import type { Pool } from "pg";

const DAY_MS = 86_400_000;

/** A rollup that isn't what a recount of its events gives. */
export interface RollupDifference {
  at: string;
  site: string;
  rolledUp: number | null;
  counted: number | null;
}

export interface DayDone {
  /** UTC day, `2026-11-21`. */
  day: string;
  done: number;
  of: number;
}

/**
 * Makes the rollups of all events that there are anew, a day in a transaction; ingest waits while its day is counted,
 * readers see the old counts until the new ones are there. Days whose events retention has dropped keep theirs.
 */
export async function rebuildRollups(
  pool: Pool,
  onDay: (progress: DayDone) => void = () => {},
): Promise<number> {
  const days = await daysWithEvents(pool);
  for (const [i, day] of days.entries()) {
    await pool.query("select smartlog.rebuild_rollups($1::timestamptz, $1::timestamptz + interval '1 day')", [
      day,
    ]);
    onDay({ day: day.slice(0, 10), done: i + 1, of: days.length });
  }
  return days.length;
}

/** Compares the rollups with a recount of the events, a day at a time; none is the proof that they are equal. */
export async function rollupDifferences(
  pool: Pool,
  onDay: (progress: DayDone) => void = () => {},
): Promise<RollupDifference[]> {
  const differences: RollupDifference[] = [];
  const days = await daysWithEvents(pool);
  for (const [i, day] of days.entries()) {
    const { rows } = await pool.query(
      `select at, site, rolled_up::float8 as "rolledUp", counted::float8
       from smartlog.rollup_differences($1::timestamptz, $1::timestamptz + interval '1 day')`,
      [day],
    );
    for (const row of rows) differences.push({ ...row, at: row.at.toISOString() });
    onDay({ day: day.slice(0, 10), done: i + 1, of: days.length });
  }
  return differences;
}

/** Midnights (UTC) of days that have events or rollups and whose counts aren't final, as Postgres reads them. */
async function daysWithEvents(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query(
    `with recursive day (at) as (
       (select date_trunc('day', time, 'UTC') from smartlog.events
        where time >= (select rollups_final_before from smartlog.settings) order by time limit 1)
       union all
       select (select date_trunc('day', time, 'UTC') from smartlog.events
               where time >= day.at + interval '1 day' order by time limit 1)
       from day where day.at is not null
     )
     select at from day where at is not null
     union
     select at from smartlog.rollup_day where at >= (select rollups_final_before from smartlog.settings)
     order by at`,
  );
  return rows.map(({ at }: { at: Date }) =>
    new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS).toISOString(),
  );
}
