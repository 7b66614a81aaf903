/** What a score of the anomaly head means (docs/event.md). */

/** Share of ordinary events that the anomaly head may score one half or more. */
export const FALSE_ALARMS = 0.001;
/** Scores from the threshold on, and how many times fewer ordinary events than at one half are there. */
export const RARER: readonly (readonly [times: number, score: number])[] = [
  [1, 0.5],
  [3, 0.7],
  [10, 0.9],
  [100, 0.99],
  [1000, 0.999],
];
/** The share of ordinary events that is at or above a score, at most. */
export const ANOMALY_SCALE: readonly { score: number; share: number }[] = RARER.map(([times, score]) => ({
  score,
  share: FALSE_ALARMS / times,
}));
