/** How long one stretch of work may hold the event loop. Milliseconds. */
const SLICE_MS = 8;

/**
 * Turns on the event loop. Work over many records asks after each whether its slice {@link isOver}, and then waits for
 * its {@link next}: one slice of one request in each round of the loop, so that everything else is answered in between
 * however many requests are being worked on.
 */
export class Turns {
  #began = performance.now();
  readonly #waiting: (() => void)[] = [];

  get isOver(): boolean {
    return performance.now() - this.#began > SLICE_MS;
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#serve);
    });
  }

  readonly #serve = () => {
    this.#began = performance.now();
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(this.#serve);
  };
}
