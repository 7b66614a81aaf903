import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "../error.ts";
import type { Account } from "./account.ts";
import { readForeign } from "./own-file.ts";
import { alive, postgresOf, runsOn, startOf } from "./process.ts";

const STOP_MS = 30_000;
const FILE_MAX_BYTES = 4_096;
/** Above what any system gives to a process (2^22 on Linux), so Postgres takes it for ended. */
const NO_PROCESS = 2_147_483_647;

/** What a running server writes into `postmaster.pid`, one a line: pid, folder, start, port, socket, address, shm, state. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** What `postmaster.pid` says. It is a hint: the process may have ended, and another have its id. */
function readPidFile(cluster: string): Postmaster | null {
  const lines = readForeign(join(cluster, "postmaster.pid"), FILE_MAX_BYTES)?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || pid >= NO_PROCESS) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** The server that runs on this cluster. */
export function runningServer(cluster: string, account: Account): Postmaster | null {
  const server = readPidFile(cluster);
  return server && runsOn(cluster, server.pid, account) ? server : null;
}

/**
 * Settles what a server left that didn't end well. One that still runs without its supervisor (which was killed)
 * is stopped. No other process is ever sent a signal.
 */
export async function settleStale(cluster: string, account: Account): Promise<void> {
  const left = readPidFile(cluster);
  if (!left || !alive(left.pid)) return;
  if (!runsOn(cluster, left.pid, account)) return disown(cluster, left.pid);
  process.kill(left.pid, "SIGINT");
  if (await ended(left.pid, STOP_MS)) return;
  throw new StoreError(
    "DATA_IN_USE",
    `Postgres (process ${left.pid}) runs on this data folder and doesn't stop`,
    `Stop it (kill -INT ${left.pid}), or name another folder with --data.`,
  );
}

/**
 * Postgres doesn't start while a process of its own user has the id that the file names, whatever program that is. So
 * the file gets an id that no process has. The rest of it stays: by the shared memory that it names Postgres sees
 * whether sessions of the server that ended still write.
 */
function disown(cluster: string, pid: number): void {
  const path = join(cluster, "postmaster.pid");
  const file = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const text = readForeign(path, FILE_MAX_BYTES) ?? "";
    const found = fstatSync(file);
    // A second name could be another file's that root is made to write.
    if (!found.isFile() || found.nlink !== 1 || !text.startsWith(`${pid}\n`)) return;
    writeSync(file, `${NO_PROCESS}${text.slice(String(pid).length)}`, 0);
  } finally {
    closeSync(file);
  }
}

/**
 * Kills the sessions that outlived their server: its start needs the shared memory that they hold. Most end by
 * themselves within moments; one that waits in the kernel, or for a lock of a process that is gone, never does.
 */
export function killSessionsLeft(cluster: string): void {
  for (const pid of postgresOf(cluster)) process.kill(pid, "SIGKILL");
}

/** @returns whether it ended within that time */
export async function ended(pid: number, withinMs: number): Promise<boolean> {
  const start = startOf(pid);
  const deadline = Date.now() + withinMs;
  while (start !== undefined && startOf(pid) === start) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}
