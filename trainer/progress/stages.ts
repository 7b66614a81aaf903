/** The stages of a run: their progress, and the seconds that each took. */

/** Told the progress of a stage. `total` is 0 where unknown; `done` never falls within a stage. */
export type TrainProgress = (stage: string, done: number, total: number) => void;

/** A stage that has ended. */
export interface Stage {
  name: string;
  seconds: number;
}

import { collectGarbage } from "../../host/memory.ts";

/** Least time between two reports of progress. */
const EVERY_MS = 200;

export class Stages {
  readonly #onProgress: TrainProgress | undefined;
  readonly #finished: Stage[] = [];
  #name = "";
  #total = 0;
  #from = 0;
  #told = 0;

  constructor(onProgress?: TrainProgress) {
    this.#onProgress = onProgress;
  }

  /** Ends the stage before and begins another; `total` is 0 where unknown. */
  begin(name: string, total = 0): void {
    this.#end();
    collectGarbage();
    this.#name = name;
    this.#total = total;
    this.#from = performance.now();
    this.#told = 0;
    this.#onProgress?.(name, 0, total);
  }

  progress(done: number): void {
    const now = performance.now();
    if (now - this.#told < EVERY_MS) return;
    this.#told = now;
    this.#onProgress?.(this.#name, Math.min(done, this.#total || done), this.#total);
  }

  #end(): void {
    if (!this.#name) return;
    this.#finished.push({ name: this.#name, seconds: (performance.now() - this.#from) / 1000 });
    this.#onProgress?.(this.#name, this.#total, this.#total);
    this.#name = "";
  }

  /** Ends the running stage; returns all stages. */
  done(): Stage[] {
    this.#end();
    return [...this.#finished];
  }
}
