/** Results that are rows: --format table, json or csv. */
import { type Command, Option } from "commander";
import { stringify } from "csv-stringify/sync";

export const ROW_FORMATS = ["table", "json", "csv"] as const;

export interface RowChoice {
  format?: (typeof ROW_FORMATS)[number];
  /** True with --format json, too (program.ts). */
  json?: boolean;
}

/** --format, and --json as its short form. */
export function addRowOptions(command: Command, formats: readonly string[] = ROW_FORMATS): Command {
  return command
    .addOption(new Option("--format <format>", "of the result").choices([...formats]).default("table"))
    .addOption(new Option("--json", "short for --format json").implies({ format: "json" }));
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Rows as CSV (RFC 4180), with the names of their members above. What is no single value is JSON. A text that a spreadsheet
 * would take for a formula gets a ' in front: much of it was written by clients.
 *
 * @param columns names of members, in order; those of all rows where left out
 */
export function csv(rows: readonly object[], columns?: readonly string[], header = true): string {
  const names = columns ? [...columns] : [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify(
    rows.map((row) => names.map((name) => cell((row as Row)[name]))),
    { header, columns: names, escape_formulas: true },
  ).replace(/\n$/, "");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  return Array.isArray(value) && value.every((each) => typeof each !== "object")
    ? value.join(" ")
    : JSON.stringify(value);
}
