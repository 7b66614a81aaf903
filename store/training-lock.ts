/** One run of the trainer at a time, by a lock in the database. */

import type { Client, Pool, PoolClient } from "pg";
import { SmartLogError } from "../host/error.ts";
import { beginLocked, LOCK_NOT_AVAILABLE } from "./table-lock.ts";

/** Another run holds the lock, or the session that held it was lost. */
class LockedError extends SmartLogError {
  override name = "LockedError";
  readonly code = "TRAINING_LOCKED";
}

export interface Locked {
  /** A session for the registry's statements. */
  client: PoolClient;
  /** @throws LockedError where the session has ended, and the lock with it */
  assertHeld(): Promise<void>;
}

/**
 * Runs `work` while no other run of the trainer, `model promote` or `model rollback` goes on in this database.
 *
 * A session of its own holds the lock, which ends with the process, however that ends. Where that session is lost, the
 * registry's session is ended too: nothing is written without the lock.
 *
 * @throws LockedError at once, where another run holds the lock
 */
export async function withTrainerLock<T>(pool: Pool, work: (locked: Locked) => Promise<T>): Promise<T> {
  const sessions: PoolClient[] = [];
  let lost: Error | undefined;
  const onEnd = (error?: Error) => {
    lost ??= error ?? new Error("the server ended the session");
    for (const session of sessions) void (session as unknown as Client).end().catch(() => {});
  };
  const open = async () => {
    const session = await pool.connect();
    sessions.push(session);
    // Listeners of its own: without them a client in use whose connection is lost ends the program.
    (session as unknown as Client).on("error", onEnd);
    (session as unknown as Client).on("end", onEnd);
    return session;
  };
  try {
    const lock = await open();
    await beginLocked(lock, "training_lock", false).catch(async (error: { code?: string }) => {
      if (error.code !== LOCK_NOT_AVAILABLE) throw error;
      await lock.query("rollback");
      throw new LockedError(await holder(lock));
    });
    const client = await open();
    return await work({
      client,
      async assertHeld() {
        for (const session of sessions) if (!lost) await session.query("select 1").catch(onEnd);
        if (lost)
          throw new LockedError(
            `the connection to Postgres was lost (${lost.message}), and with it the lock: run it again`,
          );
      },
    });
  } finally {
    // Rolled back before the return: the server notices the end of a session late, and the next run would find the lock
    // held.
    if (!lost) await sessions[0]?.query("rollback").catch(() => {});
    for (const session of sessions) {
      session.removeListener("error", onEnd);
      session.removeListener("end", onEnd);
      // Destroyed, not reused: the end of the session frees the lock in any case.
      session.release(true);
    }
  }
}

/** Message that names the session which holds the lock. */
async function holder(client: PoolClient): Promise<string> {
  const { rows } = await client.query(
    `select a.pid, a.application_name as name, a.backend_start as since
     from pg_locks l join pg_stat_activity a using (pid)
     where l.relation = 'smartlog.training_lock'::regclass and l.mode = 'ExclusiveLock' and l.granted
       and l.database = (select oid from pg_database where datname = current_database())`,
  );
  const who = rows[0]
    ? ` since ${rows[0].since?.toISOString() ?? "some time ago"} (session ${rows[0].pid} of Postgres)`
    : "";
  return `another training or publication is under way${who}: wait for its end`;
}
