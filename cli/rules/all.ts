/** The rules that act: SmartLog's and folders', with what people made of them in the store. */
import type { Pool } from "pg";
import { loadRules } from "../../rules/lib/load.ts";
import { type RulesWithOwn, withOwn } from "../../rules/lib/own.ts";
import { readOwnRules } from "../../store/incidents/own-rules.ts";

/** @throws RuleError where a file can't be used */
export async function rulesOf(pool: Pool, folders: readonly string[] = []): Promise<RulesWithOwn> {
  return withOwn(loadRules(folders), await readOwnRules(pool));
}
