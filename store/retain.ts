import type { ClientBase, Pool } from "pg";
import { StoreError } from "./error.ts";
import { type Partition, partitions } from "./partitions.ts";

export interface RetainOptions {
  /** Keep events of the last so many days; today counts as the first. */
  days?: number | undefined;
  /** Keep as many days as fit into so many bytes, today's in any case. */
  bytes?: number | undefined;
  /** For tests. */
  now?: number;
}

export interface RetainResult {
  /** Partitions dropped, the oldest first. */
  dropped: string[];
  freedBytes: number;
  keptBytes: number;
  /** Oldest time that can still be in the store; null when nothing was dropped and no partition is bounded. */
  keptFrom: string | null;
}

const DAY_MS = 86_400_000;
/** What dashboards over the last month read. */
const KEEP_MINUTES_DAYS = 35;
/** A year to compare with, and the month before it. */
const KEEP_HOURS_DAYS = 400;

/**
 * Drops the oldest events, whole partitions at a time, by age or by size or both; what the rollups counted of them
 * stays. Readers and writers go on meanwhile. Safe to run at any time and again after being killed.
 *
 * @throws StoreError BAD_ARGUMENT
 */
export async function retain(pool: Pool, options: RetainOptions): Promise<RetainResult> {
  const { days, bytes, now = Date.now() } = options;
  if (days === undefined && bytes === undefined) {
    throw new StoreError(
      "BAD_ARGUMENT",
      "nothing says what to keep",
      "Give a number of days, a size, or both.",
    );
  }
  for (const [name, value, least] of [
    ["days", days, 1],
    ["size", bytes, 0],
  ] as const) {
    if (value !== undefined && !(value >= least)) {
      throw new StoreError("BAD_ARGUMENT", `${name} can't be ${value}`, `Give at least ${least}.`);
    }
  }
  const client = await pool.connect();
  try {
    // The bounds of partitions are printed in the session's zone.
    await client.query("set timezone = 'UTC'");
    await client.query("select pg_advisory_lock(hashtext('smartlog.retain'))");
    await finishInterrupted(client);
    const all = await partitions(client);
    const today = Math.floor(now / DAY_MS) * DAY_MS;
    const ended = (await withoutEmptyPast(client, all)).filter(({ to }) => to <= today);
    const doomed = chooseDoomed(ended, sum(all), today, days, bytes);
    for (const partition of doomed) await drop(client, partition);
    await trimRollups(client);
    const kept = all.filter((each) => !doomed.includes(each));
    const oldest = kept.find(({ from }) => Number.isFinite(from));
    return {
      dropped: doomed.map(({ name }) => name),
      freedBytes: sum(doomed),
      keptBytes: sum(kept),
      keptFrom: oldest ? new Date(oldest.from).toISOString() : null,
    };
  } finally {
    await client.query("select pg_advisory_unlock_all()").catch(() => {});
    client.release();
  }
}

/** Of the days that have ended, oldest first, those that have to go. */
function chooseDoomed(
  ended: Partition[],
  totalBytes: number,
  today: number,
  days = Number.POSITIVE_INFINITY,
  bytes = Number.POSITIVE_INFINITY,
): Partition[] {
  const cutoff = today - (Math.floor(days) - 1) * DAY_MS;
  let size = totalBytes;
  return ended.filter((partition) => {
    if (partition.to > cutoff && size <= bytes) return false;
    size -= partition.bytes;
    return true;
  });
}

/** The one before 2000 stays as a table, emptied. */
async function withoutEmptyPast(client: ClientBase, all: Partition[]): Promise<Partition[]> {
  const { rowCount } = await client.query("select from smartlog.events_past limit 1");
  return rowCount ? all : all.filter(({ from }) => Number.isFinite(from));
}

async function drop(client: ClientBase, { name, from, to }: Partition): Promise<void> {
  // First, so that events which come late are not counted a second time.
  await client.query(
    "update smartlog.settings set rollups_final_before = greatest(rollups_final_before, $1)",
    [new Date(to)],
  );
  if (!Number.isFinite(from)) {
    await client.query(`truncate smartlog.${client.escapeIdentifier(name)}`);
    return;
  }
  // Dropping it in place would lock all of events against readers and writers.
  await client.query(
    `alter table smartlog.events detach partition smartlog.${client.escapeIdentifier(name)} concurrently`,
  );
  await client.query(`drop table smartlog.${client.escapeIdentifier(name)}`);
}

/** A run that was killed leaves a partition half or wholly detached. */
async function finishInterrupted(client: ClientBase): Promise<void> {
  const half = await client.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'smartlog.events'::regclass and i.inhdetachpending`,
  );
  for (const { name } of half.rows) {
    await client.query(
      `alter table smartlog.events detach partition smartlog.${client.escapeIdentifier(name)} finalize`,
    );
  }
  const detached = await client.query(
    String.raw`select relname as name from pg_class
     where relnamespace = 'smartlog'::regnamespace and relkind = 'r' and relname ~ '^events_\d+$' and not relispartition`,
  );
  for (const { name } of detached.rows)
    await client.query(`drop table smartlog.${client.escapeIdentifier(name)}`);
}

/** What is too old for the panels that read it; never younger than the oldest event, so that a recount stays possible. */
async function trimRollups(client: ClientBase): Promise<void> {
  const keep: [table: string, days: number][] = [
    ["rollup_minute", KEEP_MINUTES_DAYS],
    ["top_hour", KEEP_MINUTES_DAYS],
    ["rollup_hour", KEEP_HOURS_DAYS],
    ["rollup_6h", KEEP_HOURS_DAYS],
    ["score_bins", KEEP_HOURS_DAYS],
    ["top_day", KEEP_HOURS_DAYS],
  ];
  for (const [table, days] of keep) {
    await client.query(
      `delete from smartlog.${table} where at < least(now() - $1 * interval '1 day',
         (select date_trunc('day', time, 'UTC') from smartlog.events order by time limit 1))`,
      [days],
    );
  }
  await client.query("delete from smartlog.intake where at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  await client.query("delete from smartlog.rejected where at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  await client.query(
    "delete from smartlog.templates where greatest(known_since, last_seen) < now() - $1 * interval '1 day'",
    [KEEP_HOURS_DAYS],
  );
}

function sum(partitions: Partition[]): number {
  return partitions.reduce((total, { bytes }) => total + bytes, 0);
}
