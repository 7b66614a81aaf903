/** Templates in the store: what a model with other fingerprints makes of them. */
import type { ClientBase, Pool } from "pg";

/** A fingerprint as events have it. */
export function tplOf(template: number): string {
  return template.toString(16).padStart(8, "0");
}

/**
 * Puts templates into others, with what was counted of them.
 *
 * @param db as smartlog_train
 * @param templates new fingerprints by old ones
 * @returns how many were known, and went into others
 */
export async function mergeTemplates(
  db: Pool | ClientBase,
  templates: ReadonlyMap<number, number>,
): Promise<number> {
  if (templates.size === 0) return 0;
  const { rows } = await db.query<{ merged: number }>("select smartlog.merge_templates($1, $2) as merged", [
    [...templates.keys()].map(tplOf),
    [...templates.values()].map(tplOf),
  ]);
  return rows[0]?.merged ?? 0;
}
