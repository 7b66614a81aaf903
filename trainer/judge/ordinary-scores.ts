/** Scores of the anomaly head that ordinary events of a replay have, by day: whether they mean what is stated of them. */
import { ANOMALY_SCALE } from "../model/anomaly-scale.ts";

/** The default model's threshold: a budget raises it, and never makes alarms of what is ordinary anywhere. */
export const LEAST_THRESHOLD = 0.5;
/** Scores of events have four decimals, rounded to the nearest: units in 1. */
export const SCORE_UNITS = 10_000;
/** Days from which on the oddest one is left out: an incident is not what is ordinary. */
const ENOUGH_DAYS = 4;

export class OrdinaryScores {
  /** Events by their score, in {@link SCORE_UNITS}, by day. */
  readonly #days = new Map<number, Uint32Array>();

  /** @param day any number that its events have in common */
  add(day: number, anomaly: number): void {
    const histogram = this.#days.get(day) ?? new Uint32Array(SCORE_UNITS + 1);
    this.#days.set(day, histogram);
    const unit = Math.round(anomaly * SCORE_UNITS);
    histogram[unit] = (histogram[unit] as number) + 1;
  }

  /** How many events score so much or more. */
  atLeast(score: number): number {
    return sumOf([...this.#days.values()], score);
  }

  /**
   * Scores from which on no more ordinary events are than {@link ANOMALY_SCALE} has it of its scores; one is never too much.
   * The day with most of them is left out where there are days enough.
   */
  scale(): number[] {
    const days = [...this.#days.values()].sort((a, b) => oddShare(a) - oddShare(b));
    if (days.length >= ENOUGH_DAYS) days.pop();
    const events = sumOf(days, 0);
    return ANOMALY_SCALE.map(({ share }) => {
      const most = Math.max(1, events * share);
      let above = 0;
      for (let unit = SCORE_UNITS; unit >= 0; unit--) {
        above += days.reduce((sum, histogram) => sum + (histogram[unit] as number), 0);
        if (above > most) return (unit + 1) / SCORE_UNITS;
      }
      return 0;
    });
  }
}

/** Events of all histograms that score so much or more. */
function sumOf(histograms: readonly Uint32Array[], score: number): number {
  const from = Math.round(score * SCORE_UNITS);
  return histograms.reduce(
    (sum, of) => sum + of.subarray(from).reduce((above, events) => above + events, 0),
    0,
  );
}

function oddShare(histogram: Uint32Array): number {
  return sumOf([histogram], LEAST_THRESHOLD) / Math.max(1, sumOf([histogram], 0));
}
