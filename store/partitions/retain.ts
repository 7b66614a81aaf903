import type { ClientBase, Pool, PoolClient } from "pg";
import { StoreError } from "../error.ts";
import { beginLocked } from "../table-lock.ts";
import { bytesOf, chooseDoomed, type Limits, refuseTooMuch } from "./choose.ts";
import { drop, finishInterrupted, mendFinal } from "./drop.ts";
import { type MergeResult, mergeMonths } from "./months.ts";
import { filledPartitions, partitions } from "./partitions.ts";
import { trim } from "./trim.ts";
import { indexWords } from "./words-index.ts";

export interface RetainOptions extends Limits {
  /** Whether to drop also most of the events, or all. */
  force?: boolean | undefined;
}

export interface RetainResult {
  /** Partitions dropped, the oldest first. */
  dropped: string[];
  /** Months that are one partition now. */
  merged: MergeResult["merged"];
  /** Months that were not merged, with the reason. */
  postponed: MergeResult["postponed"];
  freedBytes: number;
  keptBytes: number;
  /** Oldest time that can still be in the store; null when nothing was dropped and no partition is bounded. */
  keptFrom: string | null;
}

export interface MaintainResult extends MergeResult {
  /** Days whose words have an index now. */
  indexed: string[];
}

/**
 * Drops the oldest events, whole partitions at a time, by age or by size or both; their counts in the rollups stay. Then
 * merges closed months (months.ts). Readers and writers go on meanwhile. Safe to run at any time, and again after a kill.
 *
 * The database's clock says what is old. Where more than half would go by age, or everything, nothing is dropped unless
 * forced.
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
    const doomed = chooseDoomed(ended, bytesOf(all), today, options);
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
      freedBytes: bytesOf(doomed),
      keptBytes: bytesOf(kept),
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

/**
 * Ends what a killed run began, merges closed months and indexes the words of closed days: `retain` without dropping.
 *
 * @param signal for a background task, which indexes one day at most: ends the work within moments; where another run holds the lock, it fails at once
 * @throws StoreError EVENTS_IN_USE
 */
export async function maintain(pool: Pool, signal?: AbortSignal): Promise<MaintainResult> {
  const work = async (client: ClientBase) => {
    await finishInterrupted(client);
    await mendFinal(client);
    const merged = await mergeMonths(pool, signal);
    const most = signal ? 1 : Number.POSITIVE_INFINITY;
    return { ...merged, indexed: await indexWords(pool, { most, signal }) };
  };
  return locked(pool, work, signal === undefined);
}
