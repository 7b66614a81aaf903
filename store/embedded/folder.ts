import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { resolve } from "node:path";
import { StoreError } from "../error.ts";
import { isRoot, userName } from "./account.ts";
import { explain } from "./explain.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { missingFolders, notAFolder, othersMayWrite, trustedPath } from "./trust.ts";

const MARKER_TEXT = `This folder is SmartLog's: a Postgres with its events. Keep, move and delete it as a whole, while no smartlog runs.
`;

/**
 * The data folder, made or opened.
 *
 * It has to be the user's own, writable by no other, and empty or SmartLog's: nothing is put among other things.
 * Root's server runs under another account, which must get through it; what is in it is closed.
 *
 * @param create whether it may be made where there is none
 * @throws StoreError
 */
export function dataFolder(path: string, create: boolean): Layout {
  try {
    return openFolder(path, create);
  } catch (cause) {
    throw explain(resolve(path), cause);
  }
}

function openFolder(path: string, create: boolean): Layout {
  const layout = layoutOf(trustedPath(resolve(path)));
  const { folder } = layout;
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    if (!create) throw noData(folder);
    if (!makeFolder(folder)) return openFolder(path, create); // another command was quicker
    return mark(layout);
  }
  checkOwner(folder, found);
  if (!isOurs(layout)) {
    // Another command may have put the marker there, and more, since it was looked for.
    if (readdirSync(folder).length > 0 && !isOurs(layout)) throw foreign(folder);
    if (!create) throw noData(folder);
  }
  if (othersMayWrite(found)) throw notSafe(folder);
  if (isRoot()) letThrough(folder);
  return mark(layout);
}

/** Whether a folder is there that SmartLog made for this user, and that no other user can change. Never throws. */
export function isSafeDataFolder(path: string): boolean {
  try {
    const layout = layoutOf(trustedPath(resolve(path)));
    const found = lstatSync(layout.folder);
    checkOwner(layout.folder, found);
    return !othersMayWrite(found) && isOurs(layout);
  } catch {
    return false;
  }
}

function checkOwner(folder: string, found: Stats): void {
  if (!found.isDirectory()) throw notAFolder(folder);
  if (found.uid === process.getuid?.()) return;
  const owner = userName(found.uid);
  throw new StoreError(
    "DATA_NOT_YOURS",
    `the data folder ${folder} belongs to ${owner}`,
    `Run it as that user (sudo -u ${owner} …), or name a folder of your own with --data or SMARTLOG_DATA_DIR.`,
  );
}

/** By its marker; of a version that made none, by a complete cluster with the FIFO that no other program has. */
function isOurs({ marker, cluster, password, users }: Layout): boolean {
  const found = lstatSync(marker, { throwIfNoEntry: false });
  if (found) return found.isFile() && found.uid === process.getuid?.();
  const fifo = lstatSync(users, { throwIfNoEntry: false });
  return fifo?.isFIFO() === true && exists(password) && exists(`${cluster}/PG_VERSION`);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** @returns false where another process has made it meanwhile */
function makeFolder(folder: string): boolean {
  for (const missing of missingFolders(folder)) {
    const isParent = missing !== folder;
    const mode = isRoot() ? (isParent ? 0o755 : 0o711) : 0o700;
    try {
      mkdirSync(missing, { mode });
      chmodSync(missing, mode); // whatever the umask is
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
      if (!isParent) return false;
    }
  }
  trustedPath(folder);
  return true;
}

/** A folder as mktemp makes it is closed to root's server. It gets through, and may not look around. */
function letThrough(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const { mode } = fstatSync(descriptor);
    if ((mode & 0o001) === 0) fchmodSync(descriptor, (mode & 0o777) | 0o011);
  } finally {
    closeSync(descriptor);
  }
}

/** The first thing in it, so that a process that finds anything there finds the marker. */
function mark(layout: Layout): Layout {
  try {
    writeFileSync(layout.marker, MARKER_TEXT, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
  return layout;
}

export function noData(folder: string): StoreError {
  return new StoreError(
    "NO_DATA",
    `there are no events in ${folder} yet`,
    "`smartlog start FILE` stores the first, `smartlog start` alone a sample (for --sample); --data, SMARTLOG_DATA_DIR or DATABASE_URL name another place.",
  );
}

function foreign(folder: string): StoreError {
  return new StoreError(
    "DATA_FOREIGN",
    `the folder ${folder} holds other things than SmartLog's data; nothing in it was touched`,
    `Name an empty or a new one with --data, such as ${folder}/smartlog.`,
  );
}

function notSafe(folder: string): StoreError {
  return new StoreError(
    "DATA_NOT_SAFE",
    `others may write into the data folder ${folder}, and may have put something there`,
    `See what is in it, close it (chmod go-w ${folder}), and run the command again.`,
  );
}
