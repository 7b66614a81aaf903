/** Which days a report is about: whole ones (UTC), as the store counts them. */
import type { Pool } from "pg";
import { DAY_MS, type DayRange } from "../../store/report/range.ts";
import { lastDay } from "../../store/report/traffic.ts";

/** The last whole days before a time: one report follows the other without a gap. */
export function lastDays(days: number, now: Date): DayRange {
  const to = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return { from: new Date(to - days * DAY_MS), to: new Date(to) };
}

/** As many whole days as lie between two times of day, the last whole ones before the end. */
export function wholeDays({ from, to }: DayRange): DayRange {
  return lastDays(Math.max(1, Math.round((to.getTime() - from.getTime()) / DAY_MS)), to);
}

/** So many days, a day and those before it. */
export function daysUpTo(days: number, last: Date): DayRange {
  return lastDays(days, new Date(last.getTime() + DAY_MS));
}

/** The last whole days; with today's, which goes on, where lines came today and in none of the days before. */
export async function lastDaysOf(pool: Pool, days: number, now: Date): Promise<DayRange> {
  const range = lastDays(days, now);
  const [whole, last] = [await lastDay(pool, new Date(range.to.getTime() - 1)), await lastDay(pool, now)];
  const isBare = whole === null || whole < range.from;
  return isBare && last !== null && last >= range.to ? daysUpTo(days, last) : range;
}
