import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { StoreError } from "../error.ts";
import { isRoot, userName } from "./account.ts";

const LINKS_MAX = 40;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;
const NAME_ANOTHER = "Name another folder with --data or SMARTLOG_DATA_DIR.";

export const othersMayWrite = ({ mode }: Stats) => (mode & OTHERS_WRITE) !== 0;

/**
 * The path without links. For root also the proof that no other user can exchange a step of it: each folder on the way
 * is root's, and only root writes there or, as in /tmp, each may only change what is his.
 *
 * @param path absolute; its last steps need not exist yet
 * @throws StoreError
 */
export function trustedPath(path: string): string {
  const steps = path.split("/").filter(Boolean);
  let at = "/";
  for (let links = 0; ; ) {
    const step = steps.shift();
    if (step === undefined) return at;
    const next = join(at, step);
    const found = lstatSync(next, { throwIfNoEntry: false });
    if (found === undefined) return join(next, ...steps);
    if (isRoot()) checkStep(next, found, path, steps.length === 0);
    if (found.isSymbolicLink()) {
      if (++links > LINKS_MAX)
        throw new StoreError("BAD_ARGUMENT", `${path} is a loop of links`, NAME_ANOTHER);
      const target = readlinkSync(next);
      steps.unshift(...target.split("/").filter(Boolean));
      if (target.startsWith("/")) at = "/";
      continue;
    }
    if (!found.isDirectory() && steps.length > 0) throw notAFolder(next);
    at = next;
  }
}

export function notAFolder(path: string): StoreError {
  return new StoreError("BAD_ARGUMENT", `${path} is a file, where a data folder was to be`, NAME_ANOTHER);
}

function checkStep(step: string, found: Stats, path: string, isLast: boolean): void {
  // The last one is judged by what it is to be used for.
  if (isLast && found.isDirectory()) return;
  if (found.uid !== 0) {
    const owner = userName(found.uid);
    throw new StoreError(
      "DATA_NOT_SAFE",
      `${step} belongs to ${owner}, who could lead root astray in ${path}`,
      `Run it as that user (sudo -u ${owner} …), or name a folder below root's own with --data or SMARTLOG_DATA_DIR.`,
    );
  }
  if (found.isDirectory() && othersMayWrite(found) && (found.mode & STICKY) === 0) {
    throw new StoreError(
      "DATA_NOT_SAFE",
      `${step} can be written to by others, who could lead root astray in ${path}`,
      `Close it (chmod go-w ${step}), or name a folder below root's own with --data or SMARTLOG_DATA_DIR.`,
    );
  }
}

/** The folders that are missing on the way to this one, the outermost first. */
export function missingFolders(path: string): string[] {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined
    ? [...missingFolders(dirname(path)), path]
    : [];
}
