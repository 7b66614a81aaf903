/** Calibration: from raw scores to probabilities. */
import { describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { byFalseAlarms, isotonic, rawAt } from "../../trainer/learn/calibration.ts";
import { ANOMALY_SCALE } from "../../trainer/model/anomaly-scale.ts";
import type { Calibration } from "../../trainer/model/model.ts";

/** Probability of a raw score: linear between knots, constant beyond them. */
function calibrated({ raw, probability }: Calibration, score: number): number {
  const above = raw.findIndex((x) => x > score);
  if (above === 0) return probability[0] as number;
  if (above < 0) return probability.at(-1) as number;
  const [x0, x1] = raw.slice(above - 1, above + 1) as [number, number];
  const [p0, p1] = probability.slice(above - 1, above + 1) as [number, number];
  return p0 + ((p1 - p0) * (score - x0)) / (x1 - x0);
}

const isRising = (values: readonly number[]) =>
  values.every((x, i) => i === 0 || x > (values[i - 1] as number));

describe("isotonic regression", () => {
  const rng = new Random(2);
  const raw = Array.from({ length: 20_000 }, () => rng.normal(0, 2));
  // A logit of another slope and offset than the scores say.
  const truth = (score: number) => 1 / (1 + Math.exp(-(0.5 * score - 1)));
  const labels = raw.map((score) => (rng.chance(truth(score)) ? 1 : 0));
  const knots = isotonic(
    raw,
    labels,
    raw.map(() => 1),
  );

  test("finds the shares of positives", () => {
    for (const score of [-3, -1, 0, 1, 3]) expect(calibrated(knots, score)).toBeCloseTo(truth(score), 1);
  });

  test("rises, has few knots, and is never certain", () => {
    expect(isRising(knots.raw)).toBe(true);
    expect(knots.probability).toEqual([...knots.probability].sort((a, b) => a - b));
    expect(knots.raw.length).toBeLessThanOrEqual(24);
    expect(Math.min(...knots.probability)).toBeGreaterThanOrEqual(0.001);
    expect(Math.max(...knots.probability)).toBeLessThanOrEqual(0.999);
  });

  test("counts an example by its weight", () => {
    const weighted = isotonic([1, 2, 3, 4], [1, 0, 1, 0], [3, 1, 9, 1]);
    expect(weighted.probability[0]).toBeCloseTo(0.75);
    expect(weighted.probability.at(-1)).toBeCloseTo(0.9);
  });

  test("of scores that are all equal is a line all the same", () => {
    expect(isotonic([1, 1], [1, 0], [1, 1])).toEqual({ raw: [1, 2], probability: [0.5, 0.5] });
  });
});

describe("calibration by false alarms", () => {
  const raw = Array.from({ length: 10_000 }, (_, i) => i / 10_000);
  const knots = byFalseAlarms(raw, 0.01);

  test("lets the wanted share of ordinary events pass one half", () => {
    expect(raw.filter((score) => calibrated(knots, score) >= 0.5).length / raw.length).toBeCloseTo(0.01, 3);
  });

  test("rises", () => {
    expect(isRising(knots.raw) && isRising(knots.probability)).toBe(true);
  });

  test("says of each score which share of other ordinary events reaches it, beyond what can be counted too", () => {
    const rng = new Random(5);
    // A tail as of a logit: exponential.
    const draw = () => -Math.log(1 - rng.float());
    const learnt = byFalseAlarms(Array.from({ length: 60_000 }, draw));
    const unseen = Array.from({ length: 2_000_000 }, draw);
    for (const { score, share } of ANOMALY_SCALE.filter(({ share }) => share >= 1e-5)) {
      const found = unseen.filter((raw) => calibrated(learnt, raw) >= score).length / unseen.length;
      // The last one is beyond all but one of the scores that were learnt from.
      const most = share >= 1e-4 ? 2 : 4;
      expect(found / share, `at ${score}`).toBeGreaterThan(1 / most);
      expect(found / share, `at ${score}`).toBeLessThan(most);
    }
  });

  test("of few, or equal, scores rises all the same", () => {
    for (const few of [[1, 2, 3], Array.from({ length: 100 }, () => 1)]) {
      const { raw, probability } = byFalseAlarms(few);
      expect(isRising(raw) && isRising(probability)).toBe(true);
      expect(raw.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("the raw score of a probability", () => {
  const knots = { raw: [0, 1, 3], probability: [0.1, 0.5, 0.9] };

  test.each([
    [0.05, 0],
    [0.1, 0],
    [0.3, 0.5],
    [0.5, 1],
    [0.7, 2],
    [0.95, Number.POSITIVE_INFINITY],
  ])("%s is %s", (probability, raw) => expect(rawAt(knots, probability)).toBeCloseTo(raw));
});
