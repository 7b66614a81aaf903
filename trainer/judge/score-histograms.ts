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

export function emptyHistograms(): ScoreHistograms {
  const empty = (): ScoreHistogram => ({
    incumbent: new Float64Array(SCORE_BINS),
    candidate: new Float64Array(SCORE_BINS),
  });
  return { threat: empty(), bot: empty(), anomaly: empty() };
}

/** Counts an event's scores under both models. */
export function countScores(
  histograms: ScoreHistograms,
  before: Record<Head, number>,
  after: Record<Head, number>,
): void {
  for (const head of HEADS) {
    const { incumbent, candidate } = histograms[head];
    increment(incumbent, before[head]);
    increment(candidate, after[head]);
  }
}

function increment(counts: Float64Array, score: number): void {
  const bin = Math.min(SCORE_BINS - 1, Math.max(0, Math.floor(score * SCORE_BINS)));
  counts[bin] = (counts[bin] as number) + 1;
}
