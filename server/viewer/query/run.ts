/** A panel's query: from the dashboard's SQL to a frame. */
import type { Pool } from "pg";
import { readOnly } from "../../../store/read-only.ts";
import type { TimeRange } from "../../frame/time-range.ts";
import { type Frame, toFrame, toSeries } from "./frames.ts";
import { expandMacros } from "./macros.ts";
import { type Chosen, interpolate } from "./variables.ts";

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

/** The statement that a target becomes. */
export function statement(rawSql: string, context: QueryContext) {
  const withBuiltIns = rawSql
    .replaceAll(/\$\{?__interval_ms\}?/g, String(context.intervalMs))
    .replaceAll(/\$\{__interval\}|\$__interval\b/g, context.intervalText);
  return expandMacros(withBuiltIns, context.range, (part) => interpolate(part, context.variables));
}

/**
 * Runs a target as smartlog_read.
 *
 * @throws MacroError, VariableError; as {@link readOnly}
 */
export async function runTarget(pool: Pool, target: Target, context: QueryContext): Promise<Frame> {
  const { sql, fill } = statement(target.rawSql, context);
  const result = await readOnly(pool, sql);
  const frame = toFrame(target.refId, result);
  return target.format === "time_series" ? toSeries(frame, context.range, fill) : frame;
}
