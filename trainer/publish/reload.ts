/** Reloads: the programs that run the filter are made to load it anew. */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SmartLogError } from "../../host/error.ts";

/** A reload did not take place, as far as can be known: the message says what to look at. */
export class ReloadError extends SmartLogError {
  override name = "ReloadError";
  readonly code = "RELOAD_FAILED";
}

/** Counters of a program since its reload. */
interface Activity {
  /** Records read. */
  read: number;
  /** Records that Wasm filters dropped; SmartLog's drops none. */
  dropped: number;
}

/** A program that runs the filter. */
export interface Runner {
  /** For people: what and where. */
  name: string;
  /**
   * Makes the program load the module anew, and waits until it has, as far as it tells.
   *
   * @returns the program's own word, for people
   * @throws ReloadError
   */
  reload(): Promise<string>;
  /** Undefined where the program has no counters. */
  activity(): Promise<Activity | undefined>;
}

const REQUEST_MS = 5_000;
const POLL_MS = 250;
/** Longest reload: Fluent Bit stops its pipeline first, which may take its `grace`. */
const RELOAD_MS = 60_000;
/** Time after which a process that SIGHUP ends is gone. */
const SIGNAL_MS = 1_000;
/** While Fluent Bit reloads, its HTTP server is away for a moment. */
const AWAY_MS = 1_500;

/**
 * A Fluent Bit with `http_server` and `hot_reload` on, reloaded over HTTP; by SIGHUP where its HTTP server can't be reached
 * and a process id is known.
 *
 * @param url of its HTTP server, with or without the path; undefined: only by signal
 * @param pid process id, or the path of a file with it
 * @param mayBeAbsent nobody has said that there is one: where it can't be reached, it is taken not to run
 */
export function fluentBit(url: string | undefined, pid?: string, mayBeAbsent = false): Runner {
  const base = url === undefined ? undefined : new URL(url).origin;
  return {
    name: `Fluent Bit${base ? ` at ${base}` : ""}`,
    async reload() {
      if (base === undefined) return bySignal(pid as string, /fluent-bit/);
      const before = (await reloadCount(base)) ?? (mayBeAbsent ? await countLater(base) : undefined);
      if (before === undefined) {
        if (mayBeAbsent && pid === undefined)
          return "none answers; one that runs all the same loads it at its next start";
        if (pid === undefined)
          throw new ReloadError(
            `Fluent Bit can't be reached at ${base}: it has to run, with http_server and hot_reload on`,
          );
        return `${await bySignal(pid, /fluent-bit/)}, since ${base} can't be reached`;
      }
      return byHttp(base, before);
    },
    activity: async () => (base === undefined ? undefined : activityOf(base)),
  };
}

/** `smartlog serve`, which reloads its filter on SIGHUP. */
export function smartlogServer(pid: string): Runner {
  return {
    name: "smartlog serve",
    reload: () => bySignal(pid, /serve/),
    activity: async () => undefined,
  };
}

/** Reloads since the program's start; undefined where it can't be reached. */
async function reloadCount(base: string): Promise<number | undefined> {
  const answer = await request(`${base}/api/v2/reload`);
  if (!answer) return undefined;
  const { hot_reload_count: count } = (await answer.json().catch(() => ({}))) as {
    hot_reload_count?: number;
  };
  if (!answer.ok || typeof count !== "number")
    throw new ReloadError(`${base} is no Fluent Bit with /api/v2/reload (status ${answer.status})`);
  return count;
}

async function countLater(base: string): Promise<number | undefined> {
  await sleep(AWAY_MS);
  return reloadCount(base);
}

async function byHttp(base: string, before: number): Promise<string> {
  const deadline = Date.now() + RELOAD_MS;
  for (;;) {
    const answer = await request(`${base}/api/v2/reload`, { method: "POST", body: "{}" });
    const { status } = ((await answer?.json().catch(() => undefined)) ?? {}) as { status?: number };
    if (status === 0) break;
    // -2: another reload is under way.
    if (status === -1)
      throw new ReloadError(`hot reload is off at ${base}: set hot_reload: on in its configuration`);
    if (status !== -2 || Date.now() > deadline)
      throw new ReloadError(
        `${base} refused to reload: status ${status ?? answer?.status ?? "none, it can't be reached"}`,
      );
    await sleep(POLL_MS);
  }
  while (Date.now() < deadline) {
    const count = await reloadCount(base).catch(() => undefined);
    if (count !== undefined && count > before) return `it has reloaded (${count} times since its start)`;
    await sleep(POLL_MS);
  }
  throw new ReloadError(
    `Fluent Bit at ${base} took the request and did not count a reload within ${RELOAD_MS / 1000} s: its log says why`,
  );
}

/** Fluent Bit's counters, which begin anew with each reload; undefined where they can't be read. */
async function activityOf(base: string): Promise<Activity | undefined> {
  const answer = await request(`${base}/api/v1/metrics`);
  if (!answer?.ok) return undefined;
  const metrics = (await answer.json().catch(() => ({}))) as {
    input?: Record<string, { records?: number }>;
    filter?: Record<string, { drop_records?: number }>;
  };
  if (!metrics.input) return undefined;
  const sum = (values: (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    read: sum(Object.values(metrics.input).map(({ records }) => records)),
    dropped: sum(
      Object.entries(metrics.filter ?? {}).map(([name, { drop_records }]) =>
        /^wasm\./.test(name) ? drop_records : 0,
      ),
    ),
  };
}

async function request(url: string, init: RequestInit = {}): Promise<Response | undefined> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_MS) });
  } catch {
    return undefined;
  }
}

/** Sends SIGHUP, only to a process of the expected command: process ids are used again. */
async function bySignal(pid: string, expected: RegExp): Promise<string> {
  const id = processId(pid);
  const command = commandOf(id);
  if (command !== undefined && !expected.test(command))
    throw new ReloadError(
      `process ${id} (${pid}) is another program now, ${command.slice(0, 60)}: SIGHUP was not sent to it`,
    );
  try {
    process.kill(id, "SIGHUP");
    await sleep(SIGNAL_MS);
    process.kill(id, 0);
  } catch (cause) {
    const isGone = (cause as NodeJS.ErrnoException).code === "ESRCH";
    throw new ReloadError(
      `SIGHUP to process ${id}: ${isGone ? "it does not run (any more)" : (cause as Error).message}`,
      { cause },
    );
  }
  return `SIGHUP was sent to process ${id}`;
}

function processId(pid: string): number {
  let text = pid;
  if (!/^\d+$/.test(pid)) {
    try {
      text = readFileSync(pid, "utf8").trim();
    } catch (cause) {
      throw new ReloadError(`there is no process id to be read in ${pid}: ${(cause as Error).message}`, {
        cause,
      });
    }
  }
  const id = Number(text);
  // 0 and negative numbers are process groups, 1 is init.
  if (!/^\d+$/.test(text) || id < 2) throw new ReloadError(`${pid} holds no process id`);
  return id;
}

/** Command line of a process; undefined where it does not run, or the system has no /proc. */
function commandOf(id: number): string | undefined {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return undefined;
  }
}
