/**
 * Fine-tuning: learns on from the model in service on a site's examples and the rehearsal set, without forgetting.
 *
 * All heads start from the weights in service. On the rehearsal set threat and bot are held to the probabilities by the
 * default model, the anomaly head to those by the model in service. What is ordinary follows the site where that is no
 * worse elsewhere ({@link refitOrdinary}).
 */
import { type Head, type Learnt, type LinearWeights, TEXT_HEADS } from "../model/model.ts";
import { distillationTargets } from "./distillation.ts";
import { type FitInput, HeadFit, type HeldHarder } from "./head-fit.ts";
import { type Ordinary, refitOrdinary } from "./ordinary.ts";
import { rebinned } from "./rebin.ts";

/** The rows' bins are those of the model in service; where what is ordinary is refitted, those of the distances change. */
export interface FineTuneInput extends FitInput {
  /**
   * The default model, whose probabilities threat and bot are held to on the rehearsal set: by those of the model in
   * service a little would be forgotten each week, and in the end much.
   */
  standard: Learnt;
  /** Decides how much of each head's step is taken. */
  take: TakeStep;
  /** Told how many heads are done. */
  onProgress: (done: number, total: number) => void;
}

/** What a head may become. */
export interface HeadStep {
  head: Head;
  /** The candidate so far: its edges are those of the weights, and its centroids and components those of the distances. */
  learnt: Learnt;
  /** The weights in service. */
  start: LinearWeights;
  /** Learns the head; anomaly only as it is. */
  fit: (harder?: HeldHarder) => LinearWeights;
}

/** Weights between `start` and those learnt; undefined where the head stays as it is in service. */
export type TakeStep = (step: HeadStep) => LinearWeights | undefined;

export interface FineTuned {
  /** With the templates, the forest and the calibration of the model in service. */
  learnt: Learnt;
  ordinary: Ordinary;
}

/** @param from what the model in service learnt */
export function fineTune(from: Learnt, input: FineTuneInput): FineTuned {
  const { standard, take } = input;
  let done = 0;
  const progress = () => input.onProgress(++done, 1 + TEXT_HEADS.length);
  const targets = distillationTargets(from, { threat: standard, bot: standard, anomaly: from }, input.rows);
  /** A head's weights in service, for the bins of the candidate. */
  const startOf = (head: Head, learnt: Learnt): LinearWeights => ({
    ...from.linear[head],
    bins: rebinned(from.linear[head].bins, from.edges, learnt.edges),
  });
  const { learnt, ordinary } = refitOrdinary(from, input, {
    fit: (refitted, validation) =>
      new HeadFit("anomaly", refitted, startOf("anomaly", refitted), targets.anomaly, {
        ...input,
        validation,
      }).fit(),
    take: (refitted, fitted) =>
      take({ head: "anomaly", learnt: refitted, start: startOf("anomaly", refitted), fit: () => fitted }),
  });
  progress();
  // Calibration stays: a curve refitted to each week's sample would move the threshold by chance.
  for (const head of TEXT_HEADS) {
    const start = startOf(head, learnt);
    const of = new HeadFit(head, learnt, start, targets[head], input);
    learnt.linear[head] = take({ head, learnt, start, fit: (harder) => of.fit(harder) }) ?? start;
    progress();
  }
  return { learnt, ordinary };
}
