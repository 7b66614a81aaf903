/** What came when, for charts: by the hour of a short log, by the day of a longer one, gaps included. */
import type { Chart, Colour } from "../../document/report.ts";
import type { Figures, HourJson } from "../figures/figures.ts";

type Name = Exclude<keyof HourJson, "hour">;

export interface Timeline {
  step: "hour" | "day";
  /** As 12-24 06:00, or as 2026-12-24. */
  labels: string[];
  of(series: Name): number[];
}

const HOUR_MS = 3_600_000;
const MOST_HOURS = 72;
const MOST_DAYS = 400;

export function timelineOf({ hours }: Pick<Figures, "hours">): Timeline {
  const [first, last] = [hours[0], hours.at(-1)].map((each) => (each ? wallClock(each.hour) : 0));
  const isShort = ((last ?? 0) - (first ?? 0)) / HOUR_MS < MOST_HOURS;
  const length = isShort ? 13 : 10;
  const names = between(first ?? 0, last ?? 0, isShort ? HOUR_MS : 24 * HOUR_MS, length);
  const known = [...new Set(hours.map(({ hour }) => hour.slice(0, length)))];
  // Times that somebody made up lie years apart: then without gaps.
  const places = hours.length === 0 ? [] : names.length > MOST_DAYS ? known : names;
  return {
    step: isShort ? "hour" : "day",
    labels: places.map((name) => (isShort ? `${name.slice(5)}:00` : name)),
    of(series) {
      const sums = new Map<string, number>(places.map((name) => [name, 0]));
      for (const each of hours) {
        const name = each.hour.slice(0, length);
        sums.set(name, (sums.get(name) ?? 0) + each[series]);
      }
      return places.map((name) => sums.get(name) ?? 0);
    },
  };
}

/** One series over time; `what` is named in the title, as "Attacks a day". */
export function overTime(figures: Figures, what: string, series: Name, colour: Colour): Chart {
  const timeline = timelineOf(figures);
  return {
    kind: "chart",
    title: `${what} ${timeline.step === "hour" ? "an hour" : "a day"}`,
    shape: "columns",
    unit: "count",
    labels: timeline.labels,
    series: [{ name: what, colour, values: timeline.of(series) }],
  };
}

/** Milliseconds as if the local time were UTC: only for counting hours and days. */
function wallClock(hour: string): number {
  return Date.parse(`${hour.replace(" ", "T")}Z`);
}

function between(first: number, last: number, step: number, length: number): string[] {
  const names: string[] = [];
  const from = length === 10 ? first - (first % step) : first;
  for (let at = from; at <= last && names.length <= MOST_DAYS; at += step)
    names.push(new Date(at).toISOString().slice(0, length).replace("T", " "));
  return names;
}
