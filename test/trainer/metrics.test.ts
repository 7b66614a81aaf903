/** The evaluation's figures, against cases that one can count by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Judged, measure, reliability } from "../../trainer/evaluate/metrics.ts";
import { byFalseAlarms, isotonic } from "../../trainer/learn/calibration.ts";

const of = (...pairs: [score: number, label: 0 | 1][]): Judged[] =>
  pairs.map(([score, label]) => ({ score, label }));

describe("measure", () => {
  it("counts as the definitions say", () => {
    const metrics = measure(of([0.9, 1], [0.8, 0], [0.6, 1], [0.4, 1], [0.3, 0], [0.1, 0]));
    expect(metrics).toMatchObject({ positives: 3, negatives: 3 });
    expect(metrics.precision).toBeCloseTo(2 / 3);
    expect(metrics.recall).toBeCloseTo(2 / 3);
    expect(metrics.f1).toBeCloseTo(2 / 3);
    expect(metrics.falsePositiveRate).toBeCloseTo(1 / 3);
    // Of the nine pairs, seven are in order.
    expect(metrics.auc).toBeCloseTo(7 / 9);
    expect(metrics.recallAt.fpr001).toBeCloseTo(1 / 3);
  });

  it("gives ties half", () => {
    expect(measure(of([0.5, 1], [0.5, 0])).auc).toBe(0.5);
  });

  it("agrees with counting all pairs", () => {
    const event = fc.record({
      score: fc.integer({ min: 0, max: 5 }),
      label: fc.constantFrom<(0 | 1)[]>(0, 1),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 2, maxLength: 40 }), (events) => {
        const yes = events.filter(({ label }) => label);
        const no = events.filter(({ label }) => !label);
        fc.pre(yes.length > 0 && no.length > 0);
        let sum = 0;
        for (const a of yes) for (const b of no) sum += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
        expect(measure(events).auc).toBeCloseTo(sum / yes.length / no.length);
      }),
    );
  });

  it("has no figure where there is nothing to count", () => {
    expect(measure(of([0.2, 0])).auc).toBeNaN();
    expect(measure([]).brier).toBeNaN();
  });
});

describe("reliability", () => {
  it("puts a score of 1 into the last bin", () => {
    expect(reliability(of([1, 1], [0.95, 0]))[9]).toEqual({ score: 0.975, share: 0.5, count: 2 });
  });
});

describe("calibration", () => {
  it("never falls, and stays inside 0 and 1, whatever the scores", () => {
    const event = fc.tuple(fc.double({ min: -20, max: 20, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 200 }), (events) => {
        const { raw, probability } = isotonic(
          events.map(([x]) => x),
          events.map(([, y]) => y),
          events.map(() => 1),
        );
        expect(raw.length).toBeGreaterThanOrEqual(2);
        for (let i = 0; i < raw.length; i++) {
          expect(probability[i]).toBeGreaterThan(0);
          expect(probability[i]).toBeLessThan(1);
          if (i === 0) continue;
          expect(raw[i]).toBeGreaterThan(raw[i - 1] as number);
          expect(probability[i]).toBeGreaterThanOrEqual(probability[i - 1] as number);
        }
      }),
    );
  });

  it("lets the chosen share of ordinary events pass one half", () => {
    const raw = Array.from({ length: 10_000 }, (_, i) => i / 100);
    const { raw: knots, probability } = byFalseAlarms(raw, 0.003);
    const half = knots[probability.indexOf(0.5)] as number;
    expect(raw.filter((x) => x >= half).length / raw.length).toBeCloseTo(0.003, 3);
  });
});
