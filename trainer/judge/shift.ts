/**
 * Shift of events that nobody says anything of. What rises there without a reason may be people who become robots. What falls
 * may be attacks that become ordinary: above all of sources that attack by rules in other events; of the others some may
 * fall, since what is called wrong is often of a kind. A fall below the threshold from below it harms nobody, and counts as
 * none.
 */
import { LARGE_SHIFT, stabilityIndex } from "../evaluate/drift.ts";
import { percent } from "../evaluate/figures.ts";
import type { Head } from "../model/model.ts";
import { countScore, emptyHistogram, type ScoreHistogram } from "./score-histograms.ts";

/** Directions in which corrections let the scores of an event move (likeness.ts): down (-1), up (1), or neither. */
export type Directions = Partial<Record<Head, Direction>>;
export type Direction = -1 | 0 | 1;

/** Heads whose shift is measured: scores of the anomaly head follow what is ordinary. */
export const SHIFTING: readonly Head[] = ["threat", "bot"];
/** Events below which a shift is not measured. */
const LEAST_EVENTS = 500;
/** Bins that are put together: scores lie in lumps, which a small step moves from one bin into the next. */
const BINS_TOGETHER = 5;
/** Share of the events above the threshold that may fall below it, and how many are too few to count. */
const FALLING = { suspect: { most: 0.02, least: 10 }, other: { most: 0.25, least: 30 } };

/** The two ways in which scores may shift. */
export type Shift = "fall" | "rise";

/** Scores of one head, of events of which no person and no rule says anything. */
export interface Unexplained {
  /** Of events whose score rises or stays; one that falls counts as if it stayed. */
  rising: ScoreHistogram;
  /** Events above the threshold, and how many of them fall below it: of sources that attack by rules, and of others. */
  suspect: Falls;
  other: Falls;
}

interface Falls {
  above: number;
  falling: number;
}

export interface Move {
  before: number;
  after: number;
  direction: Direction;
  /** Whether the source attacks by rules. */
  isSuspect: boolean;
}

export function nothingUnexplained(): Unexplained {
  return {
    rising: emptyHistogram(),
    suspect: { above: 0, falling: 0 },
    other: { above: 0, falling: 0 },
  };
}

/**
 * Counts an event, unless it moves as corrections of events that look alike let it.
 *
 * @param move its scores, and in which direction corrections let it move
 * @param threshold from which on the head says yes
 * @param events that it stands for
 */
export function countUnexplained(
  of: Unexplained,
  { before, after, direction, isSuspect }: Move,
  threshold: number,
  events = 1,
): void {
  if (direction !== 0 && Math.sign(after - before) === direction) return;
  countScore(of.rising, before, Math.max(before, after), events);
  if (before < threshold) return;
  const falls = isSuspect ? of.suspect : of.other;
  falls.above += events;
  if (after < threshold) falls.falling += events;
}

/**
 * What stands against the shift of a head's scores: sentences for people.
 *
 * @param margin share of what may fall that is left, where `of` is a sample
 */
export function againstShift(head: Head, of: Unexplained, margin = 0): { shift: Shift; text: string }[] {
  const { rising } = of;
  const events = Math.round(rising.incumbent.reduce((sum, n) => sum + n, 0));
  const whose = "of which no person and no rule says anything, and which do not look like what was corrected";
  const found: { shift: Shift; text: string }[] = [];
  for (const [which, what] of [
    ["suspect", "events of attackers"],
    ["other", "events"],
  ] as const) {
    const { most, least } = FALLING[which];
    const { above, falling } = of[which];
    if (falling >= least && falling > above * most * (1 - margin))
      found.push({
        shift: "fall",
        text:
          `The head ${head} would no longer find ${percent(falling / above, 1)} of ${Math.round(above)} ${what} ` +
          `that it finds now, ${whose} (${percent(most, 0)} is the most).`,
      });
  }
  const index = stabilityIndex(coarse(rising.incumbent), coarse(rising.candidate));
  if (events >= LEAST_EVENTS && index > LARGE_SHIFT)
    found.push({
      shift: "rise",
      text:
        `The scores of the head ${head} would shift upwards (population stability index ${index.toFixed(2)}, ` +
        `${LARGE_SHIFT} is the most) on ${events} events ${whose}.`,
    });
  return found;
}

function coarse(counts: Float64Array): Float64Array {
  const sums = new Float64Array(Math.ceil(counts.length / BINS_TOGETHER));
  counts.forEach((n, bin) => {
    const at = Math.floor(bin / BINS_TOGETHER);
    sums[at] = (sums[at] as number) + n;
  });
  return sums;
}
