/** Drift between two distributions: the population stability index (PSI). */

/** Least share of a bin: an empty one would make the index infinite. */
const LEAST_SHARE = 1e-4;

/** Index of a large shift; 0.1 to 0.25 is moderate (Siddiqi 2006). */
export const LARGE_SHIFT = 0.25;

/**
 * Population stability index: the sum over the bins of (q - p) ln(q / p), with p and q the shares before and after.
 *
 * @param before,after counts or shares by bin, of the same bins
 * @returns 0 for equal distributions, and where one of them is empty
 */
export function stabilityIndex(before: ArrayLike<number>, after: ArrayLike<number>): number {
  const total = (counts: ArrayLike<number>) => Array.from(counts).reduce((sum, n) => sum + n, 0);
  const [a, b] = [total(before), total(after)];
  if (a === 0 || b === 0) return 0;
  let index = 0;
  for (let i = 0; i < before.length; i++) {
    const p = Math.max(LEAST_SHARE, (before[i] as number) / a);
    const q = Math.max(LEAST_SHARE, (after[i] ?? 0) / b);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}
