import { stdin } from "node:process";
import type { Filter } from "../../host/filter.ts";
import { LeftOut } from "../../host/log/left-out.ts";
import { LineScorer, type Row } from "../../host/log/line-scorer.ts";
import { type Line, LineSplitter } from "../../host/log/lines.ts";
import { now } from "../../host/time.ts";
import { openInput } from "../lib/input.ts";
import { UnreadLines } from "../lib/unread-lines.ts";
import type { Source } from "./source.ts";
import { inBlocks } from "./stream.ts";

/** Standard input, read to its end once. Its lines have no place that they could be known by. */
export class Pipe implements Source {
  readonly path = "-";
  readonly tag = "stdin";
  readonly grows = false;
  readonly isLive = true;
  readonly isUnfinished = false;
  readonly leftOut = new LeftOut();
  readonly unread = new UnreadLines();
  position = 0;
  readonly #makeFilter: () => Filter;
  readonly #signal: AbortSignal;

  constructor(makeFilter: () => Filter, signal: AbortSignal) {
    this.#makeFilter = makeFilter;
    this.#signal = signal;
  }

  async *replay(): AsyncGenerator<Row[], void> {
    const scorer = new LineScorer(this.#makeFilter(), undefined, this.leftOut);
    const splitter = new LineSplitter(this.leftOut);
    const score = (line: Line) => {
      const row = scorer.score(line, now());
      this.unread.add(row);
      return row;
    };
    // Reading waits for whoever writes: it has to be ended from outside.
    const stop = () => void stdin.destroy();
    this.#signal.addEventListener("abort", stop);
    try {
      const { chunks } = openInput("-", (bytes) => {
        this.position += bytes;
      });
      for await (const chunk of chunks) {
        yield* inBlocks(splitter.push(chunk), score);
        if (this.#signal.aborted) return;
      }
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    } finally {
      this.#signal.removeEventListener("abort", stop);
    }
    const last = splitter.end();
    if (last && !this.#signal.aborted) yield [score(last)];
  }

  async *follow(): AsyncGenerator<Row[], void> {}

  async close(): Promise<void> {}
}
