/** The budget of alarms: what both models would cost, and the candidate with the threshold that keeps it. */
import { alarmsByDay } from "../../store/alarms.ts";
import type { Alarms } from "../judge/alarms.ts";
import type { AlarmFigures, AlarmsFound } from "../judge/alarms-found.ts";
import { type AlarmPromise, alarmBudget, withPromise } from "../model/alarm-budget.ts";
import { readModel } from "../model/read.ts";
import type { Made } from "./candidate.ts";
import type { Site } from "./gather.ts";
import type { Run } from "./run.ts";

/** @param threshold of `anomaly`, as the module in service has it */
export async function findAlarms(
  { options }: Run,
  { facts }: Site,
  { incumbent, candidate }: Record<"incumbent" | "candidate", Alarms>,
  threshold: number,
): Promise<AlarmsFound> {
  const alarmsADay = alarmBudget(options.module)?.alarmsADay;
  const promiseOf = (alarms: Alarms) => (alarmsADay === undefined ? undefined : alarms.promise(alarmsADay));
  const [before, after] = [promiseOf(incumbent), promiseOf(candidate)];
  return {
    alarmsADay,
    inService: figuresOf(incumbent, threshold),
    incumbent: figuresOf(incumbent, before?.threshold ?? threshold, before),
    candidate: figuresOf(candidate, after?.threshold ?? threshold, after),
    stored: await alarmsByDay(options.db, facts.from, facts.to),
  };
}

/** The candidate with the threshold that keeps the budget; as it is where there is none. */
export function keepBudget(made: Made, { candidate: { promise } }: AlarmsFound): Made {
  if (!promise) return made;
  const module = withPromise(made.module, promise);
  return { module, blob: readModel(module).blob };
}

function figuresOf(alarms: Alarms, threshold: number, promise?: AlarmPromise): AlarmFigures {
  const { ordinary, atLeast } = alarms;
  return { threshold, byDay: alarms.byDay(threshold), ordinary, atLeast, ...(promise ? { promise } : {}) };
}
