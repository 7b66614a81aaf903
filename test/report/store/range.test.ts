/** Which days a report is about. */
import { expect, test } from "vitest";
import { daysUpTo, lastDays, wholeDays } from "../../../report/store/range.ts";
import { dayText, rangeText } from "../../../report/store/words.ts";

const range = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

test("the last days are whole ones, and those of the next week follow without a gap", () => {
  const week = lastDays(7, new Date("2026-11-30T07:10:00Z"));
  expect(week).toEqual(range("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"));
  expect(lastDays(7, new Date("2026-12-07T23:59:59Z")).from).toEqual(week.to);
  expect(lastDays(1, new Date("2027-01-01T00:00:00Z"))).toEqual(
    range("2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"),
  );
  expect(daysUpTo(7, new Date("2026-11-29Z"))).toEqual(week);
});

test.each([
  ["2026-11-23T08:00:00Z", "2026-11-30T08:00:00Z", "23 to 29 Nov 2026"],
  // An hour less: clocks went forward.
  ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z", "23 to 29 Mar 2026"],
  ["2026-11-29T08:00:00Z", "2026-11-30T08:00:00Z", "29 Nov 2026"],
  ["2026-11-30T07:59:00Z", "2026-11-30T08:00:00Z", "29 Nov 2026"],
])("from %s to %s are %s", (from, to, text) => {
  expect(rangeText(wholeDays(range(from, to)))).toBe(text);
});

test("days are written as people do, within a month, a year, and over them", () => {
  expect(rangeText(range("2026-10-30Z", "2026-11-06Z"))).toBe("30 Oct to 5 Nov 2026");
  expect(rangeText(range("2026-12-28Z", "2027-01-04Z"))).toBe("28 Dec 2026 to 3 Jan 2027");
  expect(dayText(new Date("2026-02-01Z"))).toBe("1 Feb 2026");
});
