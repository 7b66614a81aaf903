/** Alarms by day, beside what was promised. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { alarmsByDay, notePromise } from "../../store/alarms.ts";
import { saveAnnotation } from "../../store/annotations.ts";
import { ingest } from "../../store/ingest.ts";
import { mergeTemplates } from "../../store/templates.ts";
import { NOON, row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const MIDNIGHT = NOON - 12 * HOUR;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.feedback, smartlog.alarm_promises");
});

let made = 0;
/** Stores anomalies, some seconds after the midnight before the last. */
async function anomalies(...events: [seconds: number, tpl: string, event?: Partial<SmartlogEvent>][]) {
  const rows = events.map(([seconds, tpl, event]) =>
    row(++made, {
      label: "anomaly",
      severity: "low",
      why: ["template:new"],
      tpl,
      ts: MIDNIGHT + seconds,
      ...event,
    }),
  );
  await ingest(store.pool, "t", rows);
}

const at = (seconds: number) => new Date((MIDNIGHT + seconds) * 1000);
const days = (from: number, to: number) => alarmsByDay(store.pool, at(from), at(to));

test("an alarm is all anomalies of one template within an hour", async () => {
  await anomalies(
    [10, "aaaaaaaa"],
    [3599, "aaaaaaaa"],
    [3600, "aaaaaaaa"],
    [20, "bbbbbbbb"],
    [DAY + 1, "aaaaaaaa"],
  );
  await ingest(store.pool, "t", [row(9000, { ts: MIDNIGHT + 30, tpl: "cccccccc" })]);
  expect(await days(0, 2 * DAY)).toEqual([
    { day: at(0), promised: null, alarms: 3, anomalies: 4, faults: 0 },
    { day: at(DAY), promised: null, alarms: 1, anomalies: 1, faults: 0 },
  ]);
  // A begun day is told whole.
  expect(await days(7200, 7201)).toMatchObject([{ day: at(0), alarms: 3 }]);
});

test("known faults are told apart, and what people said themselves is no alarm", async () => {
  await anomalies(
    [10, "aaaaaaaa", { why: ["level:high", "fault:disk"] }],
    [11, "aaaaaaaa", { why: ["fault:disk"] }],
    [12, "bbbbbbbb", { why: ["taught:anomaly"] }],
    [13, "cccccccc", { id: "00000000000000cc" }],
    [14, "cccccccc"],
    [15, "dddddddd"],
    [16, "eeeeeeee", { muted: true }],
  );
  expect(await days(0, DAY)).toMatchObject([{ alarms: 2, anomalies: 6, faults: 1 }]);
  await saveAnnotation(store.pool, "00000000000000cc", { label: "anomaly", annotator: "ops" });
  expect(await days(0, DAY)).toMatchObject([{ alarms: 1, anomalies: 6, faults: 1 }]);
  // Nor is the template that a training put it into.
  await mergeTemplates(store.pool, new Map([[0xcccccccc, 0xffffffff]]));
  await anomalies([17, "ffffffff"]);
  expect(await days(0, DAY)).toMatchObject([{ alarms: 1, anomalies: 7, faults: 1 }]);
  // Whose newest word is another did not confirm it.
  await saveAnnotation(store.pool, "00000000000000cc", { label: "normal", annotator: "ops" });
  expect(await days(0, DAY)).toMatchObject([{ alarms: 3 }]);
});

test("the promise of a day is the one that held when it began", async () => {
  const promise = { threshold: 0.75, days: 7, model: "2026-11-21.1" };
  await notePromise(store.pool, { ...promise, alarmsADay: undefined, days: undefined });
  expect((await store.pool.query("select from smartlog.alarm_promises")).rowCount).toBe(0);
  await notePromise(store.pool, { ...promise, alarmsADay: 20 });
  await store.pool.query("update smartlog.alarm_promises set since = $1", [at(HOUR)]);
  await notePromise(store.pool, { ...promise, alarmsADay: undefined, days: undefined });
  await store.pool.query("update smartlog.alarm_promises set since = $1 where alarms_a_day is null", [
    at(DAY + HOUR),
  ]);
  expect((await days(0, 3 * DAY)).map(({ promised }) => promised)).toEqual([null, 20, null]);
});

test("readers and the trainer see alarms; the trainer alone promises, and can't change what it promised", async () => {
  const promise = "insert into smartlog.alarm_promises (alarms_a_day, threshold, model) values (5, 0.5, 'x')";
  const reader = await store.as("read");
  const trainer = await store.as("train");
  try {
    for (const client of [reader, trainer])
      expect(
        (await client.query("select * from smartlog.alarms_by_day($1, $2)", [at(0), at(DAY)])).rowCount,
      ).toBe(1);
    await expect(reader.query(promise)).rejects.toThrow(/read-only|permission denied/);
    await trainer.query(promise);
    await expect(trainer.query("delete from smartlog.alarm_promises")).rejects.toThrow("permission denied");
    await expect(trainer.query("update smartlog.alarm_promises set alarms_a_day = 9")).rejects.toThrow(
      "permission denied",
    );
  } finally {
    await reader.end();
    await trainer.end();
  }
});
