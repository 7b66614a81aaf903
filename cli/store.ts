/** The store as commands open it: their options for it, and one error for each thing that can be wrong. */
import type { Command } from "commander";
import { openStore, type Store } from "../store/open.ts";
import { CommandError, messageOf } from "./errors.ts";

export interface StoreChoice {
  data?: string;
  databaseUrl?: string;
}

/** The options that say which store. */
export function addStoreOptions(command: Command): Command {
  return command
    .option(
      "--data <dir>",
      "where the Postgres of its own keeps its data (default: SMARTLOG_DATA_DIR, then .smartlog)",
    )
    .option("--database-url <url>", "another Postgres (default: DATABASE_URL)");
}

/** SQL states that say that the schema is not there or older, and that a role may not. */
const NOT_MIGRATED = new Set(["42P01", "42703", "3F000"]);
const NOT_ALLOWED = "42501";

/** Opens the store for a piece of work; errors of the schema and of rights say what to do. */
export async function withStore<T>(choice: StoreChoice, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ databaseUrl: choice.databaseUrl, dataDir: choice.data });
  try {
    return await work(store);
  } catch (cause) {
    const { code = "" } = cause as { code?: string };
    if (NOT_MIGRATED.has(code))
      throw new CommandError(
        `this database has not SmartLog's tables of today (${messageOf(cause)}): run \`smartlog db migrate\` first`,
        { cause },
      );
    if (code === NOT_ALLOWED)
      throw new CommandError(
        `${messageOf(cause)}: this role may not do that. Training and models need smartlog_train, corrections smartlog_serve, the rest the administrator`,
        { cause },
      );
    throw cause;
  } finally {
    await store.close();
  }
}

/** What a command found, as text or, with --json, as one JSON object. */
export function print({ json }: { json?: boolean }, result: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : text}\n`);
}
