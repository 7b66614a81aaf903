/** What matters: effect sizes below which a difference of two models is none, however certain. */
import type { JudgedSet } from "./judged.ts";

export type Measure = "misses" | "false alarms" | "log loss";

interface Tolerance {
  /** Shares of the events for misses and false alarms; nats for the log loss. */
  absolute: Record<Measure, number>;
  /** Share of the log loss that it is held against: small relative differences of it don't matter either. */
  logLossShare: number;
}

/**
 * A site's own events are what the model is for. Lines of the corpora of the kinds that it has stand for attacks that did
 * not come this week, and for other sites' people, who matter less here. Of kinds that it has not, the model only has to
 * be of use on the day when such a log comes.
 */
const TOLERANCES: Record<JudgedSet, Tolerance> = {
  site: { absolute: { misses: 0.005, "false alarms": 0.002, "log loss": 0.02 }, logLossShare: 0.15 },
  corpus: { absolute: { misses: 0.005, "false alarms": 0.005, "log loss": 0.03 }, logLossShare: 0.2 },
  elsewhere: { absolute: { misses: 0.02, "false alarms": 0.03, "log loss": 0.1 }, logLossShare: 0.3 },
};

/**
 * Smallest difference that matters.
 *
 * @param reference the measure of the model that is held against
 */
export function toleranceOf(set: JudgedSet, measure: Measure, reference: number): number {
  const { absolute, logLossShare } = TOLERANCES[set];
  return Math.max(absolute[measure], measure === "log loss" ? logLossShare * reference : 0);
}
