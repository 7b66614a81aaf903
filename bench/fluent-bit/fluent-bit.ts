/** Fluent Bit over a log, once, measured. Linux only: CPU and memory are read from /proc. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PARSERS } from "./filters.ts";

/** Scheduler ticks of a second, in which the kernel counts CPU time for processes (USER_HZ). */
const TICKS = 100;
const POLL_MS = 5;
const PROGRAM = process.env.SMARTLOG_FLUENT_BIT ?? "fluent-bit";

/** What a process has used. */
export interface Usage {
  /** User CPU, seconds. */
  user: number;
  /** Peak resident memory, MB. */
  memory: number;
}

/** Whether there is a Fluent Bit: the one that SMARTLOG_FLUENT_BIT names, else the one in PATH. */
export function hasFluentBit(): boolean {
  return spawnSync(PROGRAM, ["--version"]).status === 0;
}

/** Usage of a process so far; undefined once the process is gone. */
function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // Behind the name, which may have blanks in it: state is the first field, utime the twelfth.
    const utime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[11];
    const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return peak === undefined ? undefined : { user: Number(utime) / TICKS, memory: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}

/**
 * Reads a log to its end, once, through a filter. Memory is bounded, so that peaks can be compared.
 *
 * @param folder for the configuration
 * @param filter what stands under `filters`
 */
export async function runFluentBit(
  log: string,
  filter: string,
  folder: string,
  output = '{name: "null", match: "*"}',
): Promise<Usage> {
  const config = join(folder, "bench.yaml");
  const parsers = join(folder, "parsers.conf");
  writeFileSync(parsers, PARSERS);
  writeFileSync(
    config,
    `service: {flush: 0.2, grace: 1, log_level: error, parsers_file: ${parsers}}
pipeline:
  inputs:
    - {name: tail, path: "${log}", read_from_head: true, exit_on_eof: true, mem_buf_limit: 4M, refresh_interval: 1}
${filter}  outputs:
    - ${output}
`,
  );
  const child = spawn(PROGRAM, ["-q", "-c", config], { stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let isRunning = true;
  ended.then(() => {
    isRunning = false;
  });
  let last: Usage = { user: 0, memory: 0 };
  while (isRunning) {
    last = usageOf(child.pid as number) ?? last;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return last;
}

/** Records that a filter makes of lines, as JSON, in order. */
export async function answersOf(lines: readonly string[], filter: string, folder: string): Promise<string[]> {
  const log = join(folder, "compared.log");
  const out = join(folder, "answers.json");
  writeFileSync(log, `${lines.join("\n")}\n`, "latin1");
  rmSync(out, { force: true });
  const output = `{name: file, match: "*", path: "${folder}", file: answers.json, format: plain}`;
  await runFluentBit(log, filter, folder, output);
  return readFileSync(out, "utf8").trimEnd().split("\n");
}
