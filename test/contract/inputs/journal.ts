/** A journal of systemd with a folder of its own: the real daemon, beside the machine's. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DAEMON = "/lib/systemd/systemd-journald";
const NAMESPACE = "smartlog";

/** Mounts the folders where the daemon writes over the machine's, for itself alone. */
const START =
  'mount --bind "$1/run" /run/systemd && mount --bind "$1/log" /var/log/journal && exec "$2" "$3"';

/** Whether the daemon can run here; else says loudly that it isn't tested. */
export function canKeepJournal(): boolean {
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    execFileSync("logger", ["--version"], { stdio: "ignore" });
    if (existsSync(DAEMON)) return true;
  } catch {
    // Said below.
  }
  console.warn(`SKIPPED: the input systemd is NOT tested: it takes root, ${DAEMON}, unshare and logger`);
  return false;
}

export class Journal {
  readonly #daemon: ChildProcess;
  readonly #socket: string;
  readonly #log: string;

  private constructor(folder: string) {
    for (const name of ["run", "log"]) mkdirSync(join(folder, name), { recursive: true });
    this.#log = join(folder, "log");
    this.#socket = join(folder, "run", `journal.${NAMESPACE}`, "dev-log");
    this.#daemon = spawn("unshare", ["--mount", "sh", "-c", START, "sh", folder, DAEMON, NAMESPACE], {
      stdio: "ignore",
    });
  }

  static async start(folder: string): Promise<Journal> {
    const journal = new Journal(folder);
    for (let tries = 0; !existsSync(journal.#socket); tries++) {
      if (tries > 100) throw new Error("systemd-journald does not listen");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return journal;
  }

  /** For the input's `path`: a namespace's folder is found by its own name only. */
  get path(): string {
    return join(this.#log, readdirSync(this.#log)[0] as string);
  }

  /** Says it as this program does, by /dev/log. */
  log(program: string, message: string): void {
    execFileSync("logger", ["--socket", this.#socket, "--udp", "--tag", program, message]);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#daemon.once("exit", resolve));
    this.#daemon.kill();
    await ended;
  }
}
