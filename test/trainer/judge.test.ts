/** Judging: comparisons, and the shift of scores. */
import { describe, expect, it } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { stabilityIndex } from "../../trainer/evaluate/drift.ts";
import { compare } from "../../trainer/judge/compare.ts";
import { Judgements } from "../../trainer/judge/judged.ts";

const THRESHOLDS = { threat: 0.5, bot: 0.5, anomaly: 0.5 };

describe("the judge", () => {
  const judged = (worse: number) => {
    const judgements = new Judgements(new Random(1));
    for (let i = 0; i < 2000; i++) {
      const incumbent = { threat: i % 20 ? 0.1 : 0.9, bot: 0, anomaly: 0 };
      const candidate = { ...incumbent, threat: i % 1000 < worse ? 0.9 : incumbent.threat };
      judgements.add("site", 0, i % 200, { threat: 0 }, incumbent, candidate);
    }
    return compare(judgements, ["web"], THRESHOLDS, new Random(2)).find(
      ({ measure }) => measure === "false alarms",
    );
  };

  it("finds nothing worse in a model that is the same", () => {
    expect(judged(0)).toMatchObject({
      incumbent: 0.05,
      candidate: 0.05,
      low: 0,
      high: 0,
      isWorse: false,
      isBetter: false,
    });
  });

  it("finds what is worse, with an interval around the difference", () => {
    const found = judged(100);
    expect(found).toMatchObject({ isWorse: true, isBetter: false });
    const difference = (found?.candidate ?? 0) - (found?.incumbent ?? 0);
    expect(difference).toBeCloseTo(0.095, 3);
    expect(found?.low).toBeGreaterThan(0.02);
    expect(found?.low).toBeLessThan(difference);
    expect(found?.high).toBeGreaterThan(difference);
  });

  it("measures shifts as the population stability index does", () => {
    expect(stabilityIndex([50, 50], [50, 50])).toBe(0);
    // (0.8 - 0.5) ln 1.6 + (0.2 - 0.5) ln 0.4
    expect(stabilityIndex([50, 50], [80, 20])).toBeCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4), 10);
  });
});
