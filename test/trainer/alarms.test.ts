/** Alarms by day, and the threshold that keeps a budget of them. */
import { describe, expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Alarms } from "../../trainer/judge/alarms.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const END = Date.UTC(2026, 10, 30, 23, 59) / 1000;
const START = END - 7 * DAY + 60;

type Told = Pick<SmartlogEvent, "tpl" | "anomaly"> & Partial<SmartlogEvent>;
const eventOf = (told: Told) => ({ label: "normal", why: [], ...told }) as unknown as SmartlogEvent;

function alarmsOf(events: readonly [seconds: number, event: Told][], confirmed: string[] = []): Alarms {
  const alarms = new Alarms(new Date(END * 1000), new Set(confirmed));
  for (const [seconds, event] of events) alarms.add(eventOf(event), seconds);
  return alarms;
}

/** Seven days, of day d the scores given, each of a template of its own; one ordinary event each hour. */
function week(scoresOf: (day: number) => readonly number[]): [number, Told][] {
  return Array.from({ length: 7 }, (_, day): [number, Told][] => [
    ...Array.from({ length: 24 }, (_, hour): [number, Told] => [
      START + day * DAY + hour * HOUR,
      { tpl: "ordinary", anomaly: 0.1 },
    ]),
    ...scoresOf(day).map((anomaly, i): [number, Told] => [
      START + day * DAY + 23.5 * HOUR + i / 1000,
      { tpl: `${day}-${i}`, anomaly },
    ]),
  ]).flat();
}

describe("an alarm", () => {
  test("is all anomalies of one template within an hour, at their highest score", () => {
    const hour = END - 2 * HOUR;
    const alarms = alarmsOf([
      [hour, { tpl: "a", anomaly: 0.6 }],
      [hour + 1, { tpl: "a", anomaly: 0.9 }],
      [hour + 2, { tpl: "b", anomaly: 0.6 }],
      [hour + HOUR, { tpl: "a", anomaly: 0.6 }],
    ]);
    expect(alarms.byDay(0.5)).toEqual([3]);
    expect(alarms.byDay(0.8)).toEqual([1]);
  });

  test("is none of a known fault, of a confirmed template, muted, of an attack or of a robot", () => {
    const alarms = alarmsOf(
      [
        [END, { tpl: "a", anomaly: 0.99, label: "anomaly", why: ["level:high", "fault:disk"] }],
        [END, { tpl: "b", anomaly: 0.99, label: "anomaly" }],
        [END, { tpl: "c", anomaly: 0.99, label: "attack" }],
        [END, { tpl: "d", anomaly: 0.99, label: "bot" }],
        [END, { tpl: "e", anomaly: 0.75 }],
        [END, { tpl: "f", anomaly: 0.75, muted: true }],
      ],
      ["b"],
    );
    expect(alarms.byDay(0.5)).toEqual([1]);
    expect([0, 0.75, 0.7501].map((score) => alarms.ordinary.atLeast(score))).toEqual([1, 1, 0]);
  });
});

describe("a budget", () => {
  test("that is kept leaves the threshold as it is", () => {
    expect(alarmsOf(week(() => [0.6, 0.9])).promise(3)).toEqual({ threshold: 0.5, days: 7 });
  });

  test("raises it to where no day uses up more than two thirds, however many scores are equal", () => {
    const alarms = alarmsOf(week((day) => (day === 3 ? [0.61, 0.7, 0.7, 0.7, 0.95] : [0.6, 0.65, 0.9])));
    const promise = alarms.promise(5);
    expect(promise).toEqual({ threshold: 0.7001, days: 7 });
    expect(alarms.byDay(0.7001)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  test("is not spent by one incident, and the days that are told are those that count", () => {
    const incident = Array.from({ length: 50 }, () => 0.98);
    const alarms = alarmsOf(week((day) => (day === 3 ? incident : [0.6, 0.65, 0.9])));
    expect(alarms.promise(3)).toEqual({ threshold: 0.6001, days: 6 });
    // Two such days are how the site is.
    const often = alarmsOf(week((day) => (day >= 3 && day < 5 ? incident : [0.6])));
    expect(often.promise(3)).toEqual({ threshold: 0.9801, days: 7 });
  });

  test("is not measured on the rest of a day in the past, unless there is nothing else", () => {
    const rest = week(() => [0.6]).slice(19);
    expect(alarmsOf(rest).promise(10)?.days).toBe(6);
    const hours = rest.slice(-13);
    expect(hours[0]?.[0]).toBeGreaterThan(END - 13 * HOUR);
    expect(alarmsOf(hours).promise(10)?.days).toBe(1);
  });

  test("of a part of a day is a part of the budget", () => {
    const scores = [0.51, 0.52, 0.53, 0.54, 0.55, 0.56];
    const hours = week(() => scores).slice(-6 - 12);
    expect(alarmsOf(hours).promise(9)).toEqual({ threshold: 0.5301, days: 1 });
  });

  test("without events promises nothing", () => {
    expect(alarmsOf([]).promise(5)).toBeUndefined();
  });

  test("above all scores is silence but for known faults", () => {
    const alarms = alarmsOf(week(() => [0.999, 0.999, 0.999]));
    const { threshold = 0 } = alarms.promise(1) ?? {};
    expect(alarms.byDay(threshold)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("what a score is to mean", () => {
  /** So many ordinary events a day, of which some score what is given. */
  const days = (of: (day: number) => readonly number[]) =>
    alarmsOf(
      Array.from({ length: 7 }, (_, day) =>
        Array.from({ length: 10_000 }, (_, i): [number, Told] => [
          START + day * DAY + i,
          { tpl: "t", anomaly: of(day)[i] ?? 0.1 },
        ]),
      ).flat(),
    );

  test("is where the site has no more ordinary events than stated: of 60,000 100 in 100,000 are 60", () => {
    const [half, seven, nine, ...rarest] = days(() =>
      Array.from({ length: 60 }, (_, i) => 0.5 + i / 1000),
    ).ordinary.scale();
    // 10 of each day, 3, 1, and one of all.
    expect([half, seven, nine]).toEqual([0.5491, 0.5561, 0.5581]);
    expect(rarest).toEqual([0.5591, 0.5591]);
  });

  test("is not moved by one day that is unlike the others", () => {
    const odd = Array.from({ length: 5000 }, () => 0.9);
    expect(days((day) => (day === 2 ? odd : [])).ordinary.scale()).toEqual([
      0.1001, 0.1001, 0.1001, 0.1001, 0.1001,
    ]);
    expect(days((day) => (day === 2 || day === 4 ? odd : [])).ordinary.scale()[0]).toBe(0.9001);
  });
});
