/** When people are there, as a multiple of what a mean hour has. All by UTC. */
import { daylight } from "../lib/clock.ts";

export const HOUR_SECONDS = 3600;
export const DAY_SECONDS = 86_400;

export type Cycle = (time: number) => number;

const isWeekend = (time: number) => [0, 6].includes(new Date(time * 1000).getUTCDay());
const hourOf = (time: number) => (time % DAY_SECONDS) / HOUR_SECONDS;

/** Machines. */
export const steady: Cycle = () => 1;

/** Customers: less at night and on weekends; more behind the newsletter of Wednesday, 10:00. */
export const customers: Cycle = (time) => daylight(time) * (isWeekend(time) ? 0.8 : 1) * newsletter(time);

function newsletter(time: number): number {
  const hours = hourOf(time) - 10;
  return new Date(time * 1000).getUTCDay() === 3 && hours >= 0 && hours < 2 ? 1 + 1.2 * Math.exp(-hours) : 1;
}

/** An office: from 7 to 18 on working days; at other times a few machines that stay on. */
export const office: Cycle = (time) => {
  const hour = hourOf(time);
  if (isWeekend(time) || hour < 6.5 || hour > 19) return 0.06;
  return hour < 8 || hour > 17.5 ? 0.9 : hour > 12 && hour < 13 ? 1.5 : 2.2;
};

/** Sundays at three in the morning, and the like: the time of the week that is next at or after `time`. */
export function nextWeekly(time: number, weekday: number, hour: number): number {
  const midnight = Math.floor(time / DAY_SECONDS) * DAY_SECONDS;
  for (let day = midnight; ; day += DAY_SECONDS) {
    const at = day + hour * HOUR_SECONDS;
    if (at >= time && new Date(day * 1000).getUTCDay() === weekday) return at;
  }
}
