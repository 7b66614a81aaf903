/** Which migrations a database has, and which it lacks. */
import { readdirSync } from "node:fs";
import type { ClientBase, Pool } from "pg";
import { StoreError } from "./error.ts";
import { storeFile } from "./files.ts";

const UNDEFINED_TABLE = "42P01";

/**
 * The newest migration applied.
 *
 * @throws StoreError NOT_MIGRATED, SCHEMA_OTHER
 */
export async function schemaVersion(db: Pool | ClientBase): Promise<string> {
  const newest = (await appliedMigrations(db)).at(-1);
  if (newest !== undefined) return newest;
  throw new StoreError(
    "NOT_MIGRATED",
    "this database has no SmartLog tables yet",
    "Run `smartlog db migrate` first.",
  );
}

/**
 * Whether all of this SmartLog's migrations are applied, for roles that may not apply them.
 *
 * @throws StoreError NOT_MIGRATED, SCHEMA_OTHER
 */
export async function assertMigrated(db: Pool | ClientBase): Promise<void> {
  await schemaVersion(db);
  const applied = await appliedMigrations(db);
  const pending = migrationNames().filter((name) => !applied.includes(name));
  if (pending.length > 0)
    throw new StoreError(
      "NOT_MIGRATED",
      `the database is older than this SmartLog: ${pending.join(", ")} not applied`,
      "Run `smartlog db migrate` as the administrator.",
    );
}

/**
 * Names of the migrations that were applied, the oldest first; none where no SmartLog table is. They may go on after
 * this SmartLog's own: those of a newer one.
 *
 * @throws StoreError SCHEMA_OTHER where they are not the beginning of this SmartLog's history
 */
export async function appliedMigrations(db: Pool | ClientBase): Promise<string[]> {
  let applied: string[];
  try {
    const { rows } = await db.query<{ name: string }>("select name from smartlog.migrations order by id");
    applied = rows.map(({ name }) => name);
  } catch (error) {
    if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
    return [];
  }
  const other = migrationNames().find((name, i) => i < applied.length && applied[i] !== name);
  if (other === undefined) return applied;
  throw new StoreError(
    "SCHEMA_OTHER",
    "the tables of this database are from an early SmartLog, which this one can't bring up to date; nothing was changed",
    "Go on with that SmartLog to read them. For this one name a new data folder (--data) or database (DATABASE_URL), and load the log files into it.",
  );
}

/** Names of all migrations that this SmartLog has, in order. */
export function migrationNames(): string[] {
  return readdirSync(storeFile("migrations"))
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.slice(0, -".sql".length))
    .sort();
}
