/** One run of Fluent Bit with a copy: start, send, wait until all has come through, end. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../lib/errors.ts";
import { type Copy, yamlOf } from "./copy/section.ts";
import type { TryFolder } from "./folder.ts";
import { Metrics } from "./metrics.ts";
import type { Delivery } from "./samples/sample.ts";

const POLL_MS = 50;
/** A machine that is busy elsewhere takes its time. */
const START_MS = 20_000;
const LONGEST_MS = 12_000;
const MOST_LOG_BYTES = 1024 * 1024;

export interface RunOptions {
  program: string;
  environment: NodeJS.ProcessEnv;
  home: TryFolder;
  copy: Copy;
  delivery: Pick<Delivery, "send" | "stdin">;
  /** Of the HTTP server that the copy has. */
  port: number;
  /** The run's own folder, with the sample. */
  folder: string;
  /** Records that are expected; fewer are waited for longer. */
  expected: number;
  /** How long nothing may happen before it is over: when all have come, some, or none. */
  quietMs: { complete: number; incomplete: number; empty: number };
}

export interface Run {
  folder: string;
  metrics: Metrics;
  /** How Fluent Bit ended by itself. */
  ended?: string;
  /** Its log. */
  log: string;
  /** Why the sample did not reach the input. */
  unsent?: string;
}

/** A folder for a run, which nobody else may enter. */
export function runFolder(home: TryFolder, name: string): string {
  const folder = join(home.path, name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

export async function run({ program, environment, home, ...options }: RunOptions): Promise<Run> {
  const { copy, delivery, port, folder } = options;
  const config = join(folder, "fluent-bit.yaml");
  writeFileSync(config, yamlOf(copy));
  const child = spawn(program, ["-c", config], {
    cwd: folder,
    env: environment,
    stdio: [delivery.stdin ? "pipe" : "ignore", "pipe", "pipe"],
  });
  home.own(child);
  const result: Run = { folder, metrics: new Metrics(""), log: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => {
      if (result.log.length < MOST_LOG_BYTES) result.log += data.toString();
    });
  const exit = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      result.ended = messageOf(error);
      resolve();
    });
    child.once("close", (code, signal) => {
      result.ended ??= signal ?? `exit ${code}`;
      resolve();
    });
  });
  const metrics = await firstMetrics(port, () => result.ended === undefined);
  if (metrics) {
    result.metrics = metrics;
    try {
      child.stdin?.on("error", () => {});
      child.stdin?.write(delivery.stdin);
      await delivery.send?.();
    } catch (error) {
      result.unsent = messageOf(error);
    }
    await settle(result, options);
  } else result.ended ??= `it did not answer within ${START_MS / 1000} s, and was stopped`;
  await end(child, result, exit);
  return result;
}

/** Ends it at once: all that it was to write is written. */
async function end(child: ChildProcess, result: Run, exit: Promise<void>): Promise<void> {
  const { ended } = result;
  child.kill("SIGKILL");
  await exit;
  if (ended === undefined) delete result.ended;
}

async function firstMetrics(port: number, isRunning: () => boolean): Promise<Metrics | undefined> {
  const deadline = Date.now() + START_MS;
  while (isRunning() && Date.now() < deadline) {
    const metrics = await Metrics.read(port);
    if (metrics) return metrics;
    await sleep(POLL_MS);
  }
  return undefined;
}

/** Waits until nothing moves any more. */
async function settle(
  result: Run,
  { port, folder, expected, quietMs }: Omit<RunOptions, "program" | "environment" | "home">,
): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  let state = "";
  let since = Date.now();
  while (result.ended === undefined && Date.now() < deadline) {
    const metrics = await Metrics.read(port);
    if (metrics) {
      result.metrics = metrics;
      const now = `${metrics.fingerprint()} ${sizesIn(folder)}`;
      if (now !== state) since = Date.now();
      state = now;
      const records = metrics.sum("fluentbit_input_records_total", "try.");
      const some = records === 0 ? quietMs.empty : quietMs.incomplete;
      const quiet = records >= expected ? quietMs.complete : some;
      if (metrics.sum("fluentbit_storage_chunks") === 0 && Date.now() - since >= quiet) return;
    }
    await sleep(POLL_MS);
  }
}

function sizesIn(folder: string): string {
  return outputs(folder)
    .map((file) => statSync(file).size)
    .join(" ");
}

function outputs(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".out"))
    .sort()
    .map((name) => join(folder, name));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What Fluent Bit complained of, each once, errors first; not that an output takes nothing of just this input. */
export function complaints(log: string, most: number): string[] {
  const lines = log
    .split("\n")
    .flatMap((line) => /^\[[^\]]*\] (\[(?:error| warn)\] .*)$/.exec(line)?.[1] ?? []);
  const unique = [...new Set(lines)].filter((line) => !/service will shutdown|NO match for/.test(line));
  const isError = (line: string) => line.startsWith("[error]");
  return [...unique.filter(isError), ...unique.filter((line) => !isError(line))].slice(0, most);
}

/** What stands in an output's file; empty where nothing came. */
export function readOutput({ folder }: Run, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return "";
  }
}
