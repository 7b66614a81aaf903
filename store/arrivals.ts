/** What has arrived in the store, whatever time an event claims: how a publication sees that a model serves. */
import type { ClientBase, Pool } from "pg";

/** Counts that only ever grow: only differences of two readings mean something. */
export interface Arrivals {
  /** Grows with each event that the model scored, by one for each bin that its heads' scores are in. */
  scored: number;
  /** Batches of any model. */
  batches: number;
}

/** Minute of the database's clock that is under way. */
export async function currentMinute(db: Pool | ClientBase): Promise<Date> {
  const { rows } = await db.query<{ minute: Date }>("select date_bin('1 minute', now(), 'epoch') as minute");
  return (rows[0] as { minute: Date }).minute;
}

/**
 * Reads the rollups, which stay small at any size of the store.
 *
 * @param model id of the model whose events are counted
 * @param since minute from which on batches are counted
 */
export async function arrivals(db: Pool | ClientBase, model: string, since: Date): Promise<Arrivals> {
  const { rows } = await db.query<Arrivals>(
    `select (select coalesce(sum(greatest(threat, bot, anomaly)), 0)::float8 from smartlog.score_bins where model = $1) as scored,
       (select coalesce(sum(batches), 0)::float8 from smartlog.intake where at >= $2) as batches`,
    [model, since],
  );
  return rows[0] as Arrivals;
}
