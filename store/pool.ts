import pg from "pg";

/** How a session writes times, whatever the server's or the role's settings are: `pg` reads ISO dates only. */
export const SESSION = "set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC'";

/** A pool of connections. A session that is lost fails the query that uses it, if any; never the program. */
export function makePool(config: pg.PoolConfig): pg.Pool {
  const ignore = () => {};
  const pool = new pg.Pool({
    ...config,
    onConnect: (client) => {
      // Lost sessions in use need no report, because their queries have failed already…
      client.on("error", ignore);
      return client.query(SESSION).then(ignore);
    },
  });
  // …and the pool's own of idle ones, which it replaces. Without a listener an "error" ends the program.
  pool.on("error", ignore);
  return pool;
}

/** Whether the server answers a query on one of the pool's connections, within the pool's time-outs. */
export function isAnswering(pool: pg.Pool): Promise<boolean> {
  return pool.query("select 1").then(
    () => true,
    () => false,
  );
}
