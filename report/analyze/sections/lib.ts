import type { Table, Unit, Value } from "../../document/report.ts";
import { count } from "../../document/value.ts";
import type { List } from "../figures/list.ts";

/** A column: its title, its unit, and what a row has there. */
export type Column<R> = readonly [title: string, unit: Unit, value: (row: R) => Value];

/** A list as a table, with what may be missing in it. */
export function named<T>(
  title: string,
  list: List<T>,
  columns: readonly Column<List<T>["rows"][number]>[],
): Table {
  return {
    kind: "table",
    title,
    columns: columns.map(([title, unit]) => ({ title, unit })),
    rows: list.rows.map((row) => columns.map(([, , value]) => value(row))),
    ...(list.error > 0
      ? {
          note: `There were too many names to hold all: what came ${count(list.error)} times or less may be missing, and numbers may be up to ${count(list.error)} too low.`,
        }
      : {}),
  };
}

/** Durations by name. */
export function timeOf(rows: readonly (readonly [name: string, ms: number | null])[]): Table {
  return {
    kind: "table",
    title: "Response times in numbers",
    columns: [
      { title: "Of all requests", unit: "text" },
      { title: "Time", unit: "ms" },
    ],
    rows: rows.map(([name, ms]) => [name, ms]),
  };
}

/** A moment of the figures as a report has it. */
export function momentOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
