/** A clean machine for the commands of a page: namespaces of its own, which end with it (machine/boot.sh). */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";

const SCRIPTS = join(import.meta.dirname, "machine");
const NAMESPACES = ["--mount", "--net", "--pid"];

/** What is missing for a machine; empty where there can be one. */
export function missingForMachine(): string[] {
  const programs = ["unshare", "nsenter", "ip", "systemd-analyze", "pg_createcluster", "openssl", "curl"];
  const path = `${process.env.PATH}:/usr/sbin`;
  const missing = programs.filter((name) => spawnSync("which", [name], { env: { PATH: path } }).status !== 0);
  // Where a service finds it.
  if (!["/usr/bin/node", "/usr/local/bin/node"].some(existsSync)) missing.push("Node in /usr");
  if (process.getuid?.() !== 0) missing.push("root");
  else if (spawnSync("unshare", [...NAMESPACES, "--fork", "true"]).status !== 0)
    missing.push("the right to make namespaces");
  return missing;
}

export class Machine {
  readonly #process: ChildProcess;
  #log = "";

  /** @param folder for what is written over the machine's own folders; not itself on an overlay */
  constructor(folder: string, shippers: { fluentBit?: string | undefined; vector?: string | undefined }) {
    this.#process = spawn(
      "unshare",
      [
        ...NAMESPACES,
        "--fork",
        "--kill-child",
        "--mount-proc",
        join(SCRIPTS, "boot.sh"),
        folder,
        PACKAGE_ROOT,
        shippers.fluentBit ?? "",
        shippers.vector ?? "",
        SCRIPTS,
      ],
      {
        stdio: ["pipe", "pipe", "pipe"],
        env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LANG: "C.UTF-8" },
      },
    );
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on("data", (data: Buffer) => {
        this.#log += data;
      });
  }

  /** Waits until it runs; fails with what it said. */
  async booted(): Promise<void> {
    while (!/^booted$/m.test(this.#log)) {
      if (this.#process.exitCode !== null) throw new Error(`the machine did not start:\n${this.#log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A shell on it, as root, in the checkout: what a page's reader has in front of him. */
  shell(): Shell {
    const { pid } = this.#process;
    const [inside = ""] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return new Shell(["--target", inside, ...NAMESPACES]);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }
}

/** A shell that ends at the first command that fails. */
export class Shell {
  readonly #process: ChildProcess;
  #said = "";
  #ended = false;
  #runs = 0;

  constructor(target: string[]) {
    const start = "cd /opt/smartlog; exec bash -euo pipefail";
    this.#process = spawn("nsenter", [...target, "bash", "-c", start], {
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/root",
        LANG: "C.UTF-8",
      },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on("data", (data: Buffer) => {
        this.#said += data;
      });
    this.#process.stdin?.on("error", () => {}); // it may have ended
    this.#process.on("close", () => {
      this.#ended = true;
    });
  }

  /** Runs commands to their end, and gives what they said. */
  async run(commands: string): Promise<string> {
    const mark = `--- ${++this.#runs} ---`;
    this.#said = "";
    // Their input is the page, not this pipe.
    this.#process.stdin?.write(`{ ${commands}\n} </dev/null 2>&1\necho '${mark}'\n`);
    while (!this.#said.includes(mark)) {
      if (this.#ended) throw new Error(`failed:\n${commands}\n${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.#said.slice(0, this.#said.indexOf(mark));
  }

  close(): void {
    this.#process.stdin?.end();
  }
}
