/** A shipper that runs as a child process of a test, and where its binary lies. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where servers lie, which PATH has for root alone. */
const SERVER_FOLDERS = ["/usr/sbin", "/usr/local/sbin"];

/** The binary that the variable names, else the one in PATH; undefined, said loudly, where there is none. */
export function findBinary(name: string, variable: string, title: string): string | undefined {
  const named = process.env[variable];
  const candidates = named
    ? [named]
    : [...(process.env.PATH ?? "").split(delimiter), ...SERVER_FOLDERS].map((folder) => join(folder, name));
  const found = candidates.find(isExecutable);
  if (!found)
    console.warn(
      `SKIPPED: the contract with ${title} is NOT tested: no ${name} in PATH; ${variable} can name one`,
    );
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export class Shipper {
  readonly #title: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  /** All that it has said. */
  log = "";

  constructor(title: string, binary: string, args: string[], env: Record<string, string> = {}) {
    this.#title = title;
    this.#process = spawn(binary, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on("data", (data: Buffer) => {
        this.log += data.toString("latin1");
      });
    this.#ended = new Promise((resolve) => {
      this.#process.once("exit", (code) => resolve(code));
      this.#process.once("error", () => resolve(null));
    });
  }

  get pid(): number {
    return this.#process.pid as number;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Waits until `condition` holds; fails with Fluent Bit's own words when it ends, or after `seconds`. */
  async until(condition: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await condition())) {
      if (!this.isRunning) throw new Error(`${this.#title} ended:\n${this.log.slice(-4000)}`);
      if (Date.now() > deadline) throw new Error(`not after ${seconds} s:\n${this.log.slice(-4000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until it ends by itself; returns its exit code. */
  async ended(seconds: number): Promise<number | null> {
    const giveUp = setTimeout(() => this.#process.kill("SIGKILL"), seconds * 1000);
    const code = await this.#ended;
    clearTimeout(giveUp);
    return code;
  }

  /** Ends it as a service manager does; returns its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.isRunning) this.#process.kill(signal);
    const giveUp = setTimeout(() => this.#process.kill("SIGKILL"), 20_000);
    const code = await this.#ended;
    clearTimeout(giveUp);
    return code;
  }
}
