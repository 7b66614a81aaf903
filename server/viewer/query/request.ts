/** A URL's time range and variables, in the form of Grafana's URLs. */
import { one, parseRange, RequestError, type TimeRange } from "../../frame/time-range.ts";
import type { Dashboard, Variable } from "./dashboards.ts";
import { intervalMs, intervalText, stepMs } from "./interval.ts";
import type { QueryContext } from "./run.ts";
import type { Chosen } from "./variables.ts";

export { RequestError };

export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

const DEFAULT_POINTS = 300;
const MAX_POINTS = 2_000;
const MIN_STEP_MS = 1_000;
const MAX_VALUES = 1_000;

function rangeOf(parameters: Parameters, dashboard: Dashboard, now = new Date()): TimeRange {
  return parseRange(
    one(parameters.from) ?? dashboard.time.from,
    one(parameters.to) ?? dashboard.time.to,
    now,
  );
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
