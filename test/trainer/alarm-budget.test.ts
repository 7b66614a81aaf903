/** The alarm budget travels in the model, and outlives new weights, new settings and a new module. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defaultModulePath } from "../../host/module.ts";
import { alarmBudget, withAlarmBudget, withPromise } from "../../trainer/model/alarm-budget.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { changeSettings, readSettings } from "../../trainer/model/settings.ts";

const built = readFileSync(defaultModulePath());
const budgeted = withAlarmBudget(built, 20);
const promised = withPromise(budgeted, { threshold: 0.75, days: 7 });
const thresholdOf = (module: Uint8Array) => readSettings(module).thresholds.anomaly;

test("a module has none at first, and a threshold that training promised nothing for", () => {
  expect(alarmBudget(built)).toBeUndefined();
  expect(withPromise(built, { threshold: 0.75, days: 7 }).equals(built)).toBe(true);
});

describe("a budget of alarms", () => {
  test("leaves the threshold to training, which sets no other head's", () => {
    expect(alarmBudget(budgeted)).toEqual({ alarmsADay: 20 });
    expect(thresholdOf(budgeted)).toBe(0.5);
    expect(alarmBudget(promised)).toEqual({ alarmsADay: 20, promise: { threshold: 0.75, days: 7 } });
    expect(readSettings(promised).thresholds).toEqual({ threat: 0.5, bot: 0.5, anomaly: 0.75 });
  });

  test("outlives new settings and weights, with the threshold, and is no part of the weights", () => {
    expect(alarmBudget(changeSettings(promised, { zoneMinutes: 60 }))?.promise?.threshold).toBe(0.75);
    const promoted = withWeights(promised, readModel(built).blob);
    expect(alarmBudget(promoted)).toEqual(alarmBudget(promised));
    expect(thresholdOf(promoted)).toBe(0.75);
    expect(sameWeights(readModel(built).blob, readModel(promised).blob)).toBe(true);
  });

  test("comes along with its threshold into a module that was just built", () => {
    const upgraded = withWeights(built, readModel(promised).blob);
    expect(alarmBudget(upgraded)).toEqual(alarmBudget(promised));
    expect(thresholdOf(upgraded)).toBe(0.75);
  });

  test("takes the threshold that was promised for the model's own scores", () => {
    const other = withPromise(budgeted, { threshold: 0.625, days: 5 });
    const back = withWeights(promised, readModel(other).blob);
    expect(alarmBudget(back)).toEqual(alarmBudget(other));
    expect(thresholdOf(back)).toBe(0.625);
    // Promised for another number, it says nothing of this one.
    const more = withWeights(withAlarmBudget(promised, 50), readModel(other).blob);
    expect(alarmBudget(more)).toEqual({ alarmsADay: 50 });
    expect(thresholdOf(more)).toBe(0.75);
  });

  test("that was taken away does not come back with another model", () => {
    const none = withAlarmBudget(promised, undefined);
    expect(alarmBudget(none)).toBeUndefined();
    expect(alarmBudget(withWeights(none, readModel(promised).blob))).toBeUndefined();
  });

  test.each([0, -1, 1.5, 100_001, Number.NaN])("of %s is refused", (n) => {
    expect(() => withAlarmBudget(built, n)).toThrow(/whole number/);
  });
});
