import type { Pool } from "pg";
import { bounds, filledPartitions } from "./partitions/partitions.ts";

const DAY_MS = 86_400_000;

/** A rollup that differs from a recount of its events. */
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

interface Day {
  /** Midnight (UTC), as Postgres reads it. */
  at: string;
  /** Whether retention has dropped events of the day: its counts stay as they are. */
  isFinal: boolean;
}

/**
 * Makes the rollups of all stored events anew, a day in a transaction. Ingest waits while a day is counted; readers see
 * the old counts until the new ones are there. Days whose events retention has dropped keep their counts, except where
 * more events are stored than were counted. Sites count by the names that they have now.
 *
 * @param pool the administrator's
 * @returns days that were counted
 */
export async function rebuildRollups(
  pool: Pool,
  onDay: (progress: DayDone) => void = () => {},
): Promise<number> {
  const days: Day[] = [];
  for (const day of await daysWithEvents(pool))
    if (!day.isFinal || (await uncounted(pool, day)).length > 0) days.push(day);
  for (const [i, { at }] of days.entries()) {
    await pool.query("select smartlog.rebuild_rollups($1::timestamptz, $1::timestamptz + interval '1 day')", [
      at,
    ]);
    onDay({ day: at.slice(0, 10), done: i + 1, of: days.length });
  }
  return days.length;
}

/**
 * Compares the rollups with a recount of the events, a day at a time. Of days whose events retention has dropped, finds
 * those that hold more events than were ever counted.
 *
 * @returns none where the rollups are right
 */
export async function rollupDifferences(
  pool: Pool,
  onDay: (progress: DayDone) => void = () => {},
): Promise<RollupDifference[]> {
  const differences: RollupDifference[] = [];
  const days = await daysWithEvents(pool);
  for (const [i, day] of days.entries()) {
    differences.push(...(await (day.isFinal ? uncounted : differencesOf)(pool, day)));
    onDay({ day: day.at.slice(0, 10), done: i + 1, of: days.length });
  }
  return differences;
}

async function differencesOf(pool: Pool, { at }: Day): Promise<RollupDifference[]> {
  const { rows } = await pool.query(
    `select at, site, rolled_up::float8 as "rolledUp", counted::float8
     from (
       select * from smartlog.rollup_differences($1::timestamptz, $1::timestamptz + interval '1 day')
       union all
       select * from smartlog.muted_differences($1::timestamptz, $1::timestamptz + interval '1 day')
     ) differences`,
    [at],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function uncounted(pool: Pool, { at }: Day): Promise<RollupDifference[]> {
  const { rows } = await pool.query(
    `select rolled_up::float8 as "rolledUp", counted::float8
     from smartlog.uncounted($1::timestamptz, $1::timestamptz + interval '1 day')`,
    [at],
  );
  return rows.map((row) => ({ ...row, at, site: "(all sites)" }));
}

/** Days that have events, or rollups that aren't final; the oldest first. */
async function daysWithEvents(pool: Pool): Promise<Day[]> {
  const { rows: counted } = await pool.query<{ day: number; final: number }>(
    `select date_part('epoch', at) * 1000 as day from smartlog.rollup_day
     where at >= (select rollups_final_before from smartlog.settings) group by at`,
  );
  const { rows: settings } = await pool.query<{ final: number }>(
    `select date_part('epoch', least(rollups_final_before, date_trunc('day', now(), 'UTC'))) * 1000 as final
     from smartlog.settings`,
  );
  const days = new Set(counted.map(({ day }) => day));
  for await (const partition of filledPartitions(pool)) {
    let [from, to] = bounds(partition);
    for (;;) {
      const { rows } = await pool.query<{ day: number }>(
        `select date_part('epoch', date_trunc('day', time, 'UTC')) * 1000 as day from smartlog.events
         where time >= $1 and time < $2 order by time limit 1`,
        [from, to],
      );
      if (!rows[0]) break;
      days.add(rows[0].day);
      from = new Date(rows[0].day + DAY_MS).toISOString();
    }
  }
  const final = settings[0]?.final ?? Number.NEGATIVE_INFINITY;
  return [...days]
    .sort((a, b) => a - b)
    .map((day) => ({ at: new Date(day).toISOString(), isFinal: day < final }));
}
