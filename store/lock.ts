import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { alive } from "./process.ts";

const WAIT_MS = 50;
const UNWRITTEN_MS = 2_000;
/** Creating and starting take seconds. Beyond this the holder is gone, and its process id is another program's by now. */
const LONGEST_MS = 180_000;

/**
 * Runs `work` while holding a lock file, so that two commands don't create or start one server at the same time.
 * A lock whose holder is gone is taken over.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (!held(file)) rmSync(file, { force: true });
      else await sleep(WAIT_MS);
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function held(file: string): boolean {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const text = readFileSync(file, "utf8");
    // Empty: its holder has made it and not written yet, or died between the two.
    if (text === "") return age < UNWRITTEN_MS;
    return age < LONGEST_MS && alive(Number(text));
  } catch {
    return false;
  }
}
