import { setTimeout as sleep } from "node:timers/promises";

/** How long a pause is worth a timer. */
const LEAST_MS = 5;

/** Waits until a line is due: so many a second, or by its own time, that many times as fast as the clock. */
export class Pace {
  readonly #rate: number | undefined;
  readonly #speed: number | undefined;
  readonly #began = performance.now();
  #lines = 0;
  #first: number | undefined;

  constructor(pace: { rate?: number | undefined; speed?: number | undefined }) {
    this.#rate = pace.rate;
    this.#speed = pace.speed;
  }

  /** Milliseconds until the next line is due, of this time in seconds since the epoch; 0 where it is. */
  wait(time: number): number {
    this.#first ??= time;
    const due =
      this.#rate !== undefined
        ? (this.#lines++ / this.#rate) * 1000
        : this.#speed !== undefined
          ? ((time - this.#first) / this.#speed) * 1000
          : 0;
    const left = this.#began + due - performance.now();
    return left >= LEAST_MS ? left : 0;
  }
}

export const pause = (milliseconds: number): Promise<void> => sleep(milliseconds);
