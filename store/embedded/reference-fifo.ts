import { spawnSync } from "node:child_process";
import { closeSync, constants, fstatSync, lstatSync, openSync, unlinkSync } from "node:fs";
import { notOwn } from "./own-file.ts";

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants;

/**
 * Joins the users of the server whose pipe this is (see supervisor.sh).
 *
 * @returns the descriptor to hold while using the server, or null when no server is kept there
 * @throws StoreError where something else has its name
 */
export function join(pipe: string): number | null {
  if (!isThere(pipe)) return null;
  let hold: number;
  try {
    // Without a reader, opening to write fails at once: nobody keeps a server.
    hold = openSync(pipe, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENXIO" || code === "ENOENT") return null;
    throw error;
  }
  if (fstatSync(hold).isFIFO()) return hold;
  closeSync(hold);
  throw notOwn(pipe);
}

/**
 * Makes the pipe anew: of the old one somebody may still hold an end.
 *
 * @returns `read` for the keeper's standard input, to be closed here once the keeper has it; `hold` to hold while
 * using the server
 */
export function make(pipe: string): { read: number; hold: number } {
  if (isThere(pipe)) unlinkSync(pipe);
  const { status, stderr, error } = spawnSync("mkfifo", ["-m", "600", pipe]);
  if (status !== 0) throw new Error(`mkfifo failed: ${error?.message ?? stderr?.toString().trim()}`);
  // Opening one end blocks until the other is open; both at once never does.
  const both = openSync(pipe, O_RDWR | O_NOFOLLOW);
  const hold = openSync(pipe, O_WRONLY | O_NOFOLLOW);
  const read = openSync(pipe, O_RDONLY | O_NOFOLLOW);
  closeSync(both);
  return { read, hold };
}

/** @throws StoreError where something else has its name: it is not SmartLog's to remove */
function isThere(pipe: string): boolean {
  const found = lstatSync(pipe, { throwIfNoEntry: false });
  if (found && !(found.isFIFO() && found.uid === process.getuid?.())) throw notOwn(pipe);
  return found !== undefined;
}
