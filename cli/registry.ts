/** The registry of models as commands open it: one error for each thing that can be wrong, with what to do. */
import { readFileSync } from "node:fs";
import { openStore, type Store } from "../store/open.ts";
import { CommandError, messageOf } from "./errors.ts";

export interface StoreChoice {
  data?: string;
  databaseUrl?: string;
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
        `${messageOf(cause)}: this role may not do that. Training and models need smartlog_train, corrections the owner`,
        { cause },
      );
    throw cause;
  } finally {
    await store.close();
  }
}

export function readModule(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CommandError(
      `there is no module to be read at ${path} (${messageOf(cause)}): --module or SMARTLOG_MODULE names it; ` +
        "npm run build makes the first, build/filter.wasm",
      { cause },
    );
  }
}
