/** All heads of the default model, learnt from zeros on one data set. */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { type BinnedExamples, UNKNOWN_LABEL } from "../examples/columns.ts";
import type { Dataset } from "../examples/dataset.ts";
import {
  type Calibration,
  DISTANCES,
  firstBins,
  HEADS,
  type Head,
  type LinearWeights,
  type Model,
} from "../model/model.ts";
import { binned, binOf, quantileEdges } from "./bins.ts";
import { byFalseAlarms, isotonic } from "./calibration.ts";
import { distancesOf, learnSpace } from "./distances.ts";
import { type DropoutOptions, fitDropout } from "./dropout.ts";
import { growForest } from "./forest.ts";
import { headFeatures } from "./head-features.ts";
import { logit } from "./linear.ts";
import { fitLogistic } from "./logistic.ts";

const FOREST = { trees: 32, depth: 6, sample: 128 };
/** Learning of the anomaly head. */
const LOGISTIC = { epochs: 8, rate: 0.05, l2: 2e-5, leastExamples: 10, readsText: false };
/** Of the heads that read text. */
const TEXT = { l2: 2e-5, leastExamples: 10 };
/**
 * Learning of the heads that read text. A robot is told by a word or two, any of which the next one may not have: the bot
 * head drops many, so that none is relied on. An attack is many pieces, of which only its stretch is learnt from.
 */
const DROPOUT: Partial<Record<Head, DropoutOptions>> = {
  threat: {
    ...TEXT,
    epochs: 12,
    rate: 0.1,
    decay: 0.8,
    dropoutRate: 0.05,
    denseDropoutRate: 0.03,
    averagedFrom: 8,
  },
  bot: {
    ...TEXT,
    epochs: 6,
    rate: 0.05,
    decay: 0.7,
    dropoutRate: 0.3,
    denseDropoutRate: 0.1,
    averagedFrom: 2,
  },
};
/** Share of positives that a head is calibrated for: the corpus has far more than logs have, to learn from. */
const PRIOR: Record<Head, number> = { threat: 0.12, bot: 0.2, anomaly: 0.01 };

/**
 * What is added to the logit of `threat` for a web line: the corpus has far more attacks among requests than logs have, and
 * fewer among the other lines (prior shift; Saerens, Latinne, Decaestecker 2002).
 */
const WEB_SHIFT = -0.35;

export type Progress = (stage: string) => void;

/**
 * Learns a model.
 *
 * @param base settings, field aliases and dictionary of the model
 * @param data gets the model's own distances as its last dense features
 * @param train,heldOut numbers of examples; heads are stopped and calibrated on the held-out ones
 */
export function learnHeads(
  base: Model,
  schema: Schema,
  data: Dataset,
  train: Uint32Array,
  heldOut: Uint32Array,
  rng: Random,
  progress: Progress,
): Model {
  progress("bins");
  const model: Model = { ...base, linear: { ...base.linear }, calibration: { ...base.calibration } };
  const isOrdinary = (i: number) => data.threat[i] !== 1 && data.anomaly[i] !== 1;
  learnOrdinary(model, schema, data, train.filter(isOrdinary), rng, progress);
  model.edges = quantileEdges(data);
  const examples = binned(data, model.edges);

  for (const head of HEADS) {
    const problem = {
      head,
      data: examples,
      edges: model.edges,
      sparseBits: base.sparseBits,
      features: headFeatures(schema, head),
      train,
      heldOut,
    };
    const own = rng.fork(head);
    const dropout = DROPOUT[head];
    const fit = dropout ? fitDropout(problem, own, dropout) : fitLogistic(problem, own, LOGISTIC);
    progress(`${head}: log loss ${fit.losses.map((loss) => loss.toFixed(4)).join(" ")}`);
    model.linear[head] = fit.weights;
    if (head === "threat") shiftKind(model, schema, fit.weights, "web", WEB_SHIFT);
    const calibrated = heldOut.filter((i) => head !== "anomaly" || isOrdinary(i));
    model.calibration[head] = calibrate(examples, model, head, calibrated);
  }
  return model;
}

/** Adds to the logit of a kind's lines. */
function shiftKind(model: Model, schema: Schema, weights: LinearWeights, kind: string, shift: number): void {
  const feature = schema.dense.indexOf("kind");
  const edges = model.edges[feature] as number[];
  const bin = (firstBins(model.edges)[feature] as number) + binOf(edges, schema.kinds.indexOf(kind));
  weights.bins[bin] = (weights.bins[bin] as number) + shift;
}

/** Sets forest, centroids and components, and the data set's distances to them. */
function learnOrdinary(
  model: Model,
  schema: Schema,
  data: Dataset,
  ordinary: Uint32Array,
  rng: Random,
  progress: Progress,
): void {
  model.edges = quantileEdges(data);
  const examples = binned(data, model.edges);
  const count = schema.dense.length - DISTANCES.length;
  progress("isolation forest, k-means, principal components");
  model.forest = growForest(examples, count, ordinary, rng.fork("forest"), FOREST);
  Object.assign(
    model,
    learnSpace(examples, model.edges, count, schema.kinds.length, ordinary, rng.fork("space")),
  );
  for (let i = 0; i < data.size; i++)
    data.dense.set(distancesOf(model, examples, count, i), i * data.denseCount + count);
}

/** @param examples numbers of held-out examples */
function calibrate(data: BinnedExamples, model: Model, head: Head, examples: Uint32Array): Calibration {
  const first = firstBins(model.edges);
  const known = examples.filter((i) => data[head][i] !== UNKNOWN_LABEL);
  const raw = Array.from(known, (i) => logit(data, first, model.linear[head], head, i));
  if (head === "anomaly") return byFalseAlarms(raw);
  const labels = Array.from(known, (i) => data[head][i] as number);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const odds = ((PRIOR[head] / (1 - PRIOR[head])) * (labels.length - positives)) / Math.max(1, positives);
  return isotonic(
    raw,
    labels,
    labels.map((label) => (label ? odds : 1)),
  );
}
