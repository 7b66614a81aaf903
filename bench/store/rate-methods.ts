/** Public methods for anomalous rates, on counts by minute: how they are usually set up, with their own defaults. */
import type { Traffic } from "./traffic.ts";

export interface Alarm {
  /** `dimension name`. */
  series: string;
  /** Minute in which it was raised. */
  minute: number;
  /** What tells of it, where several alarms are told together. */
  event?: string;
  note?: string;
}

interface Method {
  name: string;
  /** Alarms from this minute on; an alarm lasts until its condition is false again. */
  judge(traffic: Traffic, from: number): Alarm[];
}

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** How long a condition holds before it is an alarm: `for: 5m`. */
const FOR_MINUTES = 5;
/** Series below this mean over an hour are left out, lines a minute: Grafana's 5/60 a second. */
const SPARSE = 5;

/** Mean of the last minutes and its deviation, for any minute, by sums. */
class Windows {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly values: Float64Array;
  constructor(values: Float64Array) {
    this.values = values;
    this.#sums = new Float64Array(values.length + 1);
    this.#squares = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      this.#sums[i + 1] = (this.#sums[i] as number) + value;
      this.#squares[i + 1] = (this.#squares[i] as number) + value * value;
    }
  }
  mean(end: number, width: number): number {
    return ((this.#sums[end] as number) - (this.#sums[end - width] as number)) / width;
  }
  deviation(end: number, width: number): number {
    const mean = this.mean(end, width);
    return Math.sqrt(
      Math.max(
        0,
        ((this.#squares[end] as number) - (this.#squares[end - width] as number)) / width - mean * mean,
      ),
    );
  }
}

function valuesOf({ series, counts, minutes }: Traffic, place: number): Float64Array {
  return Float64Array.from(
    { length: minutes },
    (_, minute) => counts[minute * series.length + place] as number,
  );
}

/** Means of five minutes, as `rate(…[5m])`. */
function smoothed(values: Float64Array): Float64Array {
  const windows = new Windows(values);
  return values.map((_, minute) => windows.mean(minute + 1, Math.min(5, minute + 1)));
}

function alarmsOf(
  traffic: Traffic,
  from: number,
  isOutside: (place: number) => (minute: number) => boolean,
): Alarm[] {
  return traffic.series.flatMap((series, place) => {
    const outside = isOutside(place);
    const alarms: Alarm[] = [];
    let held = 0;
    for (let minute = from; minute < traffic.minutes; minute++) {
      held = outside(minute) ? held + 1 : 0;
      if (held === FOR_MINUTES) alarms.push({ series, minute });
    }
    return alarms;
  });
}

export const METHODS: readonly Method[] = [
  {
    // about.gitlab.com/blog/2019/07/23/anomaly-detection-using-prometheus: beyond three deviations of the week before.
    name: "z-score over a week (Prometheus, GitLab 2019)",
    judge: (traffic, from) =>
      alarmsOf(traffic, from, (place) => {
        const windows = new Windows(smoothed(valuesOf(traffic, place)));
        return (minute) => {
          const deviation = windows.deviation(minute + 1, WEEK);
          return (
            deviation > 0 &&
            Math.abs((windows.values[minute] as number) - windows.mean(minute + 1, WEEK)) > 3 * deviation
          );
        };
      }),
  },
  {
    // github.com/grafana/promql-anomaly-detection, rules/adaptive.yml.
    name: "adaptive bands (Grafana's PromQL rules)",
    judge: (traffic, from) =>
      alarmsOf(traffic, from, (place) => {
        const level = new Windows(smoothed(valuesOf(traffic, place)));
        const filtered = new Float64Array(traffic.minutes);
        const isVariable = new Float64Array(traffic.minutes);
        for (let minute = HOUR; minute < traffic.minutes; minute++) {
          const deviation = level.deviation(minute + 1, HOUR);
          if (deviation <= 0.5 * level.mean(minute + 1, HOUR)) continue;
          filtered[minute] = deviation;
          isVariable[minute] = 1;
        }
        const sums = new Windows(filtered);
        const counted = new Windows(isVariable);
        return (minute) => {
          const mean = level.mean(minute + 1, HOUR);
          const value = level.values[minute] as number;
          if (mean < SPARSE || value === 0) return false;
          const share = counted.mean(minute + 1, 26 * HOUR);
          const width = Math.max(0.5 * mean, share > 0 ? (2 * sums.mean(minute + 1, 26 * HOUR)) / share : 0);
          let upper = mean + width;
          let lower = mean - width;
          for (const back of [WEEK - HOUR / 2, DAY - HOUR / 2]) {
            const before = level.mean(minute + 1 - back, HOUR);
            const deviation = level.deviation(minute + 1 - back, HOUR);
            upper = Math.max(upper, before + 2 * deviation);
            lower = Math.min(lower, before - 2 * deviation);
          }
          return value > upper || value < Math.max(lower, 0);
        };
      }),
  },
];
