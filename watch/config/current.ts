/** watch.yaml as it is now: read anew when it has changed, while a command runs. */
import { statSync } from "node:fs";
import { loadConfig, type WatchConfig } from "./config.ts";

export class CurrentConfig {
  readonly #file: string;
  readonly #say: (text: string) => void;
  #config: WatchConfig;
  #stamp: string;

  /** @throws WatchError where it can't be used at the start */
  constructor(file: string, say: (text: string) => void) {
    this.#file = file;
    this.#say = say;
    // Before it is read: what is written meanwhile is found by the next look.
    this.#stamp = this.#stampOf();
    this.#config = loadConfig(file);
  }

  /** As it was read last. */
  get config(): WatchConfig {
    return this.#config;
  }

  /** Looks whether the file has changed. One that can't be used is told once, and what was stays. */
  read(): WatchConfig {
    const stamp = this.#stampOf();
    if (stamp === this.#stamp) return this.#config;
    this.#stamp = stamp;
    try {
      this.#config = loadConfig(this.#file);
      this.#say(`${this.#file} was read anew`);
    } catch (error) {
      this.#say(`${(error as Error).message}; what it said before still holds`);
    }
    return this.#config;
  }

  #stampOf(): string {
    const stat = statSync(this.#file, { throwIfNoEntry: false });
    return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "";
  }
}
