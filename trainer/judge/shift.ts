/**
 * Shift of the scores of events that nobody says anything of: what moves there without a reason may be an attack that
 * becomes ordinary, or people who become robots.
 */
import { LARGE_SHIFT, stabilityIndex } from "../evaluate/drift.ts";
import type { Head } from "../model/model.ts";
import type { ScoreHistogram } from "./score-histograms.ts";

/** Directions in which corrections let the scores of an event move (likeness.ts): down (-1), up (1), or neither. */
export type Directions = Partial<Record<Head, Direction>>;
export type Direction = -1 | 0 | 1;

/** Heads whose shift is measured: scores of the anomaly head follow what is ordinary. */
export const SHIFTING: readonly Head[] = ["threat", "bot"];
/** Events below which a shift is not measured. */
const LEAST_EVENTS = 500;

/**
 * The score that an event counts with after the change; undefined where it does not count, since it looks like what was
 * corrected and moves with that. A fall below the threshold from below the threshold harms nobody, and counts as none.
 *
 * @param direction in which corrections let it move
 */
export function countedScore(
  before: number,
  after: number,
  direction: Direction,
  threshold: number,
): number | undefined {
  if (direction !== 0 && Math.sign(after - before) === direction) return undefined;
  return after < before && before < threshold ? before : after;
}

/** What stands against a shift of a head's scores, as a sentence; undefined where it is small. */
export function againstShift(head: Head, { incumbent, candidate }: ScoreHistogram): string | undefined {
  const events = incumbent.reduce((sum, n) => sum + n, 0);
  const index = stabilityIndex(incumbent, candidate);
  if (events < LEAST_EVENTS || index <= LARGE_SHIFT) return undefined;
  return (
    `The scores of the head ${head} would shift (population stability index ${index.toFixed(2)}, ` +
    `${LARGE_SHIFT} is the most) on ${Math.round(events)} events of which no person and no rule says anything, ` +
    "and which do not look like what was corrected."
  );
}
