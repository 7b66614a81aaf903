/** The macros of Grafana's Postgres data source, by its documented rules: what works here works there. */
import { SmartLogError } from "../../../host/error.ts";
import type { TimeRange } from "../../frame/time-range.ts";
import { intervalMs } from "./interval.ts";

/** What stands in steps without a row. */
export type Fill = { mode: "null" } | { mode: "previous" } | { mode: "value"; value: number };

export interface Expanded {
  sql: string;
  /** Set where `$__timeGroup` asks for it. */
  fill?: Fill & { stepMs: number };
}

/** A macro can't be expanded; the message says which. */
export class MacroError extends SmartLogError {
  override name = "MacroError";
  readonly code = "MACRO_INVALID";
}

const MACRO = /\$(__\w+)\(([^)]*)\)/g;

/**
 * Expands all `$__name(…)` of a statement, and lets `interpolate` put in the variables of what is between them and of
 * their arguments. In one pass over the author's text: a value is never looked at again, so no value can be a macro.
 */
export function expandMacros(
  template: string,
  range: TimeRange,
  interpolate: (part: string) => string = (part) => part,
): Expanded {
  let fill: Expanded["fill"];
  let sql = "";
  let from = 0;
  for (const match of template.matchAll(MACRO)) {
    const [whole, name = "", list = ""] = match;
    sql += interpolate(template.slice(from, match.index));
    from = match.index + whole.length;
    const args = list.split(",").map((argument) => interpolate(argument.trim()));
    // Old queries write `$__timeGroup(…),`, which stands for the alias.
    const aliased = name === "__timeGroup" && template[from] === ",";
    sql += expandOne(aliased ? "__timeGroupAlias" : name, args, range, (asked) => {
      fill = asked;
    });
  }
  sql += interpolate(template.slice(from));
  return { sql, ...(fill ? { fill } : {}) };
}

function expandOne(
  name: string,
  args: string[],
  range: TimeRange,
  setFill: (fill: Fill & { stepMs: number }) => void,
): string {
  const from = range.from.toISOString();
  const to = range.to.toISOString();
  const column = args[0] ?? "";
  const needsColumn = () => {
    if (column === "") throw new MacroError(`$${name} needs a column`);
  };
  switch (name) {
    case "__timeFrom":
      return `'${from}'`;
    case "__timeTo":
      return `'${to}'`;
    case "__time":
      needsColumn();
      return `${column} AS "time"`;
    case "__timeEpoch":
      needsColumn();
      return `extract(epoch from ${column}) as "time"`;
    case "__timeFilter":
      needsColumn();
      return `${column} BETWEEN '${from}' AND '${to}'`;
    case "__unixEpochFilter": {
      needsColumn();
      const [low, high] = [range.from, range.to].map((date) => Math.floor(date.getTime() / 1000));
      return `${column} >= ${low} AND ${column} <= ${high}`;
    }
    case "__timeGroup":
    case "__unixEpochGroup":
      return group(name, args, setFill);
    case "__timeGroupAlias":
    case "__unixEpochGroupAlias":
      return `${group(name.replace("Alias", ""), args, setFill)} AS "time"`;
    default:
      throw new MacroError(`unknown macro $${name}`);
  }
}

function group(name: string, args: string[], setFill: (fill: Fill & { stepMs: number }) => void): string {
  const [column, interval, fill] = args;
  if (!column || !interval) throw new MacroError(`$${name} needs a column and an interval`);
  let ms: number;
  try {
    ms = intervalMs(interval);
  } catch {
    throw new MacroError(`$${name}: ${interval} is no interval`);
  }
  if (fill !== undefined) setFill({ ...fillOf(name, fill), stepMs: ms });
  const seconds = ms / 1000;
  const epoch = name === "__timeGroup" ? `extract(epoch from ${column})` : `(${column})`;
  return `floor(${epoch}/${seconds})*${seconds}`;
}

function fillOf(name: string, text: string): Fill {
  if (text.toUpperCase() === "NULL") return { mode: "null" };
  if (text === "previous") return { mode: "previous" };
  const value = Number(text);
  if (Number.isNaN(value)) throw new MacroError(`$${name}: ${text} is no fill value`);
  return { mode: "value", value };
}
