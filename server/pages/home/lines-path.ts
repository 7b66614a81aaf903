/** Where the lines behind a number are. */
import { explorePath } from "../explore/query.ts";

/** @param q a query (docs/search.md); empty for all lines */
export function linesPath(q: string, { from, to }: { from: Date; to: Date }): string {
  return explorePath({ q, from: String(from.getTime()), to: String(to.getTime()) });
}

/** A text as the query language quotes it. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
