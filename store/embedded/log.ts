/** The server's log, which is bounded while it runs: a failing client can make Postgres write a line a millisecond. */
import { closeSync, constants, fstatSync, ftruncateSync, readFileSync } from "node:fs";
import type { Layout } from "./layout.ts";
import { openOwn, writeOwn } from "./own-file.ts";

/** From here on it is begun anew; what it said until then stays beside it, as `postgres.log.1`. */
export const LOG_MAX_BYTES = 5_000_000;
const LOOK_EVERY_MS = 60_000;

/** @returns the log to append to, and how long it is */
export function openLog(layout: Layout): { log: number; from: number } {
  boundLog(layout);
  const { O_WRONLY, O_APPEND, O_CREAT } = constants;
  const log = openOwn(layout.log, O_WRONLY | O_APPEND | O_CREAT);
  return { log, from: fstatSync(log).size };
}

/** Begins a log anew that has grown too long. Its writers append, so they need not be told. */
export function boundLog({ log: path }: Layout): void {
  const log = openOwn(path, constants.O_RDWR | constants.O_CREAT);
  try {
    if (fstatSync(log).size <= LOG_MAX_BYTES) return;
    try {
      writeOwn(`${path}.1`, readFileSync(log, "utf8").slice(-LOG_MAX_BYTES), { replace: true });
    } catch {
      // On a full disk making room comes before keeping what was said.
    }
    ftruncateSync(log);
  } finally {
    closeSync(log);
  }
}

/** Keeps the log bounded until it is told to stop; keeps no program running. */
export function watchLog(layout: Layout): { stop(): void } {
  const timer = setInterval(() => {
    try {
      boundLog(layout);
    } catch {
      // The next start says what is wrong with it.
    }
  }, LOOK_EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
}
