/** Lines by step and label over a range, out of the rollups. */
import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";

export interface TrafficStep {
  at: Date;
  label: Label;
  events: number;
}

export interface TrafficSteps {
  /** Where the first step begins and the last ends: whole steps. */
  from: Date;
  to: Date;
  stepMs: number;
  /** Steps without lines are left out; the oldest first. */
  steps: TrafficStep[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Each a multiple of what one of the rollups has. */
const STEPS_MS = [
  ...[1, 2, 5, 10].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 28, 91, 364].map((days) => days * DAY_MS),
];
const MOST_STEPS = 60;

/** The shortest step of which the range has 60 at most. */
export function stepOf({ from, to }: { from: Date; to: Date }): number {
  const span = to.getTime() - from.getTime();
  return STEPS_MS.find((step) => span / step <= MOST_STEPS) ?? (STEPS_MS.at(-1) as number);
}

/** Muted ones count; what SmartLog writes itself doesn't. Quick at any size: reads rollups of the step's own. */
export async function trafficSteps(
  db: Pool | ClientBase,
  range: { from: Date; to: Date },
): Promise<TrafficSteps> {
  const stepMs = stepOf(range);
  const from = new Date(Math.floor(range.from.getTime() / stepMs) * stepMs);
  const to = new Date(Math.ceil(range.to.getTime() / stepMs) * stepMs);
  const step = `${stepMs / MINUTE_MS} minutes`;
  const { rows } = await db.query<TrafficStep>(
    `select date_bin($3::interval, at, 'epoch') as at, label, sum(events)::float8 as events
     from smartlog.${rollupOf(stepMs)} where at >= $1 and at < $2 and not smartlog.is_own(kind)
     group by 1, 2 order by 1`,
    [from, to, step],
  );
  return { from, to, stepMs, steps: rows };
}

function rollupOf(stepMs: number): string {
  if (stepMs < HOUR_MS) return "rollup_minute";
  if (stepMs >= DAY_MS) return "rollup_day";
  return stepMs % (6 * HOUR_MS) === 0 ? "rollup_6h" : "rollup_hour";
}
