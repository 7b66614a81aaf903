import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { newFolder } from "../folder.ts";

const CLI = new URL("../../build/cli.js", import.meta.url).pathname;
if (!existsSync(CLI)) throw new Error("the command is not built: npm run setup");

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Environment = Record<string, string | undefined>;

/** Where nothing is: a test that names no data must not come by the developer's own. */
const NO_DATA = join(tmpdir(), "smartlog-test-without-data");

/** Installed, so that what it says of other commands is one text on every machine (called.test.ts has the rest). */
const INSTALLED = newFolder();
symlinkSync(CLI, join(INSTALLED, "smartlog"));
afterAll(() => rmSync(INSTALLED, { recursive: true, force: true }));

/** What the developer's own environment names must not reach the command under test. */
function environment(extra: Environment): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, SMARTLOG_DEBUG: _debug, PATH, ...rest } = process.env;
  return { ...rest, PATH: `${INSTALLED}:${PATH}`, SMARTLOG_DATA_DIR: NO_DATA, ...extra };
}

/** The built command as a child process that is still running. */
export function spawnCli(args: readonly string[], env: Environment = {}): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { env: environment(env) });
}

/** Runs the built command to its end. */
export async function smartlog(
  args: readonly string[],
  { input = "", env = {} }: { input?: string | Buffer; env?: Environment } = {},
): Promise<Result> {
  const child = spawnCli(args, env);
  const ended = result(child);
  child.stdin?.on("error", () => {}); // it may end without reading
  child.stdin?.end(input);
  return ended;
}

/** What a child says until it ends, and how it ends. */
export function result(child: ChildProcess): Promise<Result> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** Waits until `isTrue`, and says what it waited for where that never comes. */
export async function until(what: string, isTrue: () => boolean, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The parsed lines of NDJSON. */
export function json<T>(text: string): T[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
