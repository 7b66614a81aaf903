import type { Filter } from "../../host/filter.ts";
import type { Explanation } from "./explain-report.ts";

/** The known format that lines come nearest to. */
export interface NearestFormat {
  format: string;
  /** What stands where its pattern stopped, in one of the lines. */
  stopsAt: string;
}

/** A pattern that stopped before has read no more than a bracket or a date, which many formats begin with. */
const LEAST_READ_CHARACTERS = 8;

/**
 * The format that most of some lines come nearest to; undefined where none reads more than a few characters of them.
 *
 * @param lines lines that no format reads
 */
export function nearestFormat(filter: Filter, lines: readonly string[]): NearestFormat | undefined {
  const found = new Map<string, { stopsAt: string; lines: number }>();
  for (const line of lines) {
    const { nearest, stopped = "" } = JSON.parse(
      filter.explain(JSON.stringify({ log: line })),
    ) as Explanation;
    // Cut between the bytes of a character, it ends with U+FFFD.
    const stopsAt = stopped.replace(/\ufffd+$/, "");
    if (nearest === undefined || line.lastIndexOf(stopsAt) < LEAST_READ_CHARACTERS) continue;
    const known = found.get(nearest);
    found.set(nearest, { stopsAt: known?.stopsAt ?? stopsAt, lines: (known?.lines ?? 0) + 1 });
  }
  const [best] = [...found].sort(([, a], [, b]) => b.lines - a.lines);
  return best && { format: best[0], stopsAt: best[1].stopsAt };
}
