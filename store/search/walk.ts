/**
 * Goes through a range of time slice by slice, from one end, until the work has enough or the time is over. So a search
 * needs no more than its budget, whatever the store holds, and always knows how far it came.
 */
import pg, { type Pool } from "pg";
import { partitionBounds } from "../partitions/partitions.ts";
import { readOnly } from "../read-only.ts";

/** [from, to), milliseconds since the epoch. */
export interface Range {
  from: number;
  to: number;
}

/** How much of a range was gone through: all of [from, to), or what is `complete: false` a part at the end that comes first. */
export interface Searched extends Range {
  complete: boolean;
}

export interface Slice extends Range {
  /** What a statement may take, milliseconds. */
  timeoutMs: number;
}

export interface WalkOptions {
  range: Range;
  /** From the oldest on; from the newest where left out. */
  ascending?: boolean;
  budgetMs: number;
}

/** Goes on, or has enough: then nothing is said of the rest of its slice. */
export type Step = "go on" | "enough";

const FIRST_STEP_MS = 3_600_000;
const MOST_STEP_MS = 64 * 86_400_000;
const LEAST_STEP_MS = 1_000;
/** A slice that was quicker is followed by a longer one; one that was slower, by a shorter one. */
const QUICK_MS = 150;
const SLOW_MS = 700;
/** What a statement may take at least, though the budget is nearly spent. */
const LEAST_TIMEOUT_MS = 250;
/** Events that are always looked at, so that each call gets on: some tenths of a second of the dearest condition. */
const LEAST_EVENTS = 20_000;
const LEAST_EVENTS_TIMEOUT_MS = 10_000;
const QUERY_CANCELED = "57014";

/**
 * @param work on a slice, after the ones before it; thrown query_canceled makes it smaller
 * @returns how far it came; where the work had enough, up to the slice in which it had
 */
export async function walk(
  db: Pool,
  { range, ascending = false, budgetMs }: WalkOptions,
  work: (slice: Slice) => Promise<Step>,
): Promise<Searched & { enough: boolean }> {
  const ends = performance.now() + budgetMs;
  const left = () => Math.max(LEAST_TIMEOUT_MS, ends - performance.now());
  let [low, high] = [range.from, range.to];
  let step = FIRST_STEP_MS;
  let isFirst = true;
  for (const part of await filledParts(db, range, ascending)) {
    // What lies between partitions holds nothing.
    if (ascending) low = Math.max(low, part.from);
    else high = Math.min(high, part.to);
    while (ascending ? low < part.to : high > part.from) {
      if (!isFirst && performance.now() >= ends) return partial(range, ascending, low, high, false);
      let slice = ascending
        ? { from: low, to: Math.min(part.to, low + step) }
        : { from: Math.max(part.from, high - step), to: high };
      const began = performance.now();
      try {
        if ((await work({ ...slice, timeoutMs: left() })) === "enough")
          return partial(range, ascending, low, high, true);
      } catch (error) {
        if (!isCanceled(error)) throw error;
        step = Math.max(LEAST_STEP_MS, (slice.to - slice.from) / 8);
        if (performance.now() < ends && slice.to - slice.from > LEAST_STEP_MS) continue;
        if (!isFirst) return partial(range, ascending, low, high, false);
        slice = await leastSlice(db, slice, ascending);
        if ((await work({ ...slice, timeoutMs: LEAST_EVENTS_TIMEOUT_MS })) === "enough")
          return partial(range, ascending, low, high, true);
      }
      isFirst = false;
      if (ascending) low = slice.to;
      else high = slice.from;
      const took = performance.now() - began;
      if (took < QUICK_MS) step = Math.min(MOST_STEP_MS, step * 4);
      else if (took > SLOW_MS) step = Math.max(LEAST_STEP_MS, step / 2);
    }
  }
  return { ...range, complete: true, enough: false };
}

function partial(
  range: Range,
  ascending: boolean,
  low: number,
  high: number,
  enough: boolean,
): Searched & { enough: boolean } {
  const reached = ascending ? { from: range.from, to: low } : { from: high, to: range.to };
  return { ...reached, complete: false, enough };
}

/** The parts of a range that partitions cover, in order. */
async function filledParts(db: Pool, { from, to }: Range, ascending: boolean): Promise<Range[]> {
  const parts = (await partitionBounds(db))
    .map((part) => ({ from: Math.max(from, part.from), to: Math.min(to, part.to) }))
    .filter((part) => part.from < part.to);
  return ascending ? parts : parts.reverse();
}

/** The end of a slice that comes first, with so many events that it can be searched whatever is asked. */
async function leastSlice(db: Pool, slice: Range, ascending: boolean): Promise<Range> {
  const order = ascending ? "asc" : "desc";
  const { rows } = await readOnly(
    db,
    `select extract(epoch from date_trunc('milliseconds', time)) * 1000 from events where time >= $1 and time < $2
     order by time ${order} offset ${LEAST_EVENTS} limit 1`,
    [instant(slice.from), instant(slice.to)],
  );
  if (rows[0] === undefined) return slice;
  const bound = Number(rows[0][0]);
  // At least a millisecond, so that it gets on.
  return ascending
    ? { from: slice.from, to: Math.max(bound, slice.from + 1) }
    : { from: Math.min(bound + 1, slice.to - 1), to: slice.to };
}

function isCanceled(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === QUERY_CANCELED;
}

/** A time as a parameter. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
