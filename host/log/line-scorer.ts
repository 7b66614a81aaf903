import { eventStart } from "../answer.ts";
import type { SmartlogEvent } from "../event.ts";
import type { Filter } from "../filter.ts";
import { writeRecord } from "../record.ts";
import type { ShipperTime } from "../time.ts";
import type { LeftOut } from "./left-out.ts";
import type { Line } from "./lines.ts";

/** A scored line on its way into the store. */
export interface Row {
  /** Arrival, seconds since the epoch. */
  time: number;
  /** The record as it leaves the filter. */
  data: string;
  /** What the filter made of it; absent only where the filter had no memory for it. */
  event: SmartlogEvent | undefined;
}

const DAY_SECONDS = 86_400;
const TIME = /"ts":[-+.0-9e]+/;

/** Scores the lines of one stream, which share one instance of the filter, and dates them. */
export class LineScorer {
  readonly #filter: Filter;
  readonly #file: string | undefined;
  readonly #leftOut: LeftOut;
  #lastTime: number | undefined;

  /**
   * @param file absolute path; with a line's offset it makes the line's id. A pipe's lines have none, and ids of one run only
   * @param leftOut where lines that had to be cut are counted
   */
  constructor(filter: Filter, file: string | undefined, leftOut: LeftOut) {
    this.#filter = filter;
    this.#file = file;
    this.#leftOut = leftOut;
  }

  /** @param read when the line was read, or for an old file when it was last written: a year for times without one */
  score(line: Line, read: ShipperTime): Row {
    const origin = this.#file === undefined ? undefined : { file: this.#file, offset: line.offset };
    const { bytes, cut } = writeRecord(line.bytes, origin, line.cut);
    this.#leftOut.addLine(cut);
    const answer = this.#filter.score(bytes, read);
    const shipperTime = read.seconds + read.nanoseconds / 1e9;
    const eventAt = eventStart(answer);
    if (eventAt < 0) return { time: shipperTime, data: answer, event: undefined };
    const event = JSON.parse(answer.slice(eventAt, -1)) as SmartlogEvent;
    const hasOwnTime = Math.abs(event.ts - shipperTime) >= 0.001;
    if (hasOwnTime) this.#lastTime = event.ts;
    if (hasOwnTime) return { time: arrivalOf(event.ts, shipperTime), data: answer, event };
    if (this.#lastTime === undefined) return { time: shipperTime, data: answer, event };
    // A line without a time (a stack trace's) belongs to the one before it. So it also has the same time whenever the
    // file is read again, and the store knows it.
    event.ts = this.#lastTime;
    const dated = answer.slice(eventAt).replace(TIME, `"ts":${event.ts}`);
    return { time: event.ts, data: answer.slice(0, eventAt) + dated, event };
  }
}

/**
 * The store believes a line's time up to a day after its arrival. Of an old file that is read now, the arrival is when
 * it was written last; but a copied file may claim to be older than its lines.
 */
function arrivalOf(lineTime: number, shipperTime: number): number {
  const seconds = Date.now() / 1000;
  return lineTime > shipperTime + DAY_SECONDS && lineTime <= seconds + DAY_SECONDS ? seconds : shipperTime;
}
