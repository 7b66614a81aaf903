/** Rows of a query as columns of values, as Grafana's data frames are. */
import type { QueryArrayResult } from "pg";
import type { TimeRange } from "../../frame/time-range.ts";
import type { Fill } from "./macros.ts";

export interface Frame {
  refId: string;
  fields: Field[];
}

interface Field {
  name: string;
  type: "time" | "number" | "string" | "boolean";
  values: (string | number | boolean | null)[];
}

/** Of a frame; further ones are cut, since a picture shows no more. */
const MAX_ROWS = 50_000;

/** Object ids of Postgres' types. */
const NUMBER_TYPES = new Set([20, 21, 23, 700, 701, 1700, 26]);
const TIME_TYPES = new Set([1114, 1184, 1082]);
const BOOLEAN_TYPE = 16;

export function toFrame(refId: string, { fields, rows }: QueryArrayResult): Frame {
  const kept = rows.length > MAX_ROWS ? rows.slice(0, MAX_ROWS) : rows;
  return {
    refId,
    fields: fields.map(({ name, dataTypeID }, column) => {
      const type = NUMBER_TYPES.has(dataTypeID)
        ? name === "time"
          ? "time"
          : "number"
        : TIME_TYPES.has(dataTypeID)
          ? "time"
          : dataTypeID === BOOLEAN_TYPE
            ? "boolean"
            : "string";
      const read = readerOf(type, NUMBER_TYPES.has(dataTypeID));
      return {
        name,
        type,
        values: kept.map((row) => (row[column] === null ? null : read(row[column] as string))),
      };
    }),
  };
}

function readerOf(type: Field["type"], isNumber: boolean): (text: string) => string | number | boolean {
  // A number in a column named time is seconds since the epoch.
  if (type === "time") return isNumber ? (text) => Number(text) * 1000 : timeOf;
  if (type === "number") return Number;
  if (type === "boolean") return (text) => text === "t";
  return (text) => text;
}

/** `2026-11-21 06:41:05.123+00` as milliseconds since the epoch. */
function timeOf(text: string): number {
  const iso = text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
  return Date.parse(/[+-]\d\d:?\d\d$|Z$/.test(iso) ? iso : `${iso}Z`);
}

/** Rows of time, metric and value as one column a metric, in steps without holes where the query asks for it. */
export function toSeries(
  frame: Frame,
  range: TimeRange,
  fill: (Fill & { stepMs: number }) | undefined,
): Frame {
  const time = frame.fields.find((field) => field.type === "time");
  if (!time) throw new TypeError("a time series needs a column named time");
  const names = frame.fields.filter((field) => field.type === "string");
  const numbers = frame.fields.filter((field) => field.type === "number");
  const columns = new Map<string, Map<number, number | null>>();
  if (names.length === 0) for (const { name } of numbers) columns.set(name, new Map());
  for (let row = 0; row < time.values.length; row++) {
    const at = time.values[row] as number;
    const metric = names.map(({ values }) => values[row] ?? "").join(" ");
    for (const { name, values } of numbers) {
      const key = names.length === 0 ? name : numbers.length === 1 ? metric : `${metric} ${name}`;
      const column = columns.get(key) ?? new Map<number, number | null>();
      column.set(at, values[row] as number | null);
      columns.set(key, column);
    }
  }
  const times = time.values.length === 0 ? [] : steps(time.values as number[], range, fill?.stepMs);
  return {
    refId: frame.refId,
    fields: [
      { name: "time", type: "time", values: times },
      ...[...columns].map(
        ([name, values]): Field => ({ name, type: "number", values: filled(times, values, fill) }),
      ),
    ],
  };
}

function steps(seen: readonly number[], range: TimeRange, stepMs: number | undefined): number[] {
  const times = new Set(seen);
  if (stepMs !== undefined) {
    const first = Math.floor(range.from.getTime() / stepMs) * stepMs;
    const count = (range.to.getTime() - first) / stepMs;
    if (count <= MAX_ROWS) for (let at = first; at <= range.to.getTime(); at += stepMs) times.add(at);
  }
  return [...times].sort((a, b) => a - b);
}

function filled(
  times: readonly number[],
  values: ReadonlyMap<number, number | null>,
  fill: Fill | undefined,
) {
  let previous: number | null = null;
  return times.map((at) => {
    const value = values.get(at);
    if (value !== undefined && value !== null) {
      previous = value;
      return value;
    }
    if (fill?.mode === "previous") return previous;
    return fill?.mode === "value" ? fill.value : null;
  });
}
