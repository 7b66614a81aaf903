import type { Pool } from "pg";

/** Makes a partition for each of the last so many days, today's included, as a store has them that was filled day by day. */
export async function makeDays(pool: Pool, days: number): Promise<void> {
  // In pieces: a transaction holds the locks of all that it makes.
  for (let to = 0; to < days; to += 50)
    await pool.query(
      `do $$
       declare
         day date;
       begin
         for day in select (now() at time zone 'UTC')::date - ago from generate_series(${to}, ${Math.min(to + 49, days - 1)}) ago loop
           continue when to_regclass(to_char(day, '"smartlog.events_"YYYYMMDD')) is not null;
           set local role smartlog_owner;
           execute format('create table smartlog.%I (like smartlog.events including all)', to_char(day, '"events_"YYYYMMDD'));
           execute format('alter table smartlog.events attach partition smartlog.%I for values from (%L) to (%L)',
             to_char(day, '"events_"YYYYMMDD'), to_char(day, 'YYYY-MM-DD" 00:00:00+00"'), to_char(day + 1, 'YYYY-MM-DD" 00:00:00+00"'));
         end loop;
       end
       $$`,
    );
}
