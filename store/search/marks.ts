/** Where a line has what a query asked for: what is marked in it. */
import type { Pattern, Query } from "./grammar/ast.ts";

/** Texts that the query looks for in the line; not those that it leaves out. */
export function wantedTexts(query: Query): Pattern[] {
  switch (query.type) {
    case "and":
    case "or":
      return query.members.flatMap(wantedTexts);
    case "text":
      return [query.pattern];
    default:
      return [];
  }
}

/**
 * Stretches of a line that hold wanted texts, in order, none over another.
 *
 * @returns begin and end of each, UTF-16 units
 */
export function marksOf(line: string, wanted: readonly Pattern[]): [from: number, to: number][] {
  const marks: [number, number][] = [];
  for (const pattern of wanted) {
    const stretches = pattern
      .filter((stretch) => stretch !== "")
      .map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    // The least that fits, so that a wildcard does not mark the rest of the line.
    const expression = new RegExp(stretches.join(".*?"), "gis");
    for (const found of line.matchAll(expression)) marks.push([found.index, found.index + found[0].length]);
  }
  marks.sort(([a], [b]) => a - b);
  const apart: [number, number][] = [];
  for (const [from, to] of marks) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}
