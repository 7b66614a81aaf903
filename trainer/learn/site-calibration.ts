/** Calibration of the anomaly head to a site, so that a score means there what is stated of it. */
import { ANOMALY_SCALE } from "../model/anomaly-scale.ts";
import type { Calibration } from "../model/model.ts";
import { LEAST_STEP, rawAt } from "./calibration.ts";

/**
 * The default model's calibration, its scores from one half on stretched as far as the site's ordinary events need: no more of
 * them than stated are at or above each score of {@link ANOMALY_SCALE}. Where a site has fewer, scores stay the default's:
 * what is stated is the most.
 *
 * @param standard the default model's
 * @param needed raw score for each score of the scale, from which on no more ordinary events than stated are
 */
export function calibratedForSite(standard: Calibration, needed: readonly number[]): Calibration {
  const half = (ANOMALY_SCALE[0] as { score: number }).score;
  const below = standard.probability.filter((probability) => probability < half).length;
  const knots: Calibration = {
    raw: standard.raw.slice(0, below),
    probability: standard.probability.slice(0, below),
  };
  ANOMALY_SCALE.forEach(({ score }, i) => {
    const own = rawAt(standard, score);
    const least = Math.max(
      Number.isFinite(own) ? own : Number.NEGATIVE_INFINITY,
      needed[i] as number,
      (knots.raw.at(-1) ?? Number.NEGATIVE_INFINITY) + LEAST_STEP,
    );
    // A score that the default model's calibration does not reach, and that no event needs.
    if (!Number.isFinite(least)) return;
    knots.raw.push(Math.fround(least));
    knots.probability.push(score);
  });
  return knots;
}
