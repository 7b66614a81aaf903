/** Templates in the store: their words, and what a model with other fingerprints makes of them. */
import type { ClientBase, Pool } from "pg";

/** SQL: what a template of an event is in the model in service, which may have put it into another. */
export function templateNow(tpl: string): string {
  return `coalesce((select m.tpl from smartlog.merged_templates m where m.old = ${tpl}), ${tpl})`;
}

/** SQL: whether an event's template is this one of the model in service, or has gone into it. Found by the index on `tpl`. */
export function isTemplate(tpl: string): string {
  return `tpl = any (array(select m.old from smartlog.merged_templates m where m.tpl = ${tpl}) || ${tpl}::text)`;
}

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

/** Words of templates, for people; those that are not known stay as they are. */
export async function templateTexts(
  db: Pool | ClientBase,
  templates: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ tpl: string; text: string }>(
    "select tpl, left(text, 120) as text from smartlog.templates where tpl = any ($1)",
    [templates],
  );
  return new Map(rows.map(({ tpl, text }) => [tpl, text]));
}
