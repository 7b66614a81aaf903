/** One Postgres for a run's integration tests, with a migrated database that each test's own is a copy of. */
import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { embeddedServer } from "../../store/embedded/server.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { newFolder } from "../folder.ts";
import { PASSWORDS } from "./passwords.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The administrator's connection string of the migrated database. */
    postgresUrl: string;
  }
}

const SETTINGS = [
  "max_connections = 200", // several test files at once
  "fsync = off", // nothing has to outlive a crash of the machine
  "full_page_writes = off",
  "autovacuum = off", // a table that it is at is dropped a second later, for each of a hundred partitions
];

/** Starts the server before the first test, stops it after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = newFolder();
  const store = await openStore({ dataDir });
  await migrate(store.url, { env: PASSWORDS });
  for (const setting of SETTINGS) await store.pool.query(`alter system set ${setting}`);
  await store.close();
  // Started anew for settings that only a start changes, and held without a session: a database with one can't be copied.
  const server = await embeddedServer(dataDir, { create: false, makesRoom: false, port: undefined });
  project.provide("postgresUrl", server.url);
  return async () => {
    await server.release();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
