/** `smartlog serve` as a process of its own, with the memory limits that the documentation recommends. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { PACKAGE_ROOT } from "../../host/module.ts";

/** As in server/README.md, for a machine with 1 GB. */
const NODE_OPTIONS = "--max-old-space-size=96 --max-semi-space-size=2";
const HEALTH_EVERY_MS = 50;
const HEALTH_TIMEOUT_MS = 10_000;

export class SmallServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(databaseUrl: string, extra: readonly string[] = []): Promise<SmallServer> {
    const child = spawn(
      process.execPath,
      [join(PACKAGE_ROOT, "build", "cli.js"), "serve", "--port", "0", ...extra],
      {
        env: { ...process.env, NODE_OPTIONS, MALLOC_ARENA_MAX: "2", DATABASE_URL: databaseUrl },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
      const url = /open (http\S+)/.exec(line)?.[1];
      if (!url) continue;
      child.stderr?.resume();
      return new SmallServer(child, url);
    }
    throw new Error("the server did not start");
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Begins a new measurement of the peak. */
  resetPeak(): void {
    writeFileSync(`/proc/${this.pid}/clear_refs`, "5");
  }

  /** Peak of resident memory since the last reset, MB; 0 where the process has ended. */
  get peakMb(): number {
    return this.#status("VmHWM");
  }

  get residentMb(): number {
    return this.#status("VmRSS");
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await Promise.race([ended, sleep(5_000)]);
    this.#child.kill("SIGKILL");
  }

  #status(field: string): number {
    if (!this.isAlive) return 0;
    const text = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1024);
  }
}

/** Response times of /healthz, ms. */
export interface Health {
  median: number;
  slowest: number;
  failed: number;
}

/** Requests /healthz every 50 ms until `work` is done. */
export async function healthDuring(url: string, work: () => Promise<unknown>): Promise<Health> {
  const times: number[] = [];
  let failed = 0;
  let isOn = true;
  const asking = (async () => {
    while (isOn) {
      const started = performance.now();
      const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }).catch(
        () => undefined,
      );
      await answer?.arrayBuffer();
      times.push(performance.now() - started);
      if (answer?.status !== 200) failed++;
      await sleep(HEALTH_EVERY_MS);
    }
  })();
  try {
    await work();
  } finally {
    isOn = false;
    await asking;
  }
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1] ?? 0, slowest: times.at(-1) ?? 0, failed };
}
