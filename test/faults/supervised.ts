import { setTimeout as sleep } from "node:timers/promises";
import { FluentBit } from "../contract/fluent-bit.ts";

const RESTART_MS = 500;

/** Fluent Bit under `Restart=always`, as deployed: whenever it ends, it is started again. */
export class Supervised {
  readonly #start: () => FluentBit;
  #shipper: FluentBit;
  #on = true;
  readonly #loop: Promise<void>;
  /** What earlier ones have said. */
  #said = "";

  constructor(binary: string, args: string[], env: Record<string, string>) {
    this.#start = () => new FluentBit(binary, args, env);
    this.#shipper = this.#start();
    this.#loop = this.#keepRunning();
  }

  get log(): string {
    return this.#said + this.#shipper.log;
  }

  kill(): void {
    if (this.#shipper.isRunning) process.kill(this.#shipper.pid, "SIGKILL");
  }

  async stop(): Promise<void> {
    this.#on = false;
    await this.#shipper.stop();
    await this.#loop;
  }

  async #keepRunning(): Promise<void> {
    while (this.#on) {
      if (!this.#shipper.isRunning) {
        await sleep(RESTART_MS);
        if (!this.#on) return;
        this.#said += this.#shipper.log;
        this.#shipper = this.#start();
      }
      await sleep(50);
    }
  }
}
