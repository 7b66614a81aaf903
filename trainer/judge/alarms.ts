/**
 * Alarms of a replay, by day: what label `anomaly` costs who reads it, and the threshold that keeps a budget of them.
 *
 * An alarm is all anomalies of one template within one hour (UTC): what a person looks at once. None are lines of a known
 * fault, which are told whatever the threshold, muted ones, and templates that people confirmed as anomalies.
 */
import type { SmartlogEvent } from "../../host/event.ts";
import { isFault, isUnusualStep } from "../../host/fault.ts";
import type { AlarmPromise } from "../model/alarm-budget.ts";
import { LEAST_THRESHOLD, OrdinaryScores, SCORE_UNITS } from "./ordinary-scores.ts";

const HOUR_SECONDS = 3600;
const DAY_HOURS = 24;
/** Templates within an hour that are told apart; each event of a further one counts as an alarm. */
const MOST_OPEN = 50_000;
/** Times the budget from which on a day is an incident, whose alarms are wanted, and the other days that it takes to say so. */
const INCIDENT = { times: 2, others: 3 };
/** Share of the budget that a day may use up: the weeks to come bring lines that this one had not. */
const AIM = 2 / 3;
/** Share of the oldest day that has to be there for it to count beside others. */
const LEAST_SHARE = 0.5;

/** A day of 24 hours, counted back from the last event. */
interface Day {
  /** Its first hour that has events, since the epoch. */
  from: number;
  /** Highest score of each alarm from {@link LEAST_THRESHOLD} on. */
  scores: number[];
}

/** Counts of a replay; its events come in the order of their times. */
export class Alarms {
  /** Of events that are no attack, no robot's, no known fault, no unusual step, not muted and not confirmed. */
  readonly ordinary = new OrdinaryScores();
  /** By days before the last event. */
  readonly #days = new Map<number, Day>();
  /** Highest scores of the hour at hand, by template. */
  readonly #open = new Map<string, number>();
  readonly #confirmed: ReadonlySet<string>;
  readonly #lastHour: number;
  #hour = Number.NEGATIVE_INFINITY;

  /**
   * @param to time of the last event
   * @param confirmed templates that people confirmed as anomalies
   */
  constructor(to: Date, confirmed: ReadonlySet<string>) {
    this.#lastHour = hourOf(to.getTime() / 1000);
    this.#confirmed = confirmed;
  }

  /** @param seconds the event's time, since the epoch */
  add(event: SmartlogEvent, seconds: number): void {
    const hour = hourOf(seconds);
    if (hour !== this.#hour) this.#begin(hour);
    if (event.label === "attack" || event.label === "bot") return;
    if (isFault(event) || event.muted || this.#confirmed.has(event.tpl)) return;
    if (!isUnusualStep(event)) this.ordinary.add(this.#daysAgo, event.anomaly);
    if (event.anomaly < LEAST_THRESHOLD) return;
    const open = this.#open.get(event.tpl);
    if (open === undefined && this.#open.size >= MOST_OPEN) this.#day().scores.push(event.anomaly);
    else this.#open.set(event.tpl, Math.max(open ?? 0, event.anomaly));
  }

  /**
   * Alarms of each day, the newest last.
   *
   * @param threshold score from which on `anomaly` labels
   */
  byDay(threshold: number): number[] {
    return this.#counted().map(({ scores }) => scores.filter((score) => score >= threshold).length);
  }

  /**
   * The least threshold at which no day uses up more than {@link AIM} of the budget, but for one incident; undefined without
   * events. A further day like these uses up more with a probability of 1 in `days` + 1 (exchangeability), and has more alarms
   * than the budget with a lower one.
   */
  promise(alarmsADay: number): AlarmPromise | undefined {
    const days = this.#counted();
    if (days.length === 0) return undefined;
    const needed = days.map(({ scores, share }) =>
      thresholdOf(scores, Math.max(1, Math.floor(alarmsADay * share * AIM))),
    );
    const [worst, other = worst] = needed.toSorted((a, b) => b - a) as [number, number?];
    const isIncident =
      days.length > INCIDENT.others && Math.max(...this.byDay(other)) > INCIDENT.times * alarmsADay;
    return isIncident ? { threshold: other, days: days.length - 1 } : { threshold: worst, days: days.length };
  }

  /** Days with the share of each that the replay has, the newest last; not the oldest one where little of it is there. */
  #counted(): { scores: number[]; share: number }[] {
    this.#close();
    const days = [...this.#days]
      .sort(([a], [b]) => b - a)
      .map(([ago, { from, scores }]) => ({
        scores,
        share: (this.#lastHour - ago * DAY_HOURS - from + 1) / DAY_HOURS,
      }));
    const [oldest, ...others] = days;
    if (!oldest || others.length === 0) return days;
    const whole = others.map(({ scores }) => ({ scores, share: 1 }));
    return oldest.share < LEAST_SHARE ? whole : [oldest, ...whole];
  }

  get #daysAgo(): number {
    return Math.floor(Math.max(0, this.#lastHour - this.#hour) / DAY_HOURS);
  }

  #day(): Day {
    const ago = this.#daysAgo;
    const day = this.#days.get(ago) ?? { from: this.#hour, scores: [] };
    this.#days.set(ago, day);
    return day;
  }

  #begin(hour: number): void {
    this.#close();
    this.#hour = hour;
    this.#day();
  }

  /** Ends the hour at hand. */
  #close(): void {
    if (this.#open.size > 0) {
      const { scores } = this.#day();
      for (const score of this.#open.values()) scores.push(score);
    }
    this.#open.clear();
  }
}

function hourOf(seconds: number): number {
  return Math.floor(seconds / HOUR_SECONDS);
}

/** Least threshold at which so many alarms of a day are left. */
function thresholdOf(scores: readonly number[], most: number): number {
  const tooMuch = scores.toSorted((a, b) => b - a)[most];
  if (tooMuch === undefined) return LEAST_THRESHOLD;
  return Math.min(1, (Math.round(tooMuch * SCORE_UNITS) + 1) / SCORE_UNITS);
}
