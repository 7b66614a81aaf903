/** Judging: comparisons, and the shift of scores. */
import { describe, expect, it } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { stabilityIndex } from "../../trainer/evaluate/drift.ts";
import { compare } from "../../trainer/judge/compare.ts";
import { largestFinding } from "../../trainer/judge/false-discovery.ts";
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

  it("seldom finds a model worse that differs by chance alone", () => {
    const rng = new Random(3);
    let refused = 0;
    for (let n = 0; n < 60; n++) {
      const judgements = new Judgements(new Random(1));
      for (let i = 0; i < 6000; i++) {
        const score = () => ({ threat: rng.chance(0.05) ? 0.9 : 0.1, bot: 0, anomaly: 0 });
        judgements.add("site", i % 10, Math.floor(i / 10) % 60, { threat: 0 }, score(), score());
      }
      const kinds = Array.from({ length: 10 }, (_, kind) => `kind ${kind}`);
      const found = compare(judgements, kinds, THRESHOLDS, new Random(n), true);
      if (found.some(({ isWorse }) => isWorse)) refused++;
    }
    expect(refused).toBeLessThanOrEqual(6);
  });

  it("holds kinds that the site has not to a larger difference", () => {
    const judged = (set: "site" | "elsewhere", worse: number) => {
      const judgements = new Judgements(new Random(1));
      for (let i = 0; i < 2000; i++) {
        const incumbent = { threat: i % 20 ? 0.1 : 0.9, bot: 0, anomaly: 0 };
        const candidate = { ...incumbent, threat: i % 1000 < worse ? 0.9 : incumbent.threat };
        judgements.add(set, 0, i % 200, { threat: 0 }, incumbent, candidate);
      }
      return compare(judgements, ["web"], THRESHOLDS, new Random(2)).some(({ isWorse }) => isWorse);
    };
    expect([judged("site", 15), judged("elsewhere", 15), judged("elsewhere", 100)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("finds among many comparisons that all of few templates are lost", () => {
    const judgements = new Judgements(new Random(1));
    for (let i = 0; i < 9000; i++) {
      const found = { threat: 0.51, bot: 0.1, anomaly: 0.1 };
      const kind = i % 9;
      judgements.add("site", kind, i % 7, { threat: 1 }, found, kind ? found : { ...found, threat: 0.49 });
      for (const head of ["threat", "bot", "anomaly"])
        judgements.add("corpus", kind, i % 7, { [head]: 0 }, found, found);
    }
    const kinds = Array.from({ length: 9 }, (_, kind) => `kind ${kind}`);
    const worse = compare(judgements, kinds, THRESHOLDS, new Random(2)).filter(({ isWorse }) => isWorse);
    expect(worse.map(({ kind, measure }) => [kind, measure])).toEqual([["kind 0", "misses"]]);
  });

  it("takes for findings what the procedure's authors did", () => {
    // Benjamini and Hochberg 1995, section 4: treatments after infarction.
    const pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    expect(largestFinding(pValues, 0.05)).toBe(0.0095);
    expect(largestFinding([0.04, 0.9], 0.05)).toBe(-1);
  });

  it("measures shifts as the population stability index does", () => {
    expect(stabilityIndex([50, 50], [50, 50])).toBe(0);
    // (0.8 - 0.5) ln 1.6 + (0.2 - 0.5) ln 0.4
    expect(stabilityIndex([50, 50], [80, 20])).toBeCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4), 10);
  });
});
