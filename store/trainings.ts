/** The last trainings: whether they brought a model. */
import type { Db } from "./models.ts";

/** Trainings that are looked at. */
const MOST_TRAININGS = 50;

/** The last trainings in a row that brought no model, and why the newest did not; empty where the newest did. */
export interface VainTrainings {
  count: number;
  reason: string;
}

export async function vainTrainings(db: Db): Promise<VainTrainings> {
  const { rows } = await db.query<{ status: string; reason: string }>(
    `select status, reason from smartlog.models where origin = 'trained' or status in ('refused', 'failed')
     order by made_at desc, id desc limit $1`,
    [MOST_TRAININGS],
  );
  const good = rows.findIndex(({ status }) => status !== "refused" && status !== "failed");
  const count = good < 0 ? rows.length : good;
  return { count, reason: count > 0 ? (rows[0]?.reason ?? "") : "" };
}
