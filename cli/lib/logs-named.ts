/** The files that were named: by path, by pattern, by folder, with their rotated parts. */
import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { checkLog } from "./check-log.ts";
import { headOf } from "./ends.ts";
import { UsageError } from "./errors.ts";
import { count, printable, say } from "./output.ts";
import { fileError } from "./readable.ts";
import { logsOf, partsBeside } from "./rotated.ts";
import { unpackedName } from "./unpack.ts";

/** What the arguments of commands that read logs may be. */
export const FILES =
  "logs, plain or packed by gzip or zstd; folders with all below them; patterns, as '*.gz'; - for standard input";

/** A log that is read from its oldest part to its newest. */
export interface Log {
  /** Paths; `-` is standard input. */
  parts: string[];
}

export interface LogsWish {
  /** The older parts that lie beside each file are read, too. */
  rotated?: boolean | undefined;
  /** They are to be followed: no pipes, no devices. */
  isKept?: boolean;
  /** What holds no log is taken all the same where it was named itself. */
  force?: boolean | undefined;
}

/** A folder of logs has fewer. */
const MOST_FILES = 10_000;
/** Told by name of a folder that holds much else. */
const MOST_REASONS = 10;

/** Links may lead in circles. */
const IN_FOLDER = { absolute: true, followSymbolicLinks: false } as const;

/**
 * The logs that arguments name: files, folders with all below them, patterns, `-`. What is left out is said, with the reason.
 *
 * @throws UsageError where there is none, or one that was named can't be read as a log
 */
export function logsNamed(names: readonly string[], wish: LogsWish = {}): Log[] {
  const files: string[] = [];
  for (const name of names) if (name !== "-") files.push(...filesOf(name, wish));
  const once = withoutTwins([...new Map(files.map((file) => [placeOf(file), file])).values()]);
  const logs = logsOf(once).map((parts) => ({ parts }));
  return names.includes("-") ? [...logs, { parts: ["-"] }] : logs;
}

function filesOf(name: string, { rotated, isKept = false, force }: LogsWish): string[] {
  const type = statOf(name);
  if (type?.isDirectory()) return logsAmong(name, filesBelow(name));
  if (!type && isDynamicPattern(name)) return logsAmong(name, globSync(name, IN_FOLDER));
  checkLog(name, isKept, force);
  if (!rotated) return [name];
  return logsAmong(name, partsBeside(resolve(name)));
}

/** What is there; a file below a file is not. */
function statOf(name: string): Stats | undefined {
  try {
    return statSync(name, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw fileError(name, error);
  }
}

/**
 * Plain files in a folder and in those below it, links not followed.
 *
 * @throws UsageError where there are so many that no logs can be meant, as in /
 */
function filesBelow(folder: string): string[] {
  const files: string[] = [];
  const due = [folder];
  for (let at = due.pop(); at !== undefined; at = due.pop()) {
    for (const entry of entriesOf(at)) {
      if (entry.isDirectory()) due.push(join(at, entry.name));
      else if (entry.isFile()) files.push(join(at, entry.name));
    }
    if (files.length + due.length > MOST_FILES)
      throw new UsageError(
        `there are more than ${count(MOST_FILES)} files below ${printable(folder)}; name the folders that hold logs`,
      );
  }
  return files.sort();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    say(`left out: ${fileError(folder, error).message}`);
    return [];
  }
}

/** What nobody named one by one is left out where it is no log, and said: the first of them by name and reason. */
function logsAmong(name: string, paths: readonly string[]): string[] {
  const reasons: string[] = [];
  let empty = 0;
  const found = paths.filter((path) => {
    const type = statSync(path, { throwIfNoEntry: false });
    if (!type?.isFile()) return false;
    if (type.size === 0) {
      empty++;
      return false;
    }
    try {
      checkLog(path);
      return true;
    } catch (error) {
      reasons.push((error as Error).message);
      return false;
    }
  });
  for (const reason of reasons.slice(0, MOST_REASONS)) say(`left out: ${reason}`);
  const more = reasons.length - MOST_REASONS;
  if (more > 0) say(`left out: ${more} more in ${printable(name)} that are no logs`);
  if (empty > 0) say(`left out: ${empty} empty ${empty === 1 ? "file" : "files"} in ${printable(name)}`);
  if (found.length === 0) throw new UsageError(`there is no log in ${name}`);
  return found.map(shortest);
}

/** As the user would write it. */
function shortest(path: string): string {
  const other = relative(process.cwd(), path);
  return other.length < path.length && !other.startsWith("..") ? other : path;
}

/** The same for two names of one file. */
function placeOf(path: string): string {
  const { dev, ino } = statSync(path);
  return `${dev}:${ino}`;
}

/** While a log is being packed, what is in it lies there twice: as `access.log.1` and `access.log.1.gz`. */
function withoutTwins(files: readonly string[]): string[] {
  const plain = new Map(
    files.filter((file) => unpackedName(file) === file).map((file) => [resolve(file), file]),
  );
  return files.filter((file) => {
    const twin = unpackedName(file) === file ? undefined : plain.get(resolve(unpackedName(file)));
    if (twin === undefined || !beginAlike(headOf(file), headOf(twin))) return true;
    say(`left out: ${printable(file)} holds what is in ${printable(twin)}`);
    return false;
  });
}

function beginAlike(a: Buffer, b: Buffer): boolean {
  const length = Math.min(a.length, b.length);
  return length > 0 && a.subarray(0, length).equals(b.subarray(0, length));
}
