/** Atomic and durable files: whole or absent, whenever the machine stops. */
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
 * Replaces a file: writes the bytes beside it, syncs, renames. A reader of the path finds the old bytes or the new ones.
 * Mode and owner are those of `like`; the owner only where this user may change it.
 */
export function replaceFile(path: string, bytes: Uint8Array, like = path): void {
  const beside = `${path}.new`;
  writeDurably(beside, bytes, like);
  renameSync(beside, path);
  syncFolder(path);
}

/** Writes a file and returns when it is on disk. */
function writeDurably(path: string, bytes: Uint8Array, like: string): void {
  // An interrupted run may have left a file of another owner.
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    const { mode, uid, gid } = statOf(like) ?? { mode: 0o644, uid: -1, gid: -1 };
    // By descriptor: in a folder of another user the path may be a symbolic link by now.
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

/** Removes a file, if there is one, and syncs. */
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
