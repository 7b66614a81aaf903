/** Learns all heads from one data set and puts them into a model. */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { type Dataset, UNKNOWN_LABEL } from "../examples/dataset.ts";
import { DISTANCES, firstBins, type Head, type Model, TEXT_HEADS } from "../model/model.ts";
import { binned, quantileEdges } from "./bins.ts";
import { byFalseAlarms, isotonic } from "./calibration.ts";
import { centreDistance, coordinates, learnSpace, reconstructionError } from "./distances.ts";
import { fitNoisy } from "./dropout.ts";
import { growForest, isolation } from "./forest.ts";
import { fitLogistic, logit } from "./logistic.ts";

/** Share of ordinary events that may pass the anomaly threshold. */
const FALSE_ALARMS = 0.003;
const FOREST = { trees: 32, depth: 6, sample: 128 };
const LOGISTIC = { epochs: 8, rate: 0.05, l2: 2e-5, leastExamples: 10 };
/** How the heads that read text learn. */
const NOISY = {
  epochs: 6,
  rate: 0.05,
  decay: 0.7,
  l2: 2e-5,
  leastExamples: 10,
  leftOut: 0.3,
  denseLeftOut: 0.1,
  averagedFrom: 2,
};
/**
 * Share of events that are a head's, that its scores are calibrated for. The corpus has far more of them than logs
 * have, so that there is enough to learn from.
 */
const PRIOR: Record<Head, number> = { threat: 0.16, bot: 0.2, anomaly: 0.01 };
/** What the anomaly head reads: the parts of the ensemble, and how loud the event is by its own account. */
const ANOMALY_FEATURES = [
  "level",
  "words_fault",
  "template_seen",
  "surprise",
  "surprise_excess",
  ...DISTANCES,
];

/**
 * What threat and bot don't read: how new a template is (at first everything is), and how large or slow an answer was
 * (that is the site's, not the visitor's).
 */
const NOT_FOR_TEXT_HEADS = [
  "bytes",
  "duration",
  "template_seen",
  "surprise",
  "surprise_excess",
  ...DISTANCES,
];

export type Progress = (stage: string) => void;

/**
 * @param base settings, names and dictionary of the model
 * @param train,heldOut indices of examples; the heads stop and are calibrated on the held-out ones
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
  model.edges = quantileEdges(data);
  const stageOne = binned(data, model.edges);
  const isOrdinary = (i: number) => data.threat[i] !== 1 && data.anomaly[i] !== 1;
  const ordinary = train.filter(isOrdinary);
  const count = schema.dense.length - DISTANCES.length;

  progress("isolation forest, k-means, principal components");
  model.forest = growForest(stageOne, data.denseCount, count, ordinary, rng.fork("forest"), FOREST);
  const kinds = schema.kinds.length;
  Object.assign(model, learnSpace(data, stageOne, model.edges, count, kinds, ordinary, rng.fork("space")));
  measureDistances(data, model, stageOne, count);
  model.edges = quantileEdges(data);
  const bins = binned(data, model.edges);

  for (const head of ["threat", "bot", "anomaly"] as const) {
    const features = headFeatures(schema, head);
    const from = [data, bins, model.edges, base.sparseBits, train, heldOut, rng.fork(head)] as const;
    const fit = TEXT_HEADS.includes(head)
      ? fitNoisy(...from, { ...NOISY, head, features })
      : fitLogistic(...from, { ...LOGISTIC, head, features, readsText: false });
    progress(`${head}: log loss ${fit.losses.map((loss) => loss.toFixed(4)).join(" ")}`);
    model.linear[head] = fit.weights;
    model.calibration[head] = calibrate(
      data,
      bins,
      model,
      head,
      heldOut.filter((i) => head !== "anomaly" || isOrdinary(i)),
    );
  }
  return model;
}

/** Numbers of the dense features that a head reads. */
export function headFeatures(schema: Schema, head: Head): number[] {
  const reads = (name: string) =>
    TEXT_HEADS.includes(head) ? !NOT_FOR_TEXT_HEADS.includes(name) : ANOMALY_FEATURES.includes(name);
  return schema.dense.flatMap((name, d) => (reads(name) ? [d] : []));
}

/** Sets the last columns of the data set to what the model's own distances are. */
function measureDistances(data: Dataset, model: Model, bins: Uint8Array, count: number): void {
  for (let i = 0; i < data.size; i++)
    data.dense.set(
      distancesOf(model, bins, data.denseCount, count, data.kind[i] as number, i),
      i * data.denseCount + count,
    );
}

/**
 * An example's distances, in the order of {@link DISTANCES}.
 *
 * @param count dense features that they are measured in, the first
 */
export function distancesOf(
  model: Pick<Model, "edges" | "forest" | "neighbours" | "subspace">,
  bins: Uint8Array,
  denseCount: number,
  count: number,
  kind: number,
  i: number,
): [isolation: number, centre: number, reconstruction: number] {
  const point = coordinates(bins, model.edges, count, i * denseCount);
  const { means, components } = model.subspace;
  return [
    (1 - isolation(model.forest, bins, denseCount, i)) * 100,
    centreDistance(model.neighbours[kind] ?? [], point),
    reconstructionError(means[kind] as Uint8Array, components[kind] as Float64Array[], point),
  ];
}

function calibrate(data: Dataset, bins: Uint8Array, model: Model, head: Head, examples: Uint32Array) {
  const first = firstBins(model.edges);
  const known = examples.filter((i) => data[head][i] !== UNKNOWN_LABEL);
  const raw = Array.from(known, (i) => logit(data, bins, first, model.linear[head], i));
  if (head === "anomaly") return byFalseAlarms(raw, FALSE_ALARMS);
  const labels = Array.from(known, (i) => data[head][i] as number);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const odds = ((PRIOR[head] / (1 - PRIOR[head])) * (labels.length - positives)) / Math.max(1, positives);
  return isotonic(
    raw,
    labels,
    labels.map((label) => (label ? odds : 1)),
  );
}
