import { spawnSync } from "node:child_process";
import { closeSync, constants, existsSync, openSync, unlinkSync } from "node:fs";

/**
 * Joins the users of the server whose pipe this is (see keeper.sh).
 *
 * @returns the descriptor to hold while using the server, or null when no server is kept there
 */
export function join(pipe: string): number | null {
  try {
    // Without a reader, opening to write fails at once: nobody keeps a server.
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENXIO" || code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Makes the pipe anew.
 *
 * @returns `read` for the keeper's standard input, to be closed here once the keeper has it; `hold` to hold while
 * using the server
 */
export function make(pipe: string): { read: number; hold: number } {
  if (existsSync(pipe)) unlinkSync(pipe);
  const { status, stderr } = spawnSync("mkfifo", ["-m", "600", pipe]);
  if (status !== 0) throw new Error(`mkfifo failed: ${stderr?.toString().trim()}`);
  // Opening one end blocks until the other is open; both at once never does.
  const both = openSync(pipe, constants.O_RDWR);
  const hold = openSync(pipe, constants.O_WRONLY);
  const read = openSync(pipe, constants.O_RDONLY);
  closeSync(both);
  return { read, hold };
}
