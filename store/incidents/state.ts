/** The pass itself: one at a time, when the last one was, and what it leaves out. */
import type { ClientBase, Pool } from "pg";
import { LOCK_NOT_AVAILABLE } from "../table-lock.ts";

/** Counts that no incident has are kept for a window and a while; those that one has, for as long as late lines come. */
const KEEP_FREE = "25 hours";
const KEEP_ADDED = "27 hours";
const TRIM_EVERY_MS = 10 * 60_000;

/** Takes the lock of the pass, in a transaction; false where another pass holds it. */
export async function lockPass(client: ClientBase): Promise<boolean> {
  try {
    await client.query("lock table smartlog.incident_state in exclusive mode nowait");
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

/** Notes the pass, and deletes old counts from time to time. */
export async function notePass(
  client: ClientBase,
  now: Date,
  { cut, refused }: { cut: boolean; refused: number },
): Promise<void> {
  const { rows } = await client.query<{ trimmed: Date | null }>(
    `update smartlog.incident_state set judged_at = $1, cut = cut + $2, refused = refused + $3
     returning nullif(trimmed_at, '-infinity') as trimmed`,
    [now, Number(cut), refused],
  );
  const trimmed = rows[0]?.trimmed?.getTime() ?? 0;
  if (now.getTime() - trimmed < TRIM_EVERY_MS) return;
  await client.query(
    `delete from smartlog.incident_counts
     where counted_at < $1::timestamptz - interval '10 minutes'
       and minute < $1::timestamptz - case when added is null then interval '${KEEP_FREE}' else interval '${KEEP_ADDED}' end`,
    [now],
  );
  await client.query("update smartlog.incident_state set trimmed_at = $1", [now]);
}

/** When incidents were judged last, and what was left out since the store was made. */
export async function passState(
  db: Pool | ClientBase,
): Promise<{ judgedAt: Date | null; cut: number; refused: number; waiting: number }> {
  const { rows } = await db.query(
    `select nullif(judged_at, '-infinity') as "judgedAt", cut::float8 as cut, refused::float8 as refused,
       (select count(*)::int from smartlog.incident_minutes) as waiting
     from smartlog.incident_state`,
  );
  return rows[0];
}
