/** Longest time that one piece of work may hold the event loop. */
const SLICE_MS = 8;

/**
 * Cooperative scheduling on the event loop. Work over many records asks after each whether its slice {@link isOver}, and
 * then awaits its {@link next} one. Slices of all requests take turns, one in each round of the loop, so that other
 * requests are answered in between however many are being worked on.
 */
export class TimeSlices {
  #began = performance.now();
  readonly #waiting: (() => void)[] = [];

  get isOver(): boolean {
    return performance.now() - this.#began > SLICE_MS;
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#begin);
    });
  }

  readonly #begin = () => {
    this.#began = performance.now();
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(this.#begin);
  };
}
