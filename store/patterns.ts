/** Patterns: templates in words, with their counts in a range of time. */
import type { Pool } from "pg";
import { readJson } from "./read-only.ts";

/** The most frequent ones; those first seen in the range; the rarest of those seen in it. */
export const SORTS = ["frequent", "new", "rare"] as const;
export type Sorted = (typeof SORTS)[number];

export interface Pattern {
  /** Template fingerprint, 8 hex digits. */
  tpl: string;
  kind: string;
  /** The template in words; hostile text. */
  pattern: string;
  /** Events in the range, and those of them that are not normal; of new and rare patterns up to 1,000. */
  events: number;
  unusual: number;
  /** ISO 8601, over all time. */
  first_seen: string;
  last_seen: string;
}

export interface PatternsAsked {
  from: Date;
  to: Date;
  /** Log types; empty for all. */
  kinds?: readonly string[];
  sorted: Sorted;
  /** Patterns at most. */
  most: number;
}

const PATTERNS = `
  select coalesce(json_agg(p), '[]') from (
    select tpl, kind, pattern, events, unusual, first_seen, last_seen
    from patterns($1::timestamptz, $2::timestamptz, $3::text[], $4, $5::integer)
  ) p`;

/** @throws as {@link readJson} */
export function patternsOf(
  pool: Pool,
  { from, to, kinds = [], sorted, most }: PatternsAsked,
): Promise<Pattern[]> {
  const names = kinds.length > 0 ? kinds : ["*"];
  const array = `{${names.map((name) => JSON.stringify(name)).join(",")}}`;
  return readJson(pool, PATTERNS, [from.toISOString(), to.toISOString(), array, sorted, String(most)]);
}
