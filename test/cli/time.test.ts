import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inZone, pointInTime, timeToCome } from "../../cli/lib/time.ts";

const zone = process.env.TZ;
beforeEach(() => {
  process.env.TZ = "Europe/Berlin";
  vi.useFakeTimers({ now: new Date("2026-12-01T10:30:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test.each([
  ["now", "2026-12-01T10:30:00.000Z"],
  ["90m", "2026-12-01T09:00:00.000Z"],
  ["2h", "2026-12-01T08:30:00.000Z"],
  ["7d", "2026-11-24T10:30:00.000Z"],
  ["2w", "2026-11-17T10:30:00.000Z"],
  ["today", "2026-11-30T23:00:00.000Z"],
  ["yesterday", "2026-11-29T23:00:00.000Z"],
  ["2025-05-19", "2025-05-18T22:00:00.000Z"],
  ["2025-05-19T06:00", "2025-05-19T04:00:00.000Z"],
  ["2025-05-19 06:00:30", "2025-05-19T04:00:30.000Z"],
  ["2025-05-19T06:00Z", "2025-05-19T06:00:00.000Z"],
  ["2025-05-19T06:00-07:00", "2025-05-19T13:00:00.000Z"],
])("%s is a time of this machine's zone", (text, time) => {
  expect(pointInTime(text).toISOString()).toBe(time);
});

test("for what is to come the same spans lead ahead", () => {
  expect(timeToCome("12h").toISOString()).toBe("2026-12-01T22:30:00.000Z");
});

test.each([
  "",
  "soon",
  "7",
  "d",
  "-2h",
  "2y",
  "19.05.2025",
  "2025-02-30",
  "2025-13-01",
  "2025-05-19T25:00",
  "1e3d",
])("'%s' is none", (text) => {
  expect(() => pointInTime(text)).toThrow(/has to be a time, as 2h, 7d/);
});

test("a time is said with its distance from UTC", () => {
  expect(inZone(new Date("2025-05-19T04:00:00Z"))).toBe("2025-05-19 06:00:00+02:00");
});
