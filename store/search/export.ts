/** All events that fit, one after the other, in bounded memory. */
import type { Pool } from "pg";
import type { ShownName } from "./columns.ts";
import type { Order } from "./cursor.ts";
import { findEvents } from "./find.ts";
import type { Query } from "./grammar/ast.ts";
import type { Range } from "./walk.ts";

export type ExportFormat = "ndjson" | "csv";

export interface ExportOptions {
  range: Range;
  order?: Exclude<Order, "score">;
  fields: readonly ShownName[];
  format: ExportFormat;
  /** Events at most; all of them where left out. */
  limit?: number | undefined;
}

const PAGE_EVENTS = 500;
/** A record is 64 KiB at most. */
const PAGE_RECORDS = 100;
/** Of a page's search: the pages go on until the range ends. */
const PAGE_BUDGET_MS = 5_000;

/** What a spreadsheet would take for a formula, at the beginning of a text. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * @param within how a page is read, so that many exports share what others need
 * @returns pieces of text, each with the lines of a page; of CSV the first has the names
 */
export async function* exportEvents(
  query: Query,
  { range, order = "newest", fields, format, limit = Number.POSITIVE_INFINITY }: ExportOptions,
  within: <T>(work: (db: Pool) => Promise<T>) => Promise<T>,
): AsyncGenerator<string> {
  if (format === "csv") yield `${fields.join(",")}\r\n`;
  const pageEvents = fields.includes("record") ? PAGE_RECORDS : PAGE_EVENTS;
  let left = limit;
  let cursor: string | undefined;
  do {
    const most = Math.min(pageEvents, left);
    const asked = { range, order, fields, limit: most, cursor, budgetMs: PAGE_BUDGET_MS };
    const page = await within((db) => findEvents(db, query, asked));
    left -= page.events.length;
    cursor = page.next ?? undefined;
    if (page.events.length === 0) continue;
    yield format === "ndjson"
      ? `${page.events.join("\n")}\n`
      : page.events
          .map((event) => `${csvLine(JSON.parse(event) as Record<string, unknown>, fields)}\r\n`)
          .join("");
  } while (cursor !== undefined && left > 0);
}

function csvLine(event: Record<string, unknown>, fields: readonly ShownName[]): string {
  return fields.map((name) => csvCell(event[name])).join(",");
}

/** As RFC 4180 has it. A text that a spreadsheet would compute gets an apostrophe, as OWASP advises: lines are written by strangers. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = Array.isArray(value)
    ? value.join(" ")
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
