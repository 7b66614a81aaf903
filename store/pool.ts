import pg from "pg";

/** A pool of connections. A session that is lost fails the query that uses it, if any; never the program. */
export function makePool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  const ignore = () => {};
  // Without a listener an "error" ends the program. The pool's own hears of idle sessions, which it replaces…
  pool.on("error", ignore);
  // …and nobody of those in use, whose queries have failed already.
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}
