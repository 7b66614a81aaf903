import pg, { type Pool, type QueryArrayResult } from "pg";
import { answerOf } from "../../database/database.ts";
import { expandMacros, type Fill, type TimeRange } from "./macros.ts";
import { type Chosen, interpolate } from "./variables.ts";

/** Columns of values, as Grafana's data frames are. */
export interface Frame {
  refId: string;
  fields: Field[];
}

interface Field {
  name: string;
  type: "time" | "number" | "string" | "boolean";
  values: (string | number | boolean | null)[];
}

export interface Target {
  refId: string;
  rawSql: string;
  format: "table" | "time_series";
}

export interface QueryContext {
  range: TimeRange;
  variables: ReadonlyMap<string, Chosen>;
  /** `$__interval` and `$__interval_ms`. */
  intervalMs: number;
  intervalText: string;
}

const STATEMENT_TIMEOUT_MS = 15_000;
/** A frame is for a picture: more rows than this are cut. */
const MOST_ROWS = 50_000;

/** What Postgres calls the types that are numbers and times here. */
const NUMBER_TYPES = new Set([20, 21, 23, 700, 701, 1700, 26]);
const TIME_TYPES = new Set([1114, 1184, 1082]);
const BOOLEAN_TYPE = 16;

/** The statement that a target becomes. */
export function statement(rawSql: string, context: QueryContext) {
  const withBuiltIns = rawSql
    .replaceAll(/\$\{?__interval_ms\}?/g, String(context.intervalMs))
    .replaceAll(/\$\{__interval\}|\$__interval\b/g, context.intervalText);
  return expandMacros(withBuiltIns, context.range, (part) => interpolate(part, context.variables));
}

/**
 * Runs a target as smartlog_read: one statement, read-only, with a time-out, and rolled back whatever it does.
 *
 * The extended protocol takes a single statement, so that none could be smuggled in behind it.
 */
export async function runTarget(pool: Pool, target: Target, context: QueryContext): Promise<Frame> {
  const { sql, fill } = statement(target.rawSql, context);
  const result = await readOnly(pool, sql);
  const frame = toFrame(target.refId, result);
  return target.format === "time_series" ? toSeries(frame, context.range, fill) : frame;
}

/**
 * The rows of one statement, as arrays.
 *
 * @throws HttpError 503 where the database is away; pg.DatabaseError
 */
export function readOnly(pool: Pool, sql: string): Promise<QueryArrayResult> {
  return answerOf(read(pool, sql));
}

async function read(pool: Pool, sql: string): Promise<QueryArrayResult> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin transaction read only");
    await client.query(
      `set local role smartlog_read; set local search_path = smartlog; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`,
    );
    return await client.query({
      text: sql,
      rowMode: "array",
      queryMode: "extended",
      types: { getTypeParser: () => (value: string) => value },
    } as never);
  } catch (error) {
    // What is not the server's word is the connection's: nothing more is to be asked there.
    if (!(error instanceof pg.DatabaseError)) broken = error as Error;
    throw error;
  } finally {
    if (!broken)
      await client.query("rollback").catch((error: Error) => {
        broken = error;
      });
    client.release(broken);
  }
}

function toFrame(refId: string, { fields, rows }: QueryArrayResult): Frame {
  const kept = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS) : rows;
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
function toSeries(frame: Frame, range: TimeRange, fill: (Fill & { stepMs: number }) | undefined): Frame {
  const time = frame.fields.find((field) => field.type === "time");
  if (!time) throw new Error("a time series needs a column named time");
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
    if (count <= MOST_ROWS) for (let at = first; at <= range.to.getTime(); at += stepMs) times.add(at);
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
