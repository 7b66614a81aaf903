/** A smaller step, where the gate refused the one that passed on the selection set. */
import type { StepTaken } from "../judge/steps.ts";
import type { FineTuned } from "../learn/fine-tune.ts";
import { between } from "../learn/interpolate.ts";
import { rebinned } from "../learn/rebin.ts";
import type { Head, Learnt, LinearWeights } from "../model/model.ts";

/** What was learnt, and what was taken of each head's step in it. */
interface Stepped extends FineTuned {
  steps: StepTaken[];
}

/** Smaller shares are none. */
const LEAST_SHARE = 1 / 16;

/**
 * Half the share of the heads that went too far; of the anomaly head, whose step takes all that is ordinary with it, none.
 *
 * @param from what the model in service learnt
 * @returns undefined where no step of these heads was taken
 */
export function stepBack(
  from: Learnt,
  { learnt, ordinary, steps }: Stepped,
  tooFar: readonly Head[],
): Stepped | undefined {
  const isBack = ({ head, share }: StepTaken) => tooFar.includes(head) && share > 0;
  if (!steps.some(isBack)) return undefined;
  const staysOrdinary = steps.some((step) => step.head === "anomaly" && isBack(step));
  const { edges } = staysOrdinary ? from : learnt;
  const onEdges = (weights: LinearWeights, of: Learnt): LinearWeights => ({
    ...weights,
    bins: rebinned(weights.bins, of.edges, edges),
  });
  const back: Learnt = staysOrdinary
    ? { ...learnt, edges, centroids: from.centroids, pca: from.pca, linear: { ...learnt.linear } }
    : { ...learnt, linear: { ...learnt.linear } };
  const taken = steps.map((step): StepTaken => {
    const { head, share } = step;
    const half = head === "anomaly" || share / 2 < LEAST_SHARE ? 0 : share / 2;
    const start = onEdges(from.linear[head], from);
    const weights = onEdges(learnt.linear[head], learnt);
    back.linear[head] = isBack(step) ? between(start, weights, half / share) : weights;
    return isBack(step) ? { ...step, share: half } : step;
  });
  return {
    learnt: back,
    ordinary: staysOrdinary ? { ...ordinary, isRefitted: false, isGivenUp: true } : ordinary,
    steps: taken,
  };
}
