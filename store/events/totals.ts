/** What the store holds in all, for monitoring. */
import type { Pool } from "pg";
import { readJson } from "../read-only.ts";

export interface StoreTotals {
  /** Events ever stored, by kind and label; the 100 most frequent pairs, the most frequent first. */
  events: { kind: string; label: string; events: number }[];
  /** Start of the newest minute in which an event was stored, seconds since the epoch; null before the first one. */
  lastStored: number | null;
  /** Size of the database on disk, bytes. */
  bytes: number;
}

/** Rollups count for ever, also events that were dropped since. */
const TOTALS = `
  select json_build_object(
    'events', (select coalesce(json_agg(each), '[]') from (
      select kind, label, sum(events) as events from rollup_day
      group by kind, label order by events desc, kind, label limit 100) each),
    'lastStored', (select extract(epoch from at) from intake where stored > 0 order by at desc limit 1),
    'bytes', pg_database_size(current_database()))`;

/** @throws as {@link readJson} */
export function storeTotals(pool: Pool): Promise<StoreTotals> {
  return readJson(pool, TOTALS);
}
