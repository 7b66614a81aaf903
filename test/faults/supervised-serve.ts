import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const CLI = new URL("../../build/cli.js", import.meta.url).pathname;
const RESTART_MS = 300;

/** `smartlog serve` under `Restart=always`, as deployed: whenever it ends, it is started again. */
export class SupervisedServe {
  readonly url: string;
  readonly #arguments: string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess;
  #on = true;
  readonly #loop: Promise<void>;
  starts = 0;

  /** @param databaseUrl a Postgres that may come and go */
  constructor(databaseUrl: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.#arguments = [CLI, "serve", "--port", String(port)];
    const { SMARTLOG_TOKEN: _token, SMARTLOG_DATA_DIR: _data, ...env } = process.env;
    this.#env = { ...env, DATABASE_URL: databaseUrl };
    this.#child = this.#start();
    this.#loop = this.#keepRunning();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#on = false;
    this.#child.kill("SIGTERM");
    await this.#loop;
  }

  #start(): ChildProcess {
    this.starts++;
    return spawn(process.execPath, this.#arguments, { env: this.#env, stdio: "ignore" });
  }

  async #keepRunning(): Promise<void> {
    for (;;) {
      const child = this.#child;
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((resolve) => child.once("exit", resolve));
      if (!this.#on) return;
      await sleep(RESTART_MS);
      if (this.#on) this.#child = this.#start();
    }
  }
}
