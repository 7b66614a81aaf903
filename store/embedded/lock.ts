import { spawn } from "node:child_process";
import { closeSync, constants, ftruncateSync, readFileSync, writeSync } from "node:fs";
import { StoreError } from "../error.ts";
import { openOwn } from "./own-file.ts";

/** Longer than creating or starting takes, where nothing is wrong. */
const SAY_AFTER_MS = 2_000;
const LONGEST_MS = 180_000;

/**
 * Takes the kernel's lock (flock(2)) on a file that is open here as descriptor 3 of the program. It belongs to the open
 * file, so it stays when the program ends, and goes when this process does, however that ends.
 */
const LOCKERS: [program: string, args: string[]][] = [
  ["flock", ["3"]],
  ["perl", ["-e", "open(my $file, '>&=', 3) && flock($file, 2) || exit 1"]], // macOS has no flock
];

/**
 * Runs `work` while holding the file's lock, so that two commands don't create or start one server at the same time.
 * Waiting is said, with the holder's process id, which the file holds.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const file = openOwn(path, constants.O_RDWR | constants.O_CREAT);
  try {
    await lock(file, path);
    ftruncateSync(file);
    writeSync(file, `${process.pid}\n`, 0);
    return await work();
  } finally {
    closeSync(file);
  }
}

async function lock(file: number, path: string): Promise<void> {
  const say = setTimeout(() => {
    process.stderr.write(
      `smartlog: waiting for process ${holder(path)}, which starts the server of this data folder and holds ${path}; it may be ended (kill ${holder(path)})\n`,
    );
  }, SAY_AFTER_MS);
  try {
    for (const [program, args] of LOCKERS) if (await takes(program, args, file, path)) return;
  } finally {
    clearTimeout(say);
  }
  throw new StoreError(
    "SERVER_FAILED",
    "the data folder can't be locked: neither `flock` nor `perl` is installed",
    "Install util-linux.",
  );
}

/** @returns false where the program is not installed */
function takes(program: string, args: string[], file: number, path: string): Promise<boolean> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit", file], cwd: "/" });
  const late = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
  return new Promise<boolean>((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(false) : reject(error),
    );
    child.once("exit", (code, signal) => {
      if (code === 0) resolve(true);
      else reject(signal ? stillHeld(path) : cannotLock(path));
    });
  }).finally(() => clearTimeout(late));
}

function stillHeld(path: string): StoreError {
  return new StoreError(
    "DATA_IN_USE",
    `process ${holder(path)} has been starting the server of this data folder for ${LONGEST_MS / 1000} s (it holds ${path})`,
    `End it (kill ${holder(path)}), and run the command again.`,
  );
}

function cannotLock(path: string): StoreError {
  return new StoreError(
    "SERVER_FAILED",
    `${path} can't be locked; the message above says why`,
    "Name a folder on a local disk with --data.",
  );
}

function holder(path: string): string {
  return readFileSync(path, "latin1").trim() || "(unknown)";
}
