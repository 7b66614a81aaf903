/** Weights of bins carried over to other edges. */
import { type Edges, firstBins } from "../model/model.ts";
import { binOf } from "./bins.ts";

/**
 * Bin weights for other edges: each new bin gets the weight of the old one in which its middle lies.
 *
 * @param weights one for each bin of all dense features under `from`
 * @param from,to edges of each dense feature, rising
 * @returns one weight for each bin under `to`
 */
export function rebinned(weights: Float64Array, from: Edges, to: Edges): Float64Array {
  const firstFrom = firstBins(from);
  const firstTo = firstBins(to);
  const total = (firstTo.at(-1) ?? 0) + (to.at(-1)?.length ?? 0) + 1;
  const out = new Float64Array(total);
  to.forEach((edges, feature) => {
    const old = from[feature] as readonly number[];
    for (let bin = 0; bin <= edges.length; bin++) {
      const low = edges[bin - 1] ?? (edges[0] ?? 0) - 1;
      const high = edges[bin] ?? (edges.at(-1) ?? 0) + 1;
      const middle = (low + high) / 2;
      const at = binOf(old, middle);
      out[(firstTo[feature] as number) + bin] = weights[(firstFrom[feature] as number) + at] as number;
    }
  });
  return out;
}
