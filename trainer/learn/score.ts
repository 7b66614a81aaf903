/** Scores of examples in memory, as the filter gives them to events. */
import type { BinnedExamples } from "../examples/columns.ts";
import { firstBins, type Head, type Learnt, type LinearWeights } from "../model/model.ts";
import { calibrated } from "./calibration.ts";
import { logit } from "./linear.ts";

/**
 * Calibrated scores of a head, by the number of the example.
 *
 * @param learnt its edges are those of the weights and of the examples' bins
 * @param weights of the head; those of `learnt` where absent
 */
export function scorer(
  { edges, calibration, linear }: Learnt,
  data: BinnedExamples,
  head: Head,
  weights: LinearWeights = linear[head],
): (i: number) => number {
  const first = firstBins(edges);
  return (i) => calibrated(calibration[head], logit(data, first, weights, head, i));
}

/** Calibrated scores of each head. */
export function scorers(learnt: Learnt, data: BinnedExamples): Record<Head, (i: number) => number> {
  return {
    threat: scorer(learnt, data, "threat"),
    bot: scorer(learnt, data, "bot"),
    anomaly: scorer(learnt, data, "anomaly"),
  };
}
