import type { Pool } from "pg";

/** Readers' statements end after 15 s unless they ask for more; no transaction of theirs gets more than this. */
const LONGEST_READ_SECONDS = 60;

/**
 * Ends the sessions of smartlog_read whose transaction is too old. A session may lift its own time-outs, and what it
 * holds meanwhile (a snapshot, memory, temporary files) keeps the server from cleaning up.
 *
 * @param pool connected as a member of smartlog_read
 * @param seconds age of a transaction, from which on it is ended
 * @returns sessions that were ended
 */
export async function endLongReaders(pool: Pool, seconds = LONGEST_READ_SECONDS): Promise<number> {
  const { rowCount } = await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where usename = 'smartlog_read' and datname = current_database()
       and xact_start < clock_timestamp() - $1 * interval '1 second'`,
    [seconds],
  );
  return rowCount ?? 0;
}
