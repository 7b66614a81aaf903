/** What scenarios share. */
import type { Random } from "../../lib/random.ts";
import type { DayLine, IncidentName, Truth } from "../types.ts";

/** So many times from `at` on, a mean of `gap` seconds between them. */
export function timed(rng: Random, at: number, count: number, gap: number): number[] {
  let time = at;
  return Array.from({ length: count }, () => {
    time += rng.exponential(gap);
    return time;
  });
}

/** What is true of an incident whose lines are all its own; marks them. */
export function truthOf(
  name: IncidentName,
  classes: readonly string[],
  lines: readonly DayLine[],
  given: Pick<Truth, "plain" | "told"> & Partial<Pick<Truth, "sources" | "subjects" | "first" | "last">>,
): Truth {
  for (const line of lines) line.incident = name;
  const first = lines[0]?.time ?? given.plain;
  const last = lines.at(-1)?.time ?? given.plain;
  return { name, classes, sources: [], subjects: [], first, last, ...given };
}
