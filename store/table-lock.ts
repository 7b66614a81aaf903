/** Locks by which commands wait for one another: tables that are always empty, there to be locked. */
import type { ClientBase } from "pg";

export type LockTable = "migration_lock" | "retain_lock" | "training_lock" | "geo_source";

export const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Begins a transaction that holds the table's lock until it ends, or its session. A role that may only read can't take it.
 *
 * @param client for nothing else meanwhile, where the lock has to outlast transactions
 * @param wait false: fails at once with LOCK_NOT_AVAILABLE where another holds it
 */
export async function beginLocked(client: ClientBase, table: LockTable, wait = true): Promise<void> {
  await client.query("begin");
  // The holder is idle while the work is done in other sessions.
  await client.query("set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0");
  await client.query(`lock table smartlog.${table} in exclusive mode${wait ? "" : " nowait"}`);
}
