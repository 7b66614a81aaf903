/** What a head's weights are held against on the selection set. */
import { expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { Rows } from "../../trainer/examples/rows.ts";
import { Likeness } from "../../trainer/judge/likeness.ts";
import { firstBins, type Learnt, type LinearWeights } from "../../trainer/model/model.ts";
import type { Use } from "../../trainer/train/selection.ts";
import { Trial } from "../../trainer/train/trial.ts";

/** A feature and the three distances, of which all are 0. */
const DENSE = 4;
const THRESHOLDS = { threat: 0.5, bot: 0.5, anomaly: 0.5 };

function model(edges: number[][], bias: number): Learnt {
  const weights: LinearWeights = {
    bias,
    bins: new Float64Array((firstBins(edges).at(-1) ?? 0) + (edges.at(-1)?.length ?? 0) + 1),
    sparse: new Float64Array(),
  } as LinearWeights;
  const calibration = { raw: [-5, 5], probability: [0.01, 0.99] };
  return {
    edges,
    linear: { threat: weights, bot: weights, anomaly: weights },
    forest: { depth: 1, trees: [{ features: [0], bins: [0], leaves: [1, 1] }], normal: 1 },
    centroids: [[new Uint8Array(1)]],
    pca: { means: [new Uint8Array(1)], components: [[]] },
    calibration: { threat: calibration, bot: calibration, anomaly: calibration },
  } as unknown as Learnt;
}

/** A trial on events of a kind that the site has not; their distances have bins as the incumbent's edges cut them. */
function trial(incumbent: Learnt, standard: Learnt, use: Use["as"], label: 0 | 1) {
  const rows = new Rows(DENSE, 400);
  const uses: Use[] = [];
  for (let i = 0; i < 400; i++) {
    const bins = Uint8Array.from(incumbent.edges, (edges, d) => (d > 0 ? edges.length : 0));
    const features = { kind: 0, bins, sparse: new Uint16Array(), cuts: new Uint16Array() };
    rows.add(features as never, {
      labels: { threat: label },
      from: "none",
      weight: 1,
      stands: 1,
      isOrdinary: false,
    });
    uses.push((use === "elsewhere" ? { as: use, group: i % 40 } : { as: use, part: "query" }) as Use);
  }
  return new Trial({
    selection: { rows, uses, likeness: new Likeness([], () => false) },
    incumbent,
    standard,
    kinds: ["dns"],
    thresholds: THRESHOLDS,
    rng: new Random(1),
  });
}

const FINE = [[0], [-1], [-1], [-3, -2, -1]];
const COARSE = [[0], [-1], [-1], []];

test("the default model is asked by its own distances, not by those of the model in service", () => {
  const of = trial(model(FINE, -4), model(COARSE, -4), "elsewhere", 0);
  const texts = (bias: number) =>
    of.verdict("threat", model(FINE, 0), model(FINE, bias).linear.threat).objections.map(({ text }) => text);
  expect(texts(-4)).toEqual([]);
  expect(texts(4).join()).toMatch(/^Worse than the default model\. /);
  expect(texts(4).join()).toMatch(
    /takes for attacks what is none among the held-out corpus's dns events \(100.0 % instead of 0.00 %/,
  );
});

test("attacks that the model in service lost are told by its own distances, when others are in their place", () => {
  const of = trial(model(COARSE, -4), model(COARSE, 4), "counterexample", 1);
  const refitted = model(FINE, 0);
  of.measureWith(refitted);
  // As many are lost already.
  expect(of.verdict("threat", refitted, model(FINE, -4).linear.threat).objections).toEqual([]);
});
