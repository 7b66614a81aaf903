/** Distributions of each head's scores under both models. */
import { HEADS, type Head } from "../model/model.ts";

/** Bins of equal width over 0..1. */
const SCORE_BINS = 20;

/** Events in each of {@link SCORE_BINS} bins. */
export interface ScoreHistogram {
  incumbent: Float64Array;
  candidate: Float64Array;
}

export type ScoreHistograms = Record<Head, ScoreHistogram>;

export function emptyHistogram(): ScoreHistogram {
  return { incumbent: new Float64Array(SCORE_BINS), candidate: new Float64Array(SCORE_BINS) };
}

export function emptyHistograms(): ScoreHistograms {
  return { threat: emptyHistogram(), bot: emptyHistogram(), anomaly: emptyHistogram() };
}

/** Counts an event's scores under both models. */
export function countScores(
  histograms: ScoreHistograms,
  before: Record<Head, number>,
  after: Record<Head, number>,
): void {
  for (const head of HEADS) countScore(histograms[head], before[head], after[head]);
}

/** @param events that the scores stand for */
export function countScore(
  { incumbent, candidate }: ScoreHistogram,
  before: number,
  after: number,
  events = 1,
): void {
  increment(incumbent, before, events);
  increment(candidate, after, events);
}

function increment(counts: Float64Array, score: number, events: number): void {
  const bin = Math.min(SCORE_BINS - 1, Math.max(0, Math.floor(score * SCORE_BINS)));
  counts[bin] = (counts[bin] as number) + events;
}
