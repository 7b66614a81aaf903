import pg, { type Pool, type QueryArrayResult } from "pg";

export const STATEMENT_TIMEOUT_MS = 15_000;

/**
 * Runs one statement as smartlog_read: in a read-only transaction with a time-out, which is rolled back whatever the
 * statement does. The extended protocol takes a single statement, so that none can be smuggled in behind it.
 *
 * @param pool connected as a member of smartlog_read
 * @param sql names without a schema are those of `smartlog`
 * @param values of `$1`, `$2`, …
 * @param timeoutMs {@link STATEMENT_TIMEOUT_MS} at most is what other limits expect
 * @returns rows as arrays, each value as the text that Postgres writes, or null
 * @throws pg.DatabaseError what the server says; Error where the connection is lost or refused
 */
export async function readOnly(
  pool: Pool,
  sql: string,
  values: readonly string[] = [],
  timeoutMs = STATEMENT_TIMEOUT_MS,
): Promise<QueryArrayResult<(string | null)[]>> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin transaction read only");
    await client.query(
      `set local role smartlog_read; set local search_path = smartlog; set local statement_timeout = ${Math.ceil(timeoutMs)}`,
    );
    const query = {
      text: sql,
      values: [...values],
      rowMode: "array" as const,
      queryMode: "extended",
      types: { getTypeParser: () => (value: string) => value },
    };
    return await client.query<(string | null)[]>(query);
  } catch (error) {
    // An error that is not the server's is the connection's, which can't be used again.
    if (!(error instanceof pg.DatabaseError)) broken = error as Error;
    throw error;
  } finally {
    if (!broken)
      await client.query("rollback").catch((error: Error) => {
        broken = error;
      });
    client.release(broken);
  }
}

/** The JSON of a statement with one row of one column, parsed. Parameters and errors as {@link readOnly}. */
export async function readJson<T>(
  pool: Pool,
  sql: string,
  values: readonly string[] = [],
  timeoutMs = STATEMENT_TIMEOUT_MS,
): Promise<T> {
  const { rows } = await readOnly(pool, sql, values, timeoutMs);
  return JSON.parse(rows[0]?.[0] ?? "null") as T;
}
