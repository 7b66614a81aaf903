import type { Distinct } from "../count/distinct.ts";
import type { Counted, TopCounter } from "../count/top.ts";

/** The first of a list, and what may be missing. */
export interface List<T> {
  rows: (T & { name: string; count: number })[];
  /** Names in all, of those that are held. */
  names: number;
  /** Others came at most so often, and counts are at most so much too low; 0: all is exact. */
  error: number;
}

/** @param weight what the first have most of; the count where left out */
export function listOf<E extends Counted, T>(
  counter: TopCounter<E>,
  most: number,
  row: (entry: E, name: string) => T,
  weight?: (entry: E) => number,
): List<T> {
  return {
    rows: counter
      .top(most, weight)
      .map(([name, entry]) => ({ name, count: entry.count, ...row(entry, name) })),
    names: counter.size,
    error: counter.missed,
  };
}

/** How many different ones. */
export interface DistinctJson {
  count: number;
  is_estimate: boolean;
}

export function distinctOf({ count, isEstimate }: Distinct): DistinctJson {
  return { count, is_estimate: isEstimate };
}
