/** Files in the data folder, opened, read and written: never through a link, never another user's. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { StoreError } from "../error.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
/** Of a link, a folder, a socket, a pipe without a reader, where a plain file was to be opened. */
const NOT_PLAIN = new Set(["ELOOP", "EMLINK", "EISDIR", "ENXIO", "ENOTDIR"]);
const OTHERS_MAY = 0o077;

/**
 * Opens one of the user's own plain files; what others could do with it, they can't any more.
 *
 * @param flags of open(2)
 * @throws StoreError where it is a link, a folder, a pipe, has another name elsewhere, or is another user's
 */
export function openOwn(path: string, flags: number, mode = 0o600): number {
  let file: number;
  try {
    // O_NONBLOCK: a pipe in its place must not hold up the command.
    file = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, mode);
  } catch (cause) {
    if (NOT_PLAIN.has((cause as NodeJS.ErrnoException).code ?? "")) throw notOwn(path, cause);
    throw cause;
  }
  const { uid, nlink, mode: now } = fstatSync(file);
  if (!fstatSync(file).isFile() || uid !== process.getuid?.() || nlink !== 1) {
    closeSync(file);
    throw notOwn(path);
  }
  if (now & OTHERS_MAY & ~mode) fchmodSync(file, mode);
  return file;
}

/** @returns undefined where there is none */
export function readOwn(path: string, mode = 0o600): string | undefined {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const file = openOwn(path, O_RDONLY, mode);
  try {
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/** Makes a file with this content at once, in place of an own one if `replace`; else an existing one stays. */
export function writeOwn(path: string, text: string, { mode = 0o600, replace = false } = {}): void {
  const beside = `${path}.${randomBytes(6).toString("hex")}`;
  const file = openSync(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    fchmodSync(file, mode); // whatever the umask is
    writeFileSync(file, text);
    if (replace) renameSync(beside, path);
    else linkSync(beside, path); // fails where there is something
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EISDIR") throw notOwn(path, cause);
    throw cause;
  } finally {
    closeSync(file);
    rmSync(beside, { force: true });
  }
}

/**
 * The beginning of a file that the server's account wrote, which may have put anything there.
 *
 * @returns undefined where there is no plain file
 */
export function readForeign(path: string, maxBytes: number): string | undefined {
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    if (!fstatSync(file).isFile()) return undefined;
    const bytes = Buffer.alloc(maxBytes);
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, maxBytes, 0));
  } finally {
    closeSync(file);
  }
}

export function notOwn(path: string, cause?: unknown): StoreError {
  return new StoreError(
    "DATA_DAMAGED",
    `${path} is not what SmartLog keeps there: it is a link, a folder, or belongs to somebody else; it was left alone`,
    "Move it away and run the command again, or name another folder with --data.",
    cause,
  );
}
