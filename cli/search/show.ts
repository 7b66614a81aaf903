/** Events of a search as lines for people, what was looked for marked in them. */
import type { ShownName } from "../../store/search/columns.ts";
import type { Pattern } from "../../store/search/grammar/ast.ts";
import { marksOf } from "../../store/search/marks.ts";
import { painted, type Style, verdict } from "../lib/colour.ts";
import { printable } from "../lib/output.ts";

export type ShownEvent = Partial<Record<ShownName, unknown>>;

/** What a line of the table is made of where nobody asks for fields. */
export const TABLE_FIELDS: readonly ShownName[] = [
  "time",
  "label",
  "severity",
  "score",
  "ip",
  "site",
  "line",
];
const WIDTHS: Partial<Record<ShownName, number>> = { label: 7, severity: 8, score: 5, ip: 15, site: 12 };

export function eventLine(
  event: ShownEvent,
  fields: readonly ShownName[],
  wanted: readonly Pattern[],
): string {
  const last = fields.length - 1;
  return fields
    .map((name, i) => {
      const text = printable(cellText(name, event[name]));
      const padded = i === last ? text : text.padEnd(WIDTHS[name] ?? 0);
      if (name === "line") return marked(padded, wanted);
      if (name === "time") return painted("dim", padded);
      return name === "label" || name === "severity" ? verdict(text, padded) : padded;
    })
    .join("  ");
}

function cellText(name: ShownName, value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (name === "time") return `${String(value).slice(0, 23).replace("T", " ")}Z`;
  if (name === "score" && typeof value === "number") return value.toFixed(2);
  if (Array.isArray(value)) return value.length > 0 ? value.join(" ") : "-";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** As grep marks what it finds. */
const MARK: Style = ["red", "bold"];

function marked(line: string, wanted: readonly Pattern[]): string {
  let text = "";
  let at = 0;
  for (const [from, to] of marksOf(line, wanted)) {
    text += `${line.slice(at, from)}${painted(MARK, line.slice(from, to))}`;
    at = to;
  }
  return text + line.slice(at);
}

/** The query with what is wrong in it pointed at; one line each. */
export function pointedAt(query: string, position: number, length: number): string {
  // Cut around the fault, so that the line fits a terminal.
  const from = Math.max(0, position - 50);
  const shown = printable(query.slice(from, position + Math.min(length, 60) + 20));
  return `  ${shown}\n  ${" ".repeat(position - from)}${"^".repeat(Math.max(1, Math.min(length, 60)))}`;
}
