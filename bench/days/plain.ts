/** When a failing service is plain depends on who asks it: known once the lines are there. */
import type { DayLine, Truth } from "../../simulate/days/types.ts";

/** Requests that have failed when somebody who reads the log knows. */
const PLAIN_FAILURES = 20;
const FAILED = /" 50[0-4] /;

/** Passes lines on, and counts what fails meanwhile. */
export class FailuresSeen {
  readonly #plain = new Map<Truth, number>();
  readonly #counts = new Map<Truth, number>();
  readonly #failing: readonly Truth[];

  constructor(truths: readonly Truth[]) {
    this.#failing = truths.filter(({ name }) => name === "bad-deploy");
  }

  *read(lines: Iterable<DayLine>): Generator<DayLine, void> {
    for (const line of lines) {
      if (line.kind === "web" && FAILED.test(line.line)) this.#count(line.time);
      yield line;
    }
  }

  #count(time: number): void {
    for (const truth of this.#failing) {
      if (time < truth.first || time > truth.last) continue;
      const count = (this.#counts.get(truth) ?? 0) + 1;
      this.#counts.set(truth, count);
      if (count === PLAIN_FAILURES) this.#plain.set(truth, time);
    }
  }

  /** The same, plain from when it was. */
  truths(all: readonly Truth[]): Truth[] {
    return all.map((truth) => ({ ...truth, plain: this.#plain.get(truth) ?? truth.plain }));
  }
}
