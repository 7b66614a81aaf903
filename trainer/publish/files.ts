/** Files that are there whole or not at all, whenever the machine stops. */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Puts `bytes` in place of a file: written beside it, on disk, then renamed. Who opens the path finds the old bytes or
 * the new ones. Rights and owner (where this user may give it away) are those of `like`.
 */
export function replaceFile(path: string, bytes: Uint8Array, like = path): void {
  const beside = `${path}.new`;
  writeDurably(beside, bytes, like);
  renameSync(beside, path);
  syncFolder(path);
}

/** Writes a file and returns when it is on disk. */
function writeDurably(path: string, bytes: Uint8Array, like: string): void {
  // What an interrupted run left may belong to somebody else.
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    const { mode, uid, gid } = statOf(like) ?? { mode: 0o644, uid: -1, gid: -1 };
    // By descriptor: in a folder of another user the path may be a link by now.
    fchmodSync(file, mode & 0o777);
    try {
      if (uid >= 0) fchownSync(file, uid, gid);
    } catch (error) {
      // Only root may give files away.
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes a file, if it is there; on disk too when this returns. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
  syncFolder(path);
}

/** The file's bytes; undefined where there is none. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function statOf(path: string): { mode: number; uid: number; gid: number } | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** A rename is on disk only when its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
