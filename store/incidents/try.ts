/** What a rule would find in days that have been: counted like in service, and then forgotten. */
import type { ClientBase, Pool } from "pg";

/**
 * Runs work in a transaction that is rolled back; stops at `timeoutMs`, as an error of Postgres (57014).
 */
export async function andForget<T>(
  pool: Pool,
  timeoutMs: number,
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(`set local statement_timeout = ${Math.max(1, Math.round(timeoutMs))}`);
    return await work(client);
  } finally {
    await client.query("rollback").then(
      () => client.release(),
      () => client.release(true),
    );
  }
}

/** Steps of [from, to) that hold about `atOnce` events each, by the hours' counts; an hour at least. */
export async function hoursOf(
  client: ClientBase,
  from: Date,
  to: Date,
  atOnce: number,
): Promise<{ low: Date; high: Date }[]> {
  const { rows } = await client.query<{ at: Date; events: number }>(
    `select at, sum(events)::float8 as events from smartlog.rollup_hour
     where at >= date_bin('1 hour', $1, 'epoch') and at < $2 group by 1 order by 1`,
    [from, to],
  );
  const steps: { low: Date; high: Date; events: number }[] = [];
  for (const { at, events } of rows) {
    const high = new Date(Math.min(at.getTime() + 3_600_000, to.getTime()));
    const low = new Date(Math.max(at.getTime(), from.getTime()));
    const last = steps.at(-1);
    if (last && last.events + events <= atOnce && low.getTime() - last.low.getTime() < 86_400_000) {
      last.high = high;
      last.events += events;
    } else steps.push({ low, high, events });
  }
  return steps;
}
