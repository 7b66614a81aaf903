import type { ClientBase, Pool, PoolClient } from "pg";
import { StoreError } from "../error.ts";
import { beginLocked, LOCK_NOT_AVAILABLE } from "../table-lock.ts";
import { type MergeResult, mergeMonths } from "./months.ts";
import { bounds, filledPartitions, type Partition, partitions } from "./partitions.ts";

export interface RetainOptions {
  /** Keep events of the last so many days; today counts as the first. */
  days?: number | undefined;
  /** Keep as many days as fit into so many bytes, today's in any case. */
  bytes?: number | undefined;
  /** Drop what has to go though it is most of what there is. */
  force?: boolean | undefined;
}

export interface RetainResult {
  /** Partitions dropped, the oldest first. */
  dropped: string[];
  /** Months that are one partition now, and those that others' transactions were in the way of. */
  merged: MergeResult["merged"];
  postponed: MergeResult["postponed"];
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
/** A clock that is wrong makes everything old: a share that no ordinary run drops by age, of more partitions than… */
const MOST_BY_AGE = 0.5;
const FEW_PARTITIONS = 2;
/** Longer than readers' statements take (15 s), for which a partition waits before it goes. */
const DETACH_WAIT = "30s";
/** Ingest can't make partitions while this waits. */
const FINISH_WAIT = "5s";

/**
 * Drops the oldest events, whole partitions at a time, by age or by size or both; what the rollups counted of them
 * stays. Then merges what is long over into months (months.ts). Readers and writers go on meanwhile. Safe to run at any
 * time and again after being killed.
 *
 * What is old says the database's clock, and nobody's else. Where more than half would go by age, or everything, it
 * drops nothing unless forced.
 *
 * @throws StoreError BAD_ARGUMENT, RETAINS_TOO_LITTLE, EVENTS_IN_USE
 */
export async function retain(pool: Pool, options: RetainOptions): Promise<RetainResult> {
  checkOptions(options);
  return locked(pool, async (client) => {
    await finishInterrupted(client);
    await mendFinal(client);
    const all = await partitions(client);
    const today = await todayOf(client);
    const filled = await filledOf(client);
    const ended = all.filter(
      ({ name, from, to }) => to <= today && (Number.isFinite(from) || filled.has(name)),
    );
    const doomed = chooseDoomed(ended, sum(all), today, options);
    if (!options.force) refuseTooMuch(all, filled, doomed, today, options);
    for (const partition of doomed) await drop(client, partition);
    const kept = all.filter((each) => !doomed.includes(each));
    await trim(
      client,
      kept.find(({ name }) => filled.has(name)),
    );
    const { merged, postponed } = await mergeMonths(pool);
    const oldest = kept.find(({ from }) => Number.isFinite(from));
    return {
      dropped: doomed.map(({ name }) => name),
      merged,
      postponed,
      freedBytes: sum(doomed),
      keptBytes: sum(kept),
      keptFrom: oldest ? new Date(oldest.from).toISOString() : null,
    };
  });
}

function checkOptions({ days, bytes }: RetainOptions): void {
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
}

/** One at a time. The lock is held by a session of its own: dropping a partition takes several transactions. */
async function locked<T>(pool: Pool, work: (client: ClientBase) => Promise<T>, wait = true): Promise<T> {
  const holder = await pool.connect();
  let client: PoolClient | undefined;
  try {
    client = await pool.connect();
    await beginLocked(holder, "retain_lock", wait);
    return await work(client);
  } finally {
    await holder.query("rollback").catch(() => {});
    holder.release();
    // Its settings end with it.
    client?.release(true);
  }
}

async function todayOf(client: ClientBase): Promise<number> {
  const { rows } = await client.query(
    "select date_part('epoch', date_trunc('day', now(), 'UTC')) * 1000 as today",
  );
  return rows[0].today;
}

/** Names of the partitions that hold any event. */
async function filledOf(client: ClientBase): Promise<ReadonlySet<string>> {
  const filled = new Set<string>();
  for await (const { name } of filledPartitions(client)) filled.add(name);
  return filled;
}

/** Of the days that have ended, oldest first, those that have to go. The one before 2000 stays as a table, emptied. */
function chooseDoomed(
  ended: Partition[],
  totalBytes: number,
  today: number,
  { days = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY }: RetainOptions,
): Partition[] {
  let size = totalBytes;
  return ended.filter((partition) => {
    if (!isTooOld(partition, today, days) && size <= bytes) return false;
    size -= partition.bytes;
    return true;
  });
}

function isTooOld({ to }: Partition, today: number, days = Number.POSITIVE_INFINITY): boolean {
  return to <= today - (Math.floor(days) - 1) * DAY_MS;
}

/** @throws StoreError RETAINS_TOO_LITTLE */
function refuseTooMuch(
  all: readonly Partition[],
  filled: ReadonlySet<string>,
  doomed: readonly Partition[],
  today: number,
  { days }: RetainOptions,
): void {
  const holding = all.filter(({ name }) => filled.has(name));
  const going = doomed.filter(({ name }) => filled.has(name));
  const byAge = going.filter((partition) => isTooOld(partition, today, days));
  const isAll = going.length > 0 && going.length === holding.length;
  const isMost = holding.length > FEW_PARTITIONS && sum(byAge) > MOST_BY_AGE * sum(holding);
  if (!isAll && !isMost) return;
  const share = isAll ? "all events" : `${Math.round((100 * sum(byAge)) / sum(holding))} % of the events`;
  throw new StoreError(
    "RETAINS_TOO_LITTLE",
    `${share} (${going.length} of ${holding.length} partitions that hold any) would be dropped; nothing was`,
    `The database takes today for ${new Date(today).toISOString().slice(0, 10)}. If that is right and they are to go, say --force.`,
  );
}

async function drop(client: ClientBase, { name, from, to }: Partition): Promise<void> {
  // First, so that events which come late are not counted a second time.
  await client.query(
    `update smartlog.settings set rollups_final_before =
       greatest(rollups_final_before, least($1, date_trunc('day', now(), 'UTC')))`,
    [new Date(to)],
  );
  const partition = `smartlog.${name}`;
  if (!Number.isFinite(from)) return waiting(client, DETACH_WAIT, [`truncate ${partition}`]);
  await waiting(client, DETACH_WAIT, [
    // Dropping it in place would lock all of events against readers and writers.
    `alter table smartlog.events detach partition ${partition} concurrently`,
    `drop table ${partition}`,
  ]);
}

/** Runs statements that wait for others' transactions, for so long. */
async function waiting(client: ClientBase, limit: string, statements: readonly string[]): Promise<void> {
  await client.query(`set lock_timeout = '${limit}'`);
  try {
    for (const sql of statements) await client.query(sql);
  } catch (cause) {
    if ((cause as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw cause;
    throw new StoreError(
      "EVENTS_IN_USE",
      `a transaction has been reading events for longer than ${limit}, and old ones can't go meanwhile`,
      "End it (pg_stat_activity says whose it is) and run this again: it goes on where it stopped.",
      cause,
    );
  } finally {
    await client.query("reset lock_timeout");
  }
}

/**
 * What `retain` does besides dropping: ends what a killed run began, and merges what is long over into months.
 *
 * @param signal for who does it in the background: ends it within moments; and no other's run is waited for
 * @throws StoreError EVENTS_IN_USE
 */
export async function maintain(pool: Pool, signal?: AbortSignal): Promise<MergeResult> {
  const work = async (client: ClientBase) => {
    await finishInterrupted(client);
    await mendFinal(client);
    return mergeMonths(pool, signal);
  };
  return locked(pool, work, signal === undefined);
}

/** A clock that was ahead must not make days final that are still to come. */
async function mendFinal(client: ClientBase): Promise<void> {
  await client.query(
    `update smartlog.settings set rollups_final_before = date_trunc('day', now(), 'UTC')
     where rollups_final_before > date_trunc('day', now(), 'UTC')`,
  );
}

/** A run that was killed leaves a partition half or wholly detached. */
async function finishInterrupted(client: ClientBase): Promise<void> {
  const half = await client.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'smartlog.events'::regclass and i.inhdetachpending`,
  );
  for (const { name } of half.rows)
    await waiting(client, FINISH_WAIT, [
      `alter table smartlog.events detach partition smartlog.${client.escapeIdentifier(name)} finalize`,
    ]);
  const detached = await client.query(
    String.raw`select relname as name from pg_class
     where relnamespace = 'smartlog'::regnamespace and relkind = 'r' and relname ~ '^events_\d+$' and not relispartition`,
  );
  for (const { name } of detached.rows)
    await waiting(client, FINISH_WAIT, [`drop table smartlog.${client.escapeIdentifier(name)}`]);
}

/** What is too old for the panels that read it; never younger than the oldest event, so that a recount stays possible. */
async function trim(client: ClientBase, oldest: Partition | undefined): Promise<void> {
  const keep: [table: string, days: number][] = [
    ["rollup_minute", KEEP_MINUTES_DAYS],
    ["top_hour", KEEP_MINUTES_DAYS],
    ["rollup_hour", KEEP_HOURS_DAYS],
    ["rollup_6h", KEEP_HOURS_DAYS],
    ["score_bins", KEEP_HOURS_DAYS],
    ["top_day", KEEP_HOURS_DAYS],
  ];
  const from = oldest ? bounds(oldest)[0] : "infinity";
  for (const [table, days] of keep) {
    await client.query(`delete from smartlog.${table} where at < least(now() - $1 * interval '1 day', $2)`, [
      days,
      from,
    ]);
  }
  await client.query("delete from smartlog.intake where at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  await client.query("delete from smartlog.rejected where at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  // A batch changes several of these, in an order of its own.
  await client.query(
    `begin; lock table smartlog.counting_lock in exclusive mode;
     delete from smartlog.sites where last_seen < now() - interval '${KEEP_MINUTES_DAYS} days';
     delete from smartlog.templates where greatest(known_since, last_seen) < now() - interval '${KEEP_HOURS_DAYS} days';
     commit`,
  );
}

function sum(partitions: readonly Partition[]): number {
  return partitions.reduce((total, { bytes }) => total + bytes, 0);
}
