import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { StoreError } from "./error.ts";
import { storeFile } from "./files.ts";
import { SESSION } from "./pool.ts";
import { setPasswords } from "./roles.ts";
import { beginLocked } from "./table-lock.ts";
import { appliedMigrations } from "./version.ts";

export interface MigrateOptions {
  /** How many of the pending migrations to apply; all when left out. */
  count?: number;
  /** Where passwords are read from (see roles.ts); the process's environment when left out. */
  env?: Record<string, string | undefined>;
}

/** Errors of two commands that make the same roles or schemas at the same moment. */
const AT_THE_SAME_TIME = new Set([
  "XX000", // tuple concurrently updated
  "23505", // unique violation in a catalog
  "42P06", // duplicate schema
  "42P07", // duplicate table
  "40P01", // deadlock
]);
const ATTEMPTS = 20;
const LOCK_WAIT = "20s";

/**
 * Brings the database to the newest schema: roles, the pending files of `migrations/`, each in a transaction of its
 * own, and passwords. Does nothing on one that is up to date; may run while shippers write. Commands that migrate one
 * database at the same time wait for one another.
 *
 * @param url an administrator's connection string (superuser, or CREATEROLE and owner of the database)
 * @returns the names of the migrations applied
 * @throws StoreError ROLES_NOT_ALLOWED, MIGRATION_FAILED, SCHEMA_OTHER
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const client = await connect(url);
  const holder = await connect(url);
  try {
    await appliedMigrations(client); // another SmartLog's database is left alone
    // The lock is one of the things that are made here.
    const found = await client.query(
      "select from pg_class where relname = 'migration_lock' and relnamespace = to_regnamespace('smartlog')",
    );
    if (found.rowCount === 0) await makeRoles(client);
    await beginLocked(holder, "migration_lock");
    await makeRoles(client);
    // A table that a reader has open can't be changed, and ingest waits behind the migration that waits for that.
    await client.query(`set role smartlog_owner; set lock_timeout = '${LOCK_WAIT}'`);
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
    await client.query("reset role; reset lock_timeout");
    await setPasswords(client, options.env ?? process.env, client.password ?? undefined);
    return applied.map(({ name }) => name);
  } finally {
    await Promise.all([client.end(), holder.end()]);
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "smartlog migrate" });
  client.on("error", () => {});
  await client.connect();
  await client.query(SESSION);
  return client;
}

async function makeRoles(client: pg.Client): Promise<void> {
  const sql = await readFile(storeFile("roles.sql"), "utf8");
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(sql);
      return;
    } catch (cause) {
      const { code = "", message } = cause as { code?: string; message: string };
      if (AT_THE_SAME_TIME.has(code) && attempt < ATTEMPTS) {
        await sleep(50);
        continue;
      }
      throw new StoreError(
        "ROLES_NOT_ALLOWED",
        `the roles can't be made: ${message}`,
        "Migrate once as a superuser, or as the database's owner with CREATEROLE.",
        cause,
      );
    }
  }
}
