/** The registry of models as commands open it: one error for each thing that can be wrong, with what to do. */
import { readFileSync } from "node:fs";
import { openStore, type Store } from "../store/open.ts";
import type { Locked } from "../trainer/lock.ts";
import type { PublishContext } from "../trainer/publish/publish.ts";
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

/**
 * Runs `work` alone, after what an interrupted run left has been ended, and with the model in place registered.
 *
 * @param say told what was found of an interrupted run
 */
export async function publishing<T>(
  store: Store,
  context: Omit<PublishContext, "client">,
  say: (text: string) => void,
  work: (context: PublishContext, locked: Locked) => Promise<T>,
): Promise<T> {
  // Loaded here: what other commands don't need.
  const { withTrainerLock } = await import("../trainer/lock.ts");
  const { recover } = await import("../trainer/publish/publish.ts");
  const { registerInPlace } = await import("../trainer/registry/in-place.ts");
  return withTrainerLock(store.pool, async (locked) => {
    const whole = { ...context, client: locked.client };
    const module = readModule(context.target);
    const recovered = await recover(whole);
    if (recovered) say(recovered);
    await registerInPlace(locked.client, recovered ? readModule(context.target) : module);
    return work(whole, locked);
  });
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
