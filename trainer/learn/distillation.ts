/** What fine-tuning holds the heads to on the rehearsal set: the probabilities by a teacher. */
import type { Rows } from "../examples/rows.ts";
import { firstBins, HEADS, type Head, type Learnt, TEXT_HEADS } from "../model/model.ts";
import { rawAt } from "./calibration.ts";
import { logit, sigmoid } from "./linear.ts";
import { rebinned } from "./rebin.ts";

/**
 * Least logit beyond the threshold of a rehearsed attack or robot that the teacher tells right: much that is
 * ordinary at a site looks alike, and learning that it is lowers such scores first.
 */
const MARGIN = 1;

/**
 * Targets of distillation for each head.
 *
 * @param teachers of each head; the rows have the bins of `from`
 * @returns one probability for each example of the rehearsal set, NaN for the others, whose labels count
 */
export function distillationTargets(
  from: Learnt,
  teachers: Record<Head, Learnt>,
  rows: Rows,
): Record<Head, Float32Array> {
  const first = firstBins(from.edges);
  const targets = (head: Head) => {
    const { linear, edges, calibration } = teachers[head];
    const weights = { ...linear[head], bins: rebinned(linear[head].bins, edges, from.edges) };
    const threshold = rawAt(calibration[head], 0.5);
    return Float32Array.from({ length: rows.size }, (_, i) => {
      if (!rows.isFrom(i, "corpus")) return Number.NaN;
      const z = logit(rows, first, weights, head, i);
      const isToldRight = TEXT_HEADS.includes(head) && rows[head][i] === 1 && z >= threshold;
      return sigmoid(isToldRight ? Math.max(z, threshold + MARGIN) : z);
    });
  };
  return Object.fromEntries(HEADS.map((head) => [head, targets(head)])) as Record<Head, Float32Array>;
}
