/** Figures and times as reports write them. */
import { DAY_MS, type DayRange } from "../../store/report/range.ts";

/** A whole number with separators. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A count with its noun. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Bytes in decimal units (SI), two or three digits. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** A share, as `61 %`; `under 1 %` where it is not nothing. */
export function shareText(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return "0 %";
  const percent = (100 * part) / whole;
  return percent < 1 ? "under 1 %" : `${Math.round(percent)} %`;
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
