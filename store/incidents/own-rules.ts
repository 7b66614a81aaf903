/** Rules that people made on a page or by the command: the table `own_rules`. What they say is rules/lib's to read. */
import type { ClientBase, Pool } from "pg";
import type { OwnRule } from "../../rules/lib/own.ts";
import { annotatorName } from "../annotations.ts";
import { StoreError } from "../error.ts";

type Db = Pool | ClientBase;

export interface StoredRule extends OwnRule {
  who: string;
  /** The user who may change it besides administrators; null: nobody in particular. */
  owner: string | null;
  changedAt: Date;
}

export const MAX_RULE_CHARACTERS = 16_384;
const LIMIT_EXCEEDED = "53400";

/** All of them, by name: at most 50. */
export async function readOwnRules(db: Db): Promise<StoredRule[]> {
  const { rows } = await db.query<StoredRule>(
    `select name, rule as text, is_on as "isOn", who, owner, changed_at as "changedAt" from smartlog.own_rules order by name`,
  );
  return rows;
}

/**
 * Adds a rule, or changes the one of its name; it is switched on.
 *
 * @param text as {@link readRule} takes it
 * @param owner of a new one
 * @throws StoreError RULES_FULL where there are 50
 */
export function saveOwnRule(
  db: Db,
  { name, text }: { name: string; text: string },
  who: string,
  owner: string | null = null,
): Promise<void> {
  return bounded(
    db.query(
      `insert into smartlog.own_rules (name, rule, who, owner) values ($1, $2, $3, $4)
       on conflict (name) do update set rule = excluded.rule, is_on = true, who = excluded.who, changed_at = now()`,
      [name, text, annotatorName(who), owner],
    ),
  );
}

/** Switches a rule off or on, one of rules/ or an own one. */
export function switchRule(db: Db, name: string, isOn: boolean, who: string): Promise<void> {
  return isOn
    ? switchOn(db, name, who)
    : bounded(
        db.query(
          `insert into smartlog.own_rules (name, is_on, who) values ($1, false, $2)
           on conflict (name) do update set is_on = false, who = excluded.who, changed_at = now()`,
          [name, annotatorName(who)],
        ),
      );
}

async function switchOn(db: Db, name: string, who: string): Promise<void> {
  await db.query(
    `with gone as (delete from smartlog.own_rules where name = $1 and rule is null)
     update smartlog.own_rules set is_on = true, who = $2, changed_at = now() where name = $1 and rule is not null`,
    [name, annotatorName(who)],
  );
}

/**
 * Removes an own rule; one of rules/ of its name acts again.
 *
 * @returns whether there was one
 */
export async function removeOwnRule(db: Db, name: string): Promise<boolean> {
  const { rowCount } = await db.query("delete from smartlog.own_rules where name = $1 and rule is not null", [
    name,
  ]);
  return rowCount === 1;
}

async function bounded(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    if (code !== LIMIT_EXCEEDED) throw cause;
    throw new StoreError("RULES_FULL", message, "Remove one first.", cause);
  }
}
