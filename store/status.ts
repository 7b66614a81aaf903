import type { Pool } from "pg";
import { StoreError } from "./error.ts";
import { partitions } from "./partitions.ts";

export interface StoreStatus {
  /** Newest migration applied. */
  schema: string;
  /** Of the whole database, and of its events with their indexes. */
  databaseBytes: number;
  eventsBytes: number;
  partitions: number;
  /** All events that were ever counted, those dropped since included. */
  eventsCounted: number;
  /** Event times, ISO 8601; null when there is none. */
  oldest: string | null;
  newest: string | null;
  /** Events stored a second, by arrival: over the last five minutes, and over the last day. */
  rate5m: number;
  rate24h: number;
  /** Seconds from a record's arrival at the shipper until it was stored, the worst of the last five minutes; null when none came. */
  lagSeconds: number | null;
  /** Of the last 24 hours. */
  duplicates24h: number;
  rejected24h: number;
  /** Kept, of any age. */
  rejected: number;
  /** The most frequent reasons of the last 24 hours. */
  rejectedReasons: { reason: string; rows: number }[];
  templates: number;
  newTemplates24h: number;
  /** Until when partitions are made. */
  partitionsUntil: string | null;
}

/** How the store is. Quick at any size: reads no events but the oldest and the newest. */
export async function status(pool: Pool): Promise<StoreStatus> {
  const schema = await schemaVersion(pool);
  const client = await pool.connect();
  try {
    await client.query("begin read only");
    await client.query("set local timezone = 'UTC'");
    const parts = await partitions(client);
    const { rows } = await client.query(
      `select pg_database_size(current_database())::float8 as "databaseBytes",
         (select coalesce(sum(events), 0)::float8 from smartlog.rollup_day) as "eventsCounted",
         (select time from smartlog.events order by time limit 1) as oldest,
         (select time from smartlog.events order by time desc limit 1) as newest,
         (select coalesce(sum(stored), 0)::float8 / 300 from smartlog.intake where at > now() - interval '5 minutes') as "rate5m",
         (select coalesce(sum(stored), 0)::float8 / 86400 from smartlog.intake where at > now() - interval '1 day') as "rate24h",
         (select max(waited_s) from smartlog.intake where at > now() - interval '5 minutes') as "lagSeconds",
         (select coalesce(sum(duplicates), 0)::float8 from smartlog.intake where at > now() - interval '1 day') as "duplicates24h",
         (select count(*)::int from smartlog.rejected where at > now() - interval '1 day') as "rejected24h",
         (select count(*)::int from smartlog.rejected) as rejected,
         (select count(*)::int from smartlog.templates) as templates,
         (select count(*)::int from smartlog.templates where known_since > now() - interval '1 day') as "newTemplates24h"`,
    );
    const reasons = await client.query(
      `select reason, count(*)::int as rows from smartlog.rejected where at > now() - interval '1 day'
       group by reason order by 2 desc, 1 limit 5`,
    );
    await client.query("commit");
    const iso = (at: Date | number | null | undefined) => (at == null ? null : new Date(at).toISOString());
    return {
      ...rows[0],
      schema,
      eventsBytes: parts.reduce((total, { bytes }) => total + bytes, 0),
      partitions: parts.length,
      oldest: iso(rows[0].oldest),
      newest: iso(rows[0].newest),
      rejectedReasons: reasons.rows,
      partitionsUntil: iso(parts.findLast(({ to }) => to > Date.now())?.to),
    };
  } finally {
    client.release();
  }
}

/**
 * The newest migration applied.
 *
 * @throws StoreError NOT_MIGRATED
 */
export async function schemaVersion(pool: Pool): Promise<string> {
  try {
    const { rows } = await pool.query("select name from smartlog.migrations order by id desc limit 1");
    if (rows[0]) return rows[0].name;
  } catch (error) {
    if ((error as { code?: string }).code !== "42P01") throw error;
  }
  throw new StoreError(
    "NOT_MIGRATED",
    "this database has no SmartLog tables yet",
    "Run `smartlog db migrate` first.",
  );
}
