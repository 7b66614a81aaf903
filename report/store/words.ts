/** Counts, changes and days in words. */

import { DAY_MS, type DayRange } from "../../store/report/range.ts";
import { count } from "../document/value.ts";

/** A count with its noun. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Below it a change is chance. */
const LEAST_COMPARED = 20;

/** How much more or less than before, as `+12 %`; empty where there is too little to compare with, or it is about the same. */
export function changeText(now: number, before: number | null): string {
  if (before === null || before < LEAST_COMPARED) return "";
  const percent = Math.round((100 * (now - before)) / before);
  if (percent === 0) return "";
  if (percent >= 1000) return `${Math.round(now / before)} times as many`;
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}

/** A day (UTC), as `29 Nov 2026`. */
export function dayText(day: Date): string {
  const [, date, month, year] = day.toUTCString().split(" ");
  return `${Number(date)} ${month} ${year}`;
}

/** A day (UTC) of a chart, as `29 Nov`. */
export function shortDay(day: Date): string {
  return dayText(day).split(" ").slice(0, 2).join(" ");
}

/** The first and the last day, as `23 to 29 Nov 2026`. */
export function rangeText({ from, to }: DayRange): string {
  const last = new Date(to.getTime() - DAY_MS);
  if (last.getTime() === from.getTime()) return dayText(from);
  const [first, end] = [dayText(from).split(" "), dayText(last).split(" ")];
  const kept = first[2] !== end[2] ? 3 : first[1] !== end[1] ? 2 : 1;
  return `${first.slice(0, kept).join(" ")} to ${end.join(" ")}`;
}

/** A time to the minute (UTC), as `29 Nov 06:40`. */
export function minuteText(time: Date): string {
  const [, date, month, , clock] = time.toUTCString().split(" ");
  return `${Number(date)} ${month} ${clock?.slice(0, 5)}`;
}
