import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { isSafeDataFolder } from "./embedded/folder.ts";
import { storeFile } from "./files.ts";

/** Where data were kept at first, below the folder that a command was run in. Still used where it is there. */
const FORMER = ".smartlog";

/**
 * The data folder: the one that is given, else `SMARTLOG_DATA_DIR`, else one of this checkout below the state folder
 * of the system (root) or of the user (XDG). Root's can be reached by the account that Postgres runs under, as a
 * folder in a home can't; and two checkouts, which may differ in their tables, never share one unasked.
 */
export function dataDir(given?: string): string {
  const named = given || process.env.SMARTLOG_DATA_DIR;
  if (named) return resolve(named);
  return isSafeDataFolder(FORMER) ? resolve(FORMER) : join(stateFolder(), checkoutName());
}

/** The data folder of the sample, below the one of one's own logs: what is tried out is never among what is watched. */
export function sampleDir(given?: string): string {
  return join(dataDir(given), "sample");
}

function stateFolder(): string {
  if (process.getuid?.() === 0) return "/var/lib/smartlog";
  const { XDG_STATE_HOME: state = "" } = process.env;
  // A relative one is to be ignored (XDG Base Directory Specification).
  return join(isAbsolute(state) ? state : join(homedir(), ".local", "state"), "smartlog");
}

/** Its folder's name, and what tells it from others of that name. */
function checkoutName(): string {
  const root = realpathSync(dirname(dirname(storeFile("migrations"))));
  return `${basename(root)}-${createHash("sha256").update(root).digest("hex").slice(0, 8)}`;
}
