/** Quality of scores against labels: ranking, decisions at a threshold, calibration. */

/** A judged event. */
export interface Judged {
  /** 0..1 */
  score: number;
  label: 0 | 1;
}

export interface Metrics {
  positives: number;
  negatives: number;
  /** Area under the ROC curve; NaN where one of the two classes is empty. */
  auc: number;
  precision: number;
  recall: number;
  f1: number;
  /** Share of negatives at or above the threshold. */
  falsePositiveRate: number;
  /** Recall at the thresholds that at most 0.1 % and 1 % of the negatives reach. */
  recallAt: { fpr001: number; fpr01: number };
  /** Mean squared difference of score and label (Brier 1950). */
  brier: number;
}

/**
 * Measures scores; a ratio of nothing is NaN.
 *
 * @param threshold scores from there on say yes
 */
export function measure(events: readonly Judged[], threshold = 0.5): Metrics {
  const sorted = [...events].sort((a, b) => b.score - a.score);
  const positives = sorted.reduce((sum, event) => sum + event.label, 0);
  const negatives = sorted.length - positives;
  let hits = 0;
  let alarms = 0;
  let brier = 0;
  for (const { score, label } of sorted) {
    if (score >= threshold) {
      if (label) hits++;
      else alarms++;
    }
    brier += (score - label) ** 2;
  }
  const precision = hits + alarms ? hits / (hits + alarms) : Number.NaN;
  const recall = positives ? hits / positives : Number.NaN;
  return {
    positives,
    negatives,
    auc: areaUnderRoc(sorted, positives, negatives),
    precision,
    recall,
    f1: hits ? (2 * precision * recall) / (precision + recall) : positives ? 0 : Number.NaN,
    falsePositiveRate: negatives ? alarms / negatives : Number.NaN,
    recallAt: {
      fpr001: recallAtRate(sorted, positives, negatives, 0.001),
      fpr01: recallAtRate(sorted, positives, negatives, 0.01),
    },
    brier: sorted.length ? brier / sorted.length : Number.NaN,
  };
}

/** Area under the ROC curve: the chance that a positive scores above a negative, ties counted half (Mann and Whitney 1947). */
function areaUnderRoc(sorted: readonly Judged[], positives: number, negatives: number): number {
  if (!positives || !negatives) return Number.NaN;
  let area = 0;
  let above = 0;
  for (let i = 0; i < sorted.length; ) {
    let tiedYes = 0;
    let tiedNo = 0;
    const score = sorted[i]?.score;
    for (; i < sorted.length && sorted[i]?.score === score; i++) {
      if (sorted[i]?.label) tiedYes++;
      else tiedNo++;
    }
    area += tiedNo * (above + tiedYes / 2);
    above += tiedYes;
  }
  return area / positives / negatives;
}

/** Highest recall of any threshold that at most `rate` of the negatives reach. */
function recallAtRate(sorted: readonly Judged[], positives: number, negatives: number, rate: number): number {
  if (!positives) return Number.NaN;
  let hits = 0;
  let alarms = 0;
  let best = 0;
  for (let i = 0; i < sorted.length; ) {
    const score = sorted[i]?.score;
    for (; i < sorted.length && sorted[i]?.score === score; i++) {
      if (sorted[i]?.label) hits++;
      else alarms++;
    }
    if (alarms > negatives * rate) break;
    best = hits / positives;
  }
  return best;
}

/** A bin of a reliability diagram. */
export interface ReliabilityBin {
  /** Mean score of the events in the bin. */
  score: number;
  /** Share of positives among them. */
  share: number;
  count: number;
}

/**
 * Bins of a reliability diagram, of equal width; `score` and `share` of an empty one are NaN.
 *
 * @param bins how many
 */
export function reliability(events: readonly Judged[], bins = 10): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ score: 0, yes: 0, count: 0 }));
  for (const { score, label } of events) {
    const bin = sums[Math.min(bins - 1, Math.floor(score * bins))];
    if (!bin) continue;
    bin.score += score;
    bin.yes += label;
    bin.count++;
  }
  return sums.map(({ score, yes, count }) => ({ score: score / count, share: yes / count, count }));
}
