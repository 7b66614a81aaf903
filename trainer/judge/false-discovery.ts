/** Which of many comparisons are findings: control of the false discovery rate (Benjamini and Hochberg 1995). */

/**
 * Share of the findings that are expected to be chance. Where nothing is worse at all, a candidate is refused by chance in
 * at most so many trainings.
 */
export const FALSE_DISCOVERY_RATE = 0.05;

/**
 * Largest p-value that is a finding: of m values in rising order the k-th, for the largest k with p(k) <= k q / m; -1 where
 * there is none.
 *
 * @param q false discovery rate
 */
export function largestFinding(pValues: readonly number[], q = FALSE_DISCOVERY_RATE): number {
  const sorted = [...pValues].sort((a, b) => a - b);
  return sorted.findLast((p, k) => p <= ((k + 1) * q) / sorted.length) ?? -1;
}
