/** One at a time: whoever trains, or changes what serves, holds a lock in the database. */
import type { Client, Pool, PoolClient } from "pg";

/** Any number that nobody else takes in this database (migrations take another). */
const LOCK = 0x74726e72;

class LockedError extends Error {
  override name = "LockedError";
}

export interface Locked {
  /** The session that holds the lock; for the registry's statements. */
  client: PoolClient;
  /** @throws LockedError where the session has ended, and the lock with it */
  assertHeld(): Promise<void>;
}

/**
 * Runs `work` while no other run of the trainer, `model promote` or `model rollback` goes on in this database. The lock
 * is the session's: it goes when the process does, however that ends.
 *
 * @throws LockedError at once, where another holds it
 */
export async function withTrainerLock<T>(pool: Pool, work: (locked: Locked) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let lost: Error | undefined;
  let got = false;
  const onEnd = (error?: Error) => {
    lost ??= error ?? new Error("the server ended the session");
  };
  // A pool's client that is in use has to have listeners of its own: without them a lost connection ends the program.
  (client as unknown as Client).on("error", onEnd);
  (client as unknown as Client).on("end", onEnd);
  try {
    const { rows } = await client.query("select pg_try_advisory_lock($1) as got", [LOCK]);
    got = rows[0].got;
    if (!got) throw new LockedError(await holder(client));
    return await work({
      client,
      async assertHeld() {
        if (!lost) await client.query("select 1").catch(onEnd);
        if (lost)
          throw new LockedError(
            `the connection to Postgres was lost (${lost.message}), and with it the lock: run it again`,
          );
      },
    });
  } finally {
    // Given back before it returns: the server notices the end of a session a little later, and whoever comes next would
    // find it locked.
    if (got && !lost) await client.query("select pg_advisory_unlock($1)", [LOCK]).catch(onEnd);
    client.removeListener("error", onEnd);
    client.removeListener("end", onEnd);
    // Ends the session, and so the lock in any case.
    client.release(true);
  }
}

async function holder(client: PoolClient): Promise<string> {
  const { rows } = await client.query(
    `select a.pid, a.application_name as name, a.backend_start as since
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.classid = 0 and l.objid = $1 and l.granted
       and l.database = (select oid from pg_database where datname = current_database())`,
    [LOCK],
  );
  const who = rows[0]
    ? ` since ${rows[0].since?.toISOString() ?? "some time ago"} (session ${rows[0].pid} of Postgres)`
    : "";
  return `another training or publication is under way${who}: wait for its end`;
}
