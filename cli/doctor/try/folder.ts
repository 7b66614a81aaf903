import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The only place that a try writes to, and the processes that run there: both are gone when it is closed, also by a signal. */
export class TryFolder {
  /** Holds the user's lines: nobody else may enter it. */
  readonly path = mkdtempSync(join(tmpdir(), "smartlog-try-"));
  readonly #children = new Set<ChildProcess>();
  readonly #onSignal = (signal: NodeJS.Signals) => {
    this.close();
    process.kill(process.pid, signal);
  };
  readonly #onExit = () => this.close();

  constructor() {
    for (const signal of SIGNALS) process.once(signal, this.#onSignal);
    process.once("exit", this.#onExit);
  }

  /** Ends this process when the folder goes. */
  own(child: ChildProcess): void {
    this.#children.add(child);
    child.once("exit", () => this.#children.delete(child));
  }

  /** Lets another account below the folder, as root's embedded Postgres needs it; what lies in it stays unreadable. */
  openWay(): void {
    chmodSync(this.path, 0o711);
  }

  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off("exit", this.#onExit);
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
