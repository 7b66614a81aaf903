import type { Pool, PoolClient } from "pg";
import { type RecentAlarms, recentAlarms } from "./alarms.ts";
import { bounds, filledPartitions, type Partition, partitions } from "./partitions/partitions.ts";
import { type WordsIndexState, wordsIndexState } from "./partitions/words-index.ts";
import { type VainTrainings, vainTrainings } from "./trainings.ts";
import { schemaVersion } from "./version.ts";

const DAY_MS = 86_400_000;

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
  /** Rejected rows that are kept, of any age. */
  rejected: number;
  /** The most frequent reasons of the last 24 hours. */
  rejectedReasons: { reason: string; rows: number }[];
  templates: number;
  newTemplates24h: number;
  /** What the newest training promised of alarms, and the days to today beside what held then; null where none ever did. */
  alarms: RecentAlarms | null;
  /** The last trainings in a row that brought no model, and why the newest did not; empty where the newest did. */
  vainTrainings: VainTrainings;
  /** What searches for words have an index of. */
  words: WordsIndexState;
  /** Until when partitions are made. */
  partitionsUntil: string | null;
  /** Partitions of days to come that hold events: a clock was ahead when those came. */
  future: string[];
}

/**
 * State of the store. Quick at any size: reads no events but the oldest, the newest and, where there is a budget of alarms,
 * the anomalies of a week.
 *
 * @throws StoreError NOT_MIGRATED, SCHEMA_OTHER
 */
export async function status(pool: Pool): Promise<StoreStatus> {
  const schema = await schemaVersion(pool);
  const client = await pool.connect();
  try {
    const parts = await partitions(client);
    const { rows } = await client.query(
      `select pg_database_size(current_database())::float8 as "databaseBytes",
         (select coalesce(sum(events), 0)::float8 from smartlog.rollup_day) as "eventsCounted",
         date_part('epoch', date_trunc('day', now(), 'UTC')) * 1000 as today,
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
    const { today, ...counts } = rows[0];
    const iso = (at: Date | number | null | undefined) => (at == null ? null : new Date(at).toISOString());
    return {
      ...counts,
      schema,
      words: await wordsIndexState(client),
      eventsBytes: parts.reduce((total, { bytes }) => total + bytes, 0),
      partitions: parts.length,
      oldest: iso(await firstTime(client, 1)),
      newest: iso(await firstTime(client, -1)),
      rejectedReasons: reasons.rows,
      alarms: await recentAlarms(client),
      vainTrainings: await vainTrainings(client),
      partitionsUntil: iso(until(parts, today)),
      future: await futureNames(client, today),
    };
  } finally {
    client.release();
  }
}

/** The oldest event's time, or the newest one's. */
async function firstTime(client: PoolClient, direction: 1 | -1): Promise<Date | null> {
  for await (const partition of filledPartitions(client, direction)) {
    const { rows } = await client.query(
      `select time from smartlog.events where time >= $1 and time < $2
       order by time ${direction === 1 ? "asc" : "desc"} limit 1`,
      bounds(partition),
    );
    if (rows[0]) return rows[0].time;
  }
  return null;
}

/** The end of the partitions that follow one another from today on. */
function until(parts: readonly Partition[], today: number): number | null {
  let end: number | null = null;
  for (const { from, to } of parts) if (from <= (end ?? today) && to > today) end = to;
  return end;
}

/** Partitions after tomorrow that hold events: no event is filed there while clocks are right. */
async function futureNames(client: PoolClient, today: number): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, from } of filledPartitions(client, -1)) {
    if (from < today + 2 * DAY_MS) break;
    names.unshift(name);
  }
  return names;
}
