/** Days of closed months become one partition a month: a statement over all of time then locks dozens of tables, not thousands. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase, Pool } from "pg";
import { LOCK_NOT_AVAILABLE } from "../table-lock.ts";
import {
  copyDay,
  dropUnfinished,
  isComplete,
  isUnfinished,
  type Month,
  prepare,
  takePlace,
} from "./month-copy.ts";
import { partitionBounds } from "./partitions.ts";
import { dataFolder, hasRoomFor } from "./room.ts";

/** A month is merged when its last day is older: retention by day stays exact for so long. */
const DAILY_DAYS = 35;
const DAY_MS = 86_400_000;
const SWITCH_ATTEMPTS = 30;
const PAUSE_MS = 2_000;

export interface MergeResult {
  /** Months that are one partition now, the oldest first. */
  merged: string[];
  /** Months that are as they were. In use: other transactions held their events for too long. */
  postponed: { name: string; reason: "in use" | "no room" }[];
}

/**
 * Merges the day partitions of each month that ended more than {@link DAILY_DAYS} days ago; for the
 * holder of `retain_lock`.
 *
 * Readers see the days until the month is there. A batch waits at most a second at a time, when the month takes the
 * days' place; late events of the month land in both meanwhile, so that none is lost or doubled. Killed at any point, it
 * leaves the days as they were, and the next run begins the month anew. A month needs its own size of disk once more
 * while it is copied, and as much for the server's log.
 *
 * @param signal ends it as a kill would, within moments
 */
export async function mergeMonths(pool: Pool, signal?: AbortSignal): Promise<MergeResult> {
  const result: MergeResult = { merged: [], postponed: [] };
  const client = await pool.connect();
  let cancel = () => {};
  try {
    const { rows } = await client.query("select pg_backend_pid() as pid");
    cancel = () => void pool.query("select pg_cancel_backend($1)", [rows[0].pid]).catch(() => {});
    signal?.addEventListener("abort", cancel);
    const folder = await dataFolder(client);
    await client.query("set role smartlog_owner; set statement_timeout = 0");
    await dropUnfinished(client);
    for (const month of await mergeable(client)) {
      signal?.throwIfAborted();
      const { name } = month;
      if (!(await hasRoom(client, month, folder))) result.postponed.push({ name, reason: "no room" });
      else if (!(await isUnfinished(client, month)) && (await merge(client, month, signal)))
        result.merged.push(name);
      else result.postponed.push({ name, reason: "in use" });
    }
    return result;
  } finally {
    signal?.removeEventListener("abort", cancel);
    await dropUnfinished(client).catch(() => {});
    // Its role and settings end with it.
    client.release(true);
  }
}

async function mergeable(client: ClientBase): Promise<Month[]> {
  const { rows } = await client.query(
    "select date_part('epoch', date_trunc('day', now(), 'UTC')) * 1000 as today",
  );
  const closed = rows[0].today - DAILY_DAYS * DAY_MS;
  const months = new Map<string, Month>();
  for (const partition of await partitionBounds(client)) {
    if (!/^events_\d{8}$/.test(partition.name)) continue;
    const day = new Date(partition.from);
    const [from, to] = [0, 1].map((next) => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + next)) as [
      number,
      number,
    ];
    if (to > closed) continue;
    const name = partition.name.slice(0, "events_YYYYMM".length);
    const month = months.get(name) ?? { name, from, to, days: [] };
    month.days.push(partition);
    months.set(name, month);
  }
  return [...months.values()];
}

/** Whether the copy and its log fit the disk; where that isn't known, they do. */
async function hasRoom(client: ClientBase, month: Month, folder: string | undefined): Promise<boolean> {
  const { rows } = await client.query<{ bytes: number }>(
    "select sum(pg_total_relation_size(oid))::float8 as bytes from smartlog.event_partitions() where name = any ($1)",
    [month.days.map(({ name }) => name)],
  );
  return hasRoomFor(rows[0]?.bytes ?? 0, folder);
}

async function merge(client: ClientBase, month: Month, signal?: AbortSignal): Promise<boolean> {
  try {
    await prepare(client, month);
  } catch (error) {
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    return false;
  }
  for (const day of month.days) {
    signal?.throwIfAborted();
    await copyDay(client, month, day);
  }
  const complete = await isComplete(client, month);
  for (let attempt = 1; complete && attempt <= SWITCH_ATTEMPTS; attempt++) {
    try {
      if (!(await takePlace(client, month))) break;
      await client.query(`vacuum (analyze) smartlog.${month.name}`);
      return true;
    } catch (error) {
      await client.query("rollback");
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
      await sleep(PAUSE_MS, undefined, signal ? { signal } : {});
    }
  }
  await dropUnfinished(client);
  return false;
}
