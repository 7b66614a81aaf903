/** Partitions dropped without stopping readers or writers. */
import type { ClientBase } from "pg";
import { StoreError } from "../error.ts";
import { LOCK_NOT_AVAILABLE } from "../table-lock.ts";
import type { Partition } from "./partitions.ts";

/** Longer than readers' statements take (15 s), for which a partition waits before it goes. */
const DETACH_WAIT = "30s";
/** Ingest can't make partitions while this waits. */
const FINISH_WAIT = "5s";

/**
 * Drops a partition; the one before 2000 stays as a table, emptied. Its counts become final.
 *
 * @throws StoreError EVENTS_IN_USE
 */
export async function drop(client: ClientBase, { name, from, to }: Partition): Promise<void> {
  // First, so that late events are not counted a second time.
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

/** Takes back that days to come are final, which a clock that was ahead once said. */
export async function mendFinal(client: ClientBase): Promise<void> {
  await client.query(
    `update smartlog.settings set rollups_final_before = date_trunc('day', now(), 'UTC')
     where rollups_final_before > date_trunc('day', now(), 'UTC')`,
  );
}

/**
 * Ends what a killed run began: a partition that is half or wholly detached.
 *
 * @throws StoreError EVENTS_IN_USE
 */
export async function finishInterrupted(client: ClientBase): Promise<void> {
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
