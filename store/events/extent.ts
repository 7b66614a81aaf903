/** Where the events lie in time. */
import type { Pool } from "pg";
import { readJson } from "../read-only.ts";

export interface Extent {
  /** How many events of lines were ever stored: without SmartLog's own, which have times of their own. */
  events: number;
  /** The first minute and the end of the last one that the minutes' rollup has of them, milliseconds since the epoch. */
  from: number | null;
  to: number | null;
  /** Whether there are events in the range that was asked for. */
  inRange: boolean;
}

/** Rollups are read in milliseconds, whatever the store holds: the ends by the key, which begins with the time. */
const EXTENT = `
  select json_build_object(
    'events', (select coalesce(sum(events), 0) from rollup_day where not is_own(kind)),
    'from', (select floor(extract(epoch from at) * 1000) from rollup_minute where not is_own(kind) order by at limit 1),
    'to', (
      select floor(extract(epoch from at + interval '1 minute') * 1000)
      from rollup_minute where not is_own(kind) order by at desc limit 1
    ),
    'inRange', exists (
      select from rollup_minute
      where at > $1::timestamptz - interval '1 minute' and at <= $2::timestamptz and not is_own(kind)
    ) or exists (
      select from rollup_day where at > $1::timestamptz - interval '1 day' and at <= $2::timestamptz
        and at < (select min(at) from rollup_minute) and not is_own(kind)
    ))`;

/** @throws as {@link readJson} */
export function extentOf(pool: Pool, { from, to }: { from: Date; to: Date }): Promise<Extent> {
  return readJson(pool, EXTENT, [from.toISOString(), to.toISOString()]);
}
