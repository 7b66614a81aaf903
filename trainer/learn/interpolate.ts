/** Weights on the line between two (WiSE-FT; Wortsman and others, CVPR 2022): a part of a step of learning. */
import type { LinearWeights } from "../model/model.ts";

/**
 * @param from,to of the same edges and hashed features
 * @param share of the way, 0..1
 */
export function between(from: LinearWeights, to: LinearWeights, share: number): LinearWeights {
  const mixed = (a: Float64Array, b: Float64Array) => a.map((x, i) => x + share * ((b[i] as number) - x));
  return {
    ...to,
    bias: from.bias + share * (to.bias - from.bias),
    bins: mixed(from.bins, to.bins),
    sparse: mixed(from.sparse, to.sparse),
  };
}
