/** Tells the programs that run the filter to load it anew. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A reload that was asked for did not take place, as far as can be known: the message says what to look at. */
export class ReloadError extends Error {
  override name = "ReloadError";
}

/** What a program has done since its reload, where it says that. */
interface Activity {
  /** Records that it has read. */
  read: number;
  /** Records that its Wasm filters have dropped; SmartLog's drops none. */
  dropped: number;
}

/** A program that runs the filter. */
export interface Runner {
  /** For people: what and where. */
  name: string;
  /**
   * Makes it load the module anew; returns when it has, as far as it says.
   *
   * @returns what it says itself; for people
   * @throws ReloadError
   */
  reload(): Promise<string>;
  /** Undefined where it doesn't tell. */
  activity(): Promise<Activity | undefined>;
}

const REQUEST_MS = 5_000;
const POLL_MS = 250;
/** Fluent Bit stops its pipeline first, which may take its `grace`; longer than deploy/'s. */
const RELOAD_MS = 60_000;
/** A process that the signal ends is gone by then. */
const SIGNAL_MS = 1_000;

/**
 * A Fluent Bit with `http_server` and `hot_reload` on. Its HTTP reload is asked first; SIGHUP is sent where that can't be
 * reached and a process id is known.
 *
 * @param url of its HTTP server, with or without the path; undefined: only by signal
 * @param pid its process id, or a file that holds it
 */
export function fluentBit(url: string | undefined, pid?: string): Runner {
  const base = url === undefined ? undefined : new URL(url).origin;
  return {
    name: `Fluent Bit${base ? ` at ${base}` : ""}`,
    async reload() {
      if (base === undefined) return bySignal(pid as string, /fluent-bit/);
      const before = await reloadCount(base);
      if (before === undefined) {
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

/** `smartlog serve`, which loads its filter anew on SIGHUP. */
export function smartlogServer(pid: string): Runner {
  return {
    name: "smartlog serve",
    reload: () => bySignal(pid, /serve/),
    activity: async () => undefined,
  };
}

/** @returns how often it was reloaded since its start; undefined where it can't be reached */
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

/** What its counters say; they begin anew with each reload. */
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

/** SIGHUP to a process; only to one that is what it should be, since process ids are used again. */
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
  // 0 and negative numbers are groups of processes, 1 is the system's.
  if (!/^\d+$/.test(text) || id < 2) throw new ReloadError(`${pid} holds no process id`);
  return id;
}

/** Its command line; undefined where this system has no /proc or the process does not run. */
function commandOf(id: number): string | undefined {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return undefined;
  }
}
