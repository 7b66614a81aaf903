import { spawnSync } from "node:child_process";
import { closeSync, constants, fstatSync, lstatSync, openSync, unlinkSync } from "node:fs";
import { notOwn } from "./own-file.ts";

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants;

/**
 * Takes a reference to the server whose FIFO this is (see supervisor.sh): a writer of it is one.
 *
 * @returns the descriptor to hold while the server is used, or null where no supervisor reads the FIFO
 * @throws StoreError where something else has its name
 */
export function join(fifo: string): number | null {
  if (!isThere(fifo)) return null;
  let hold: number;
  try {
    // Without a reader, opening to write fails at once: there is no supervisor.
    hold = openSync(fifo, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENXIO" || code === "ENOENT") return null;
    throw error;
  }
  if (fstatSync(hold).isFIFO()) return hold;
  closeSync(hold);
  throw notOwn(fifo);
}

/**
 * Makes the FIFO anew: another process may still hold an end of the old one.
 *
 * @returns `read` for the supervisor's standard input, to be closed here once the supervisor has it; `hold` to hold
 * while the server is used
 */
export function make(fifo: string): { read: number; hold: number } {
  if (isThere(fifo)) unlinkSync(fifo);
  const { status, stderr, error } = spawnSync("mkfifo", ["-m", "600", fifo]);
  if (status !== 0) throw new Error(`mkfifo failed: ${error?.message ?? stderr?.toString().trim()}`);
  // Opening one end blocks until the other is open; both at once never does.
  const both = openSync(fifo, O_RDWR | O_NOFOLLOW);
  const hold = openSync(fifo, O_WRONLY | O_NOFOLLOW);
  const read = openSync(fifo, O_RDONLY | O_NOFOLLOW);
  closeSync(both);
  return { read, hold };
}

/** @throws StoreError where something else has its name: it is not SmartLog's to remove */
function isThere(fifo: string): boolean {
  const found = lstatSync(fifo, { throwIfNoEntry: false });
  if (found && !(found.isFIFO() && found.uid === process.getuid?.())) throw notOwn(fifo);
  return found !== undefined;
}
