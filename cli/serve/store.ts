/** The store of a server that runs for months: waited for at the start, and opened anew when its own Postgres ended. */
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "../../store/error.ts";
import { openStore, type Store, type StoreOptions } from "../../store/open.ts";
import { CommandError, describeError, messageOf } from "../lib/errors.ts";

/** A machine that starts has its Postgres ready within this. */
const WAIT_MS = 60_000;
const TRY_EVERY_MS = 2_000;
/** Sessions of a server that was killed may not even take leave: longer nothing is waited for. */
export const CLOSE_MS = 5_000;
/** Waits between tries to start the embedded server again; after the last the command ends. */
const RESTART_WAITS_MS = [0, 1_000, 5_000];

/** Errors that pass with time: nothing listens yet, or the server starts up. Others (a wrong password) do not. */
const NOT_YET = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "ENOENT", // its socket
  "EAI_AGAIN",
  "57P03", // starting up
]);

/**
 * Opens the store; a foreign server that doesn't answer yet is waited for.
 *
 * @throws StoreError
 */
export async function openInTime(which: StoreOptions, say: (text: string) => void): Promise<Store> {
  const until = Date.now() + WAIT_MS;
  for (let isTold = false; ; isTold = true) {
    try {
      return await openStore(which);
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
      if (!isTold) say(`${messageOf(error)}; waiting for it, ${WAIT_MS / 1000} s at most`);
      await sleep(TRY_EVERY_MS);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof StoreError) || error.code !== "DATABASE_UNREACHABLE") return false;
  const { code } = error.cause as { code?: unknown };
  return typeof code === "string" && NOT_YET.has(code);
}

/**
 * Opens the embedded store again after its server ended: by itself, or killed for want of memory. Another command may
 * have started it meanwhile, at another port.
 *
 * @throws CommandError where it doesn't start
 */
export async function openAgain(ended: Store, dataDir: string | undefined): Promise<Store> {
  await inTime(ended.close());
  let last: unknown;
  for (const wait of RESTART_WAITS_MS) {
    await sleep(wait);
    try {
      return await openStore({ dataDir });
    } catch (error) {
      last = error;
    }
  }
  throw new CommandError(`its Postgres ended, and can't be started again: ${describeError(last)}`, {
    cause: last,
  });
}

/** Waits until the work has ended, one way or the other, {@link CLOSE_MS} at most. */
export async function inTime(work: Promise<unknown> | undefined): Promise<void> {
  const late = new AbortController();
  await Promise.race([
    work?.catch(() => {}),
    sleep(CLOSE_MS, undefined, { signal: late.signal }).catch(() => {}),
  ]);
  late.abort();
}
