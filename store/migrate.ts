import { readFile } from "node:fs/promises";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { StoreError } from "./error.ts";
import { storeFile } from "./files.ts";
import { setPasswords } from "./roles.ts";

export interface MigrateOptions {
  /** How many of the pending migrations to apply; all when left out. */
  count?: number;
  /** Where passwords are read from (see roles.ts); the process's environment when left out. */
  env?: Record<string, string | undefined>;
}

/** Any number; commands that migrate one database at the same time wait for one another on it. */
const LOCK = 0x736d6c67;

/**
 * Brings the database to the newest schema: roles, the pending files of `migrations/`, each in a transaction of its
 * own, and passwords. Does nothing on one that is up to date; may run while shippers write.
 *
 * @param url an administrator's connection string (superuser, or CREATEROLE and owner of the database)
 * @returns the names of the migrations applied
 * @throws StoreError
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "smartlog migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await makeRoles(client);
    await client.query("set role smartlog_owner");
    const applied = await runner({
      dbClient: client,
      dir: storeFile("migrations"),
      direction: "up",
      migrationsSchema: "smartlog",
      migrationsTable: "migrations",
      ...(options.count === undefined ? {} : { count: options.count }),
      singleTransaction: false,
      noLock: true,
      log: () => {},
    }).catch((cause: Error) => {
      throw new StoreError(
        "MIGRATION_FAILED",
        `the database can't be brought up to date: ${cause.message}`,
        "Nothing of the failed migration was kept. Correct the cause and run `smartlog db migrate` again.",
        cause,
      );
    });
    await client.query("reset role");
    await setPasswords(client, options.env ?? process.env);
    return applied.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function makeRoles(client: pg.Client): Promise<void> {
  try {
    await client.query(await readFile(storeFile("roles.sql"), "utf8"));
  } catch (cause) {
    throw new StoreError(
      "ROLES_NOT_ALLOWED",
      `the roles can't be made: ${(cause as Error).message}`,
      "Migrate once as a superuser, or as the database's owner with CREATEROLE.",
      cause,
    );
  }
}
