/** Days and hours of the machine's time zone, as many as memory allows. */
import type { Distinct, DistinctBudget } from "./distinct.ts";

/** A log of a year and a month; more have times that somebody made up. */
const MAX_DAYS = 400;
const QUARTER_SECONDS = 900;
export const HOURS = 24;

/** What is counted by the hour. */
export const SERIES = [
  "lines",
  "people",
  "robots",
  "attacks",
  "failedLogins",
  "besideLogins",
  "anomalies",
  "errors",
] as const;
export type SeriesName = (typeof SERIES)[number];

export class Day {
  /** As 2026-12-24. */
  readonly name: string;
  bytes = 0;
  requests = 0;
  /** Addresses with their agents that were answered; of them those that were robots or attacked. */
  readonly visitors: Distinct;
  readonly robots: Distinct;
  readonly #hours = new Float64Array(HOURS * SERIES.length);

  constructor(name: string, budget: DistinctBudget) {
    this.name = name;
    this.visitors = budget.counter();
    this.robots = budget.counter();
  }

  add(hour: number, series: SeriesName): void {
    const at = hour * SERIES.length + SERIES.indexOf(series);
    this.#hours[at] = (this.#hours[at] ?? 0) + 1;
  }

  of(hour: number, series: SeriesName): number {
    return this.#hours[hour * SERIES.length + SERIES.indexOf(series)] ?? 0;
  }

  total(series: SeriesName): number {
    let sum = 0;
    for (let hour = 0; hour < HOURS; hour++) sum += this.of(hour, series);
    return sum;
  }
}

/** A day and the hour in it. */
export interface Place {
  day: Day;
  hour: number;
}

export class Calendar {
  /** Lines of days that were thrown out, since there were too many. */
  thrownOut = 0;
  readonly #budget: DistinctBudget;
  readonly #days = new Map<string, Day>();
  #last: Place | undefined;
  #lastQuarter = Number.NaN;

  constructor(budget: DistinctBudget) {
    this.#budget = budget;
  }

  /** @param seconds since the epoch */
  at(seconds: number): Place {
    const quarter = Math.floor(seconds / QUARTER_SECONDS);
    if (this.#last && quarter === this.#lastQuarter) return this.#last;
    const time = new Date(seconds * 1000);
    const place = { day: this.#day(nameOf(time)), hour: time.getHours() };
    this.#last = place;
    this.#lastQuarter = quarter;
    return place;
  }

  /** All days, the first first. */
  get days(): Day[] {
    return [...this.#days.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #day(name: string): Day {
    const known = this.#days.get(name);
    if (known) return known;
    if (this.#days.size >= MAX_DAYS) this.#throwOut();
    const made = new Day(name, this.#budget);
    this.#days.set(name, made);
    return made;
  }

  /** Those with the fewest lines, an eighth at once. */
  #throwOut(): void {
    const byFewest = [...this.#days.values()].sort((a, b) => a.total("lines") - b.total("lines"));
    for (const day of byFewest.slice(0, MAX_DAYS / 8)) {
      this.thrownOut += day.total("lines");
      this.#budget.forget(day.visitors);
      this.#budget.forget(day.robots);
      this.#days.delete(day.name);
    }
  }
}

function nameOf(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
