/** Logistic regression, from zeros and on from weights. */
import { describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import type { BinnedExamples } from "../../trainer/examples/columns.ts";
import { type HeadProblem, logit, sigmoid } from "../../trainer/learn/linear.ts";
import { fitLogistic, type LogisticOptions, type WarmStart } from "../../trainer/learn/logistic.ts";
import { type LinearWeights, noWeights } from "../../trainer/model/model.ts";

const EDGES = [[0.5]];
const OPTIONS: LogisticOptions = { epochs: 8, rate: 0.3, l2: 1e-5, leastExamples: 1, readsText: false };

/** Examples of one feature of two bins; `share` of those in bin 1 are positive, and none of the others. */
function examples(size: number, share: number): BinnedExamples {
  const bins = Uint8Array.from({ length: size }, (_, i) => i % 2);
  const threat = Uint8Array.from(bins, (bin, i) => (bin && Math.floor(i / 2) % 100 < share * 100 ? 1 : 0));
  const none = new Uint8Array(size).fill(255);
  return {
    denseCount: 1,
    size,
    bins,
    threat,
    bot: none,
    anomaly: none,
    kind: new Uint8Array(size),
    weight: new Float32Array(size).fill(1),
    sparseFrom: new Uint32Array(size + 1),
    sparse: new Uint16Array(),
    cutsFrom: new Uint32Array(size + 1),
    cuts: new Uint16Array(),
  };
}

function problemOf(data: BinnedExamples): HeadProblem {
  const all = Uint32Array.from({ length: data.size }, (_, i) => i);
  return { head: "threat", data, edges: EDGES, sparseBits: 2, features: [0], train: all, heldOut: all };
}

const probability = (data: BinnedExamples, weights: LinearWeights, bin: 0 | 1) =>
  sigmoid(logit(data, [0], weights, "bot", bin));

describe("a head that is learnt from zeros", () => {
  const data = examples(2000, 0.8);
  const { weights, losses } = fitLogistic(problemOf(data), new Random(1), OPTIONS);

  test("gives each bin the share of its positives", () => {
    expect(probability(data, weights, 1)).toBeCloseTo(0.8, 1);
    expect(probability(data, weights, 0)).toBeLessThan(0.05);
  });

  test("stops where the loss on held-out examples rises, and keeps the best weights", () => {
    const best = Math.min(...losses);
    expect(losses.indexOf(best)).toBeGreaterThanOrEqual(losses.length - 2);
  });

  test("is the same for the same seed", () => {
    expect(fitLogistic(problemOf(data), new Random(1), OPTIONS).weights).toEqual(weights);
  });

  test("learns nothing of features that it does not read", () => {
    const blind = fitLogistic({ ...problemOf(data), features: [] }, new Random(1), OPTIONS).weights;
    expect([...blind.bins]).toEqual([0, 0]);
  });
});

describe("a head that is learnt on from weights", () => {
  const data = examples(2000, 1);
  const start = { ...noWeights(EDGES, 0), bias: -1, bins: Float64Array.of(-1, 1) };
  const warm = (change: Partial<WarmStart> = {}): LinearWeights =>
    fitLogistic(problemOf(data), new Random(1), {
      ...OPTIONS,
      warmStart: {
        weights: start,
        targets: new Float32Array(data.size).fill(Number.NaN),
        cutOff: { threshold: 0, margin: () => Number.POSITIVE_INFINITY },
        learntFrom: { examples: new Uint32Array(), times: 1 },
        teachesUncounted: () => false,
        ...change,
      },
    }).weights;
  const moved = (weights: LinearWeights) => probability(data, weights, 1) - probability(data, start, 1);

  test("moves towards the labels", () => {
    expect(moved(warm())).toBeGreaterThan(0.3);
  });

  test("stays where the targets of distillation are its own probabilities", () => {
    const targets = Float32Array.from(data.bins, (bin) => probability(data, start, bin as 0 | 1));
    expect(Math.abs(moved(warm({ targets })))).toBeLessThan(1e-3);
  });

  test("moves no further than the margin cut-off asks", () => {
    const margin = 0.5;
    const weights = warm({ cutOff: { threshold: 0, margin: () => margin } });
    const z = logit(data, [0], weights, "bot", 1);
    expect(z).toBeGreaterThan(margin * 0.9);
    expect(z).toBeLessThan(margin + 0.3);
  });

  test("moves little where its accumulators stand for many examples", () => {
    const learntFrom = { examples: Uint32Array.from({ length: 2000 }, (_, i) => i), times: 100_000 };
    expect(moved(warm({ learntFrom }))).toBeLessThan(moved(warm()) / 2);
  });
});

describe("weights that hashed features share", () => {
  test("move together, for the bot head's request features only", () => {
    const size = 400;
    const bot = Uint8Array.from({ length: size }, (_, i) => i % 2);
    const data: BinnedExamples = {
      ...examples(size, 0),
      bot,
      sparseFrom: Uint32Array.from({ length: size + 1 }, (_, i) => i),
      // Of the positives feature 1, of the others feature 17: there are 16 of the request, and 8 of the client.
      sparse: Uint16Array.from(bot, (label) => (label ? 1 : 17)),
    };
    const problem = { ...problemOf(data), head: "bot", sparseBits: 4 } as const;
    const { weights } = fitLogistic(problem, new Random(1), { ...OPTIONS, readsText: true });
    expect(weights.sparse).toHaveLength(24);
    expect(new Set(weights.sparse.subarray(0, 4)).size).toBe(1);
    expect(weights.sparse[0]).toBeGreaterThan(0.1);
    expect(weights.sparse[17]).toBeLessThan(-0.1);
    expect([weights.sparse[16], weights.sparse[18]]).toEqual([0, 0]);
  });
});
