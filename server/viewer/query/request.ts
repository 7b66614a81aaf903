/** A URL's time range and variables, in the form of Grafana's URLs. */
import { SmartLogError } from "../../../host/error.ts";
import type { Dashboard, Variable } from "./dashboards.ts";
import { intervalMs, intervalText, stepMs } from "./interval.ts";
import type { TimeRange } from "./macros.ts";
import type { QueryContext } from "./run.ts";
import type { Chosen } from "./variables.ts";

/** The request can't be answered as it is; the message says why. */
export class RequestError extends SmartLogError {
  override name = "RequestError";
  readonly code = "REQUEST_INVALID";
}

export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

const DEFAULT_POINTS = 300;
const MAX_POINTS = 2_000;
const MIN_STEP_MS = 1_000;
const MAX_VALUES = 1_000;

const UNITS: Readonly<Record<string, (date: Date, amount: number) => void>> = {
  s: (date, amount) => date.setUTCSeconds(date.getUTCSeconds() + amount),
  m: (date, amount) => date.setUTCMinutes(date.getUTCMinutes() + amount),
  h: (date, amount) => date.setUTCHours(date.getUTCHours() + amount),
  d: (date, amount) => date.setUTCDate(date.getUTCDate() + amount),
  w: (date, amount) => date.setUTCDate(date.getUTCDate() + 7 * amount),
  M: (date, amount) => date.setUTCMonth(date.getUTCMonth() + amount),
  y: (date, amount) => date.setUTCFullYear(date.getUTCFullYear() + amount),
};

const ISO_8601 = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** `now-24h`, milliseconds since the epoch, or a time in ISO 8601. @throws RequestError */
function parseTime(text: string, now: Date): Date {
  const date = dateOf(text, now);
  // Years that Postgres has, too.
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1900 || date.getUTCFullYear() > 9000)
    throw new RequestError(`not a time: ${text.slice(0, 50)}`);
  return date;
}

function dateOf(text: string, now: Date): Date {
  const relative = /^now(?:([+-])(\d{1,6})([smhdwMy]))?$/.exec(text);
  if (relative) {
    const date = new Date(now);
    const [, sign, amount, unit] = relative;
    if (unit) UNITS[unit]?.(date, Number(`${sign}${amount}`));
    return date;
  }
  // Date would accept other texts, too: "x 1" is a day of 2001.
  return /^-?\d{1,15}$/.test(text) ? new Date(Number(text)) : new Date(ISO_8601.test(text) ? text : "");
}

function rangeOf(parameters: Parameters, dashboard: Dashboard, now = new Date()): TimeRange {
  const from = parseTime(one(parameters.from) ?? dashboard.time.from, now);
  const to = parseTime(one(parameters.to) ?? dashboard.time.to, now);
  if (to <= from) throw new RequestError("the range ends before it begins");
  return { from, to };
}

/** What a panel's queries need, from a URL's parameters. @throws RequestError */
export function contextOf(parameters: Parameters, dashboard: Dashboard, now = new Date()): QueryContext {
  const range = rangeOf(parameters, dashboard, now);
  const rangeMs = range.to.getTime() - range.from.getTime();
  const points = Math.min(Math.max(Number(one(parameters.points)) || DEFAULT_POINTS, 10), MAX_POINTS);
  const step = stepMs(rangeMs, points, MIN_STEP_MS);
  const variables = new Map(
    dashboard.templating.list.map((variable) => [variable.name, choose(variable, parameters, rangeMs)]),
  );
  return { range, variables, intervalMs: step, intervalText: intervalText(step) };
}

function choose(variable: Variable, parameters: Parameters, rangeMs: number): Chosen {
  const given = parameters[`var-${variable.name}`];
  const asked = (Array.isArray(given) ? given : given === undefined ? [] : [given]).slice(0, MAX_VALUES);
  const chosen: Chosen = { name: variable.name, values: asked, multi: variable.multi === true };
  if (variable.type === "interval") return { ...chosen, values: [interval(variable, asked[0], rangeMs)] };
  if (variable.includeAll && (asked.length === 0 || asked.includes("$__all") || asked.join() === "All"))
    return { ...chosen, values: [], all: variable.allValue ?? "''" };
  if (asked.length > 0) return variable.multi ? chosen : { ...chosen, values: asked.slice(0, 1) };
  return { ...chosen, values: [defaultOf(variable)] };
}

/** What stands where nothing is chosen: of a list of which one counts, the first. */
function defaultOf({ type, query = "" }: Variable): string {
  if (type === "custom") return query.split(",")[0] ?? "";
  return type === "textbox" ? query : "";
}

function interval(variable: Variable, asked: string | undefined, rangeMs: number): string {
  const offered = (variable.query ?? "").split(",");
  // Only what the dashboard offers, or auto; a step finer than a pixel is only slow.
  if (asked !== undefined && offered.includes(asked) && rangeMs / intervalMs(asked) <= MAX_POINTS)
    return asked;
  const least = intervalMs(variable.auto_min ?? "1m");
  return intervalText(stepMs(rangeMs, variable.auto_count ?? 60, least));
}

/** The value of a parameter that counts once: the first. */
function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
