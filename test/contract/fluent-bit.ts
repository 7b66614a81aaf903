/** Starts a real Fluent Bit for a test, and stops it. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";

export const DEPLOYED_CONFIG = join(PACKAGE_ROOT, "deploy", "fluent-bit", "fluent-bit.yaml");

/** The binary that SMARTLOG_FLUENT_BIT names, else the one in PATH; undefined, said loudly, where there is none. */
export function findFluentBit(): string | undefined {
  const named = process.env.SMARTLOG_FLUENT_BIT;
  const candidates = named
    ? [named]
    : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "fluent-bit"));
  const found = candidates.find(isExecutable);
  if (found && existsSync(defaultModulePath())) return found;
  console.warn(
    found
      ? "SKIPPED: the contract with Fluent Bit is NOT tested: no module yet; npm run build"
      : "SKIPPED: the contract with Fluent Bit is NOT tested: no fluent-bit in PATH; SMARTLOG_FLUENT_BIT can name one",
  );
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A TCP port on loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The variables of smartlog.env that a deployment has, with what it says where nothing else is given. */
export function deployedEnvironment(values: Record<string, string>): Record<string, string> {
  const file = readFileSync(join(PACKAGE_ROOT, "deploy", "fluent-bit", "smartlog.env"), "utf8");
  const defaults = [...file.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...values };
}

export class FluentBit {
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  /** All that it has said. */
  log = "";

  constructor(binary: string, args: string[], env: Record<string, string> = {}) {
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
      if (!this.isRunning) throw new Error(`Fluent Bit ended:\n${this.log.slice(-4000)}`);
      if (Date.now() > deadline) throw new Error(`not after ${seconds} s:\n${this.log.slice(-4000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends it as a service manager does; returns its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.isRunning) this.#process.kill(signal);
    const giveUp = setTimeout(() => this.#process.kill("SIGKILL"), 20_000);
    const code = await this.#ended;
    clearTimeout(giveUp);
    return code;
  }

  /** Lines of its log that say that a record or a batch did not make it. */
  get complaints(): string[] {
    return this.log
      .split("\n")
      .filter((line) => /\[error\]|\[ ?warn\]|retry|invalid JSON/i.test(line))
      .filter((line) => !/service will shutdown|\[env\]/.test(line));
  }
}
