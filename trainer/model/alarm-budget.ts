/**
 * The alarm budget in a model: section `BDGT`, JSON, which the module does not read. It says how many alarms a day people want
 * at most, and what the last training promised for that; the threshold of `anomaly` that follows is a setting (`SETT`).
 */
import { Filter } from "../../host/filter.ts";
import { changeSections } from "./change.ts";
import { ModelError } from "./error.ts";
import { type Sections, splitSections } from "./sections.ts";
import { withThresholds } from "./settings.ts";

/** Most alarms a day that can be asked for. */
export const MOST_ALARMS = 100_000;

/** What a training found. */
export interface AlarmPromise {
  /** Score from which on `anomaly` labels. */
  threshold: number;
  /** Days that it was found on. */
  days: number;
}

export interface AlarmBudget {
  alarmsADay: number;
  /** Absent until a training has seen the site's own scores. */
  promise?: AlarmPromise;
}

/** The budget in a model's sections; undefined where there is none. */
function budgetOf(sections: Sections): AlarmBudget | undefined {
  const body = sections.get("BDGT");
  return body && ((JSON.parse(body.toString()) as AlarmBudget | null) ?? undefined);
}

/** @throws ModelError where the module has no sound model */
export function alarmBudget(module: Uint8Array): AlarmBudget | undefined {
  return budgetOf(splitSections(Filter.load(module).modelBytes()));
}

/**
 * The module with another budget, or none. Its threshold stays until a training sets it ({@link withPromise}).
 *
 * @throws ModelError where the number is none, or the module has no sound model
 */
export function withAlarmBudget(module: Uint8Array, alarmsADay: number | undefined): Buffer {
  if (
    alarmsADay !== undefined &&
    !(Number.isInteger(alarmsADay) && alarmsADay > 0 && alarmsADay <= MOST_ALARMS)
  )
    throw new ModelError(`alarms a day are a whole number from 1 to ${MOST_ALARMS}, ${alarmsADay} is none`);
  return changeSections(module, (sections) => {
    // A section without a budget: what was taken away does not come back with another model.
    putBudget(sections, alarmsADay === undefined ? null : { alarmsADay });
  });
}

/** The module with the threshold that keeps its budget; a module without one stays as it is. */
export function withPromise(module: Uint8Array, promise: AlarmPromise): Buffer {
  return changeSections(module, (sections) => {
    const budget = budgetOf(sections);
    if (!budget) return;
    putBudget(sections, { alarmsADay: budget.alarmsADay, promise });
    putThreshold(sections, promise);
  });
}

/**
 * Puts what a training promised into a model's sections, where it is about this model's scores and this budget.
 *
 * @param promised for `alarmsADay` with the model of this id
 */
export function putPromise(
  sections: Sections,
  promised: AlarmPromise & { alarmsADay: number; model: string },
): void {
  const { alarmsADay, model, threshold, days } = promised;
  if (sections.get("MDID")?.toString("ascii") !== model || budgetOf(sections)?.alarmsADay !== alarmsADay)
    return;
  putBudget(sections, { alarmsADay, promise: { threshold, days } });
  putThreshold(sections, promised);
}

function putBudget(sections: Sections, budget: AlarmBudget | null): void {
  sections.set("BDGT", Buffer.from(JSON.stringify(budget)));
}

function putThreshold(sections: Sections, { threshold }: AlarmPromise): void {
  sections.set("SETT", withThresholds(sections.get("SETT") as Buffer, { anomaly: threshold }));
}

/**
 * Settles whose budget and threshold of `anomaly` hold where a model is put into a module. Scores are the model's, so where
 * both have the same budget its own promise holds, and so does its budget in a module that was never given one.
 *
 * @param into the module's sections, with the model's weights and the module's settings
 * @param model sections as they came with the weights
 */
export function settleBudget(into: Sections, model: Sections): void {
  const [own, its] = [budgetOf(into), budgetOf(model)];
  const isTaken = into.has("BDGT") ? own?.alarmsADay === its?.alarmsADay : its !== undefined;
  if (!its || !isTaken) return;
  into.set("BDGT", model.get("BDGT") as Buffer);
  if (its.promise) putThreshold(into, its.promise);
}
