/**
 * Fine-tuning: learns on from the model in service on a site's examples and the rehearsal set, without forgetting.
 *
 * Threat and bot start from the weights in service and are pulled back to them. What is ordinary follows the site where
 * that is no worse elsewhere ({@link refitOrdinary}).
 */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { UNKNOWN_LABEL } from "../examples/columns.ts";
import type { Rows } from "../examples/rows.ts";
import { firstBins, type Head, type Learnt, type LinearWeights, TEXT_HEADS } from "../model/model.ts";
import { rawAt } from "./calibration.ts";
import { distillationTargets } from "./distillation.ts";
import { headFeatures } from "./head-features.ts";
import { logit } from "./linear.ts";
import { fitLogistic, type LogisticOptions } from "./logistic.ts";
import { type Ordinary, refitOrdinary } from "./ordinary.ts";
import { rebinned } from "./rebin.ts";

const LOGISTIC = { epochs: 8, rate: 0.03, l2: 1e-4, leastExamples: 4 };
/** Logits beyond the threshold at which an example of the site is right enough: pushed further it costs others. */
const MARGIN = 1.5;
/** The same of a correction; larger, so that similar events become right too. */
const CORRECTION_MARGIN = 6;
/** Examples that weights in service were learnt from, over all epochs: an estimate. */
const LEARNT_FROM = 2_000_000;
/** Share of the corrections that are right at which a larger weight of them would do no good. */
const ENOUGH_RIGHT = 0.995;
/** Weights of a correction against a line of the rehearsal set, tried in this order. */
const CORRECTION_WEIGHTS = [4, 12, 36];
/** Most weight of all corrections together, as a share of everything else. */
const MOST_OF_CORRECTIONS = 0.3;

export interface FineTuneInput {
  schema: Schema;
  /** Their bins are those of `from`; where what is ordinary is refitted, those of the distances change. */
  rows: Rows;
  /** Numbers of examples to learn from, and to stop and check on. */
  train: Uint32Array;
  validation: Uint32Array;
  rng: Random;
  /** Told how many heads are done. */
  onProgress: (done: number, total: number) => void;
}

export interface FineTuned {
  /** With the templates, the forest and the calibration of the model in service. */
  learnt: Learnt;
  ordinary: Ordinary;
}

/** @param from what the model in service learnt */
export function fineTune(from: Learnt, input: FineTuneInput): FineTuned {
  let done = 0;
  const step = () => input.onProgress(++done, 1 + TEXT_HEADS.length);
  const targets = distillationTargets(from, input.rows);
  const { learnt, ordinary } = refitOrdinary(from, input, (refitted, validation) =>
    fitHead(refitted, from, { ...input, validation }, "anomaly", targets.anomaly),
  );
  step();
  // Calibration stays: a curve refitted to each week's sample would move the threshold by chance.
  for (const head of TEXT_HEADS) {
    learnt.linear[head] = fitHead(learnt, from, input, head, targets[head]);
    step();
  }
  return { learnt, ordinary };
}

/** Fits a head, with corrections of more and more weight until enough of them are right. */
function fitHead(
  learnt: Learnt,
  from: Learnt,
  { schema, rows, train, validation, rng: parent }: FineTuneInput,
  head: Head,
  targets: Float32Array,
): LinearWeights {
  const rng = parent.fork(head);
  const threshold = rawAt(learnt.calibration[head], 0.5);
  const start = { ...from.linear[head], bins: rebinned(from.linear[head].bins, from.edges, learnt.edges) };
  const corrected = train.filter((i) => rows.isFrom(i, "feedback") && rows[head][i] !== UNKNOWN_LABEL);
  const rehearsal = train.filter((i) => rows.isFrom(i, "corpus"));
  const reliability = Float32Array.from(corrected, (i) => rows.weight[i] as number);
  const problem = {
    head,
    data: rows,
    edges: learnt.edges,
    sparseBits: learnt.sparseBits,
    features: headFeatures(schema, head),
    train,
    heldOut: Uint32Array.from([...validation, ...corrected]),
  };
  const options: LogisticOptions = {
    ...LOGISTIC,
    readsText: TEXT_HEADS.includes(head),
    warmStart: {
      weights: start,
      targets,
      cutOff: {
        threshold,
        margin: (i) => (rows.isFrom(i, "feedback") ? CORRECTION_MARGIN : MARGIN),
      },
      teachesUncounted: (i) => rows.isFrom(i, "feedback"),
      learntFrom: { examples: rehearsal, times: LEARNT_FROM / Math.max(1, rehearsal.length) },
    },
  };
  const first = firstBins(learnt.edges);
  let weights: LinearWeights = start;
  for (const correctionWeight of CORRECTION_WEIGHTS) {
    weighCorrections(rows, corrected, reliability, correctionWeight, train.length - corrected.length);
    weights = fitLogistic(problem, rng.fork(`${correctionWeight}`), options).weights;
    const right = corrected.filter((i) => {
      const isYes = logit(rows, first, weights, head, i) >= threshold;
      return isYes === (rows[head][i] === 1);
    });
    if (right.length >= corrected.length * ENOUGH_RIGHT) break;
  }
  corrected.forEach((i, n) => {
    rows.weight[i] = reliability[n] as number;
  });
  return weights;
}

/**
 * Sets the weights of corrections, within their share of all weight.
 *
 * @param reliability of each correction
 * @param others how many other examples there are
 */
function weighCorrections(
  rows: Rows,
  corrected: Uint32Array,
  reliability: Float32Array,
  weight: number,
  others: number,
): void {
  const total = reliability.reduce((sum, r) => sum + r, 0) * weight;
  const limited = total > 0 ? Math.min(1, (others * MOST_OF_CORRECTIONS) / total) : 1;
  corrected.forEach((i, n) => {
    rows.weight[i] = (reliability[n] as number) * weight * limited;
  });
}
