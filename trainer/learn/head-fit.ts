/** Fits of one head: from the weights in service, on a site's examples and the rehearsal set. */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { UNKNOWN_LABEL } from "../examples/columns.ts";
import type { Rows } from "../examples/rows.ts";
import { firstBins, type Head, type Learnt, type LinearWeights, TEXT_HEADS } from "../model/model.ts";
import { rawAt } from "./calibration.ts";
import { headFeatures } from "./head-features.ts";
import { type HeadProblem, logit, sigmoid } from "./linear.ts";
import { fitLogistic, type LogisticOptions, type WarmStart } from "./logistic.ts";

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
/** How many times heavier attacks where corrections were get: the corrections beside them are as heavy. */
const COUNTEREXAMPLES_HARDER = 16;
/** Most weight of all corrections together, as a share of everything else. */
const MOST_OF_CORRECTIONS = 0.3;

export interface FitInput {
  schema: Schema;
  rows: Rows;
  /** Numbers of examples to learn from, and to stop and check on. */
  train: Uint32Array;
  validation: Uint32Array;
  rng: Random;
}

/** What a fit is held to harder than usual. */
export interface HeldHarder {
  /** Weights of examples of the rehearsal set, by the number of their kind. */
  kinds: ReadonlyMap<number, number>;
  /** Unlabelled examples that keep the probability by the weights in service. */
  unlabelled: readonly number[];
  /** Attacks where corrections were. */
  counterexamples: readonly number[];
}

/** One head, learnt as often as wanted. */
export class HeadFit {
  readonly #problem: HeadProblem & { data: Rows };
  readonly #options: LogisticOptions & { warmStart: WarmStart };
  readonly #rng: Random;
  readonly #threshold: number;
  /** Examples that people corrected, and how reliable each is. */
  readonly #corrected: Uint32Array;
  readonly #reliability: Float32Array;
  /** Weights of a correction that are tried: after the first fit only the one that it ended with. */
  #correctionWeights = CORRECTION_WEIGHTS;

  /**
   * @param learnt the candidate: its edges are those of the weights
   * @param start the weights in service, for those edges
   * @param targets of distillation
   */
  constructor(
    head: Head,
    learnt: Learnt,
    start: LinearWeights,
    targets: Float32Array,
    { schema, rows, train, validation, rng }: FitInput,
  ) {
    this.#rng = rng.fork(head);
    this.#threshold = rawAt(learnt.calibration[head], 0.5);
    this.#corrected = train.filter((i) => rows.isFrom(i, "feedback") && rows[head][i] !== UNKNOWN_LABEL);
    this.#reliability = Float32Array.from(this.#corrected, (i) => rows.weight[i] as number);
    const rehearsal = train.filter((i) => rows.isFrom(i, "corpus"));
    this.#problem = {
      head,
      data: rows,
      edges: learnt.edges,
      sparseBits: learnt.sparseBits,
      features: headFeatures(schema, head),
      train,
      heldOut: Uint32Array.from([...validation, ...this.#corrected]),
    };
    this.#options = {
      ...LOGISTIC,
      readsText: TEXT_HEADS.includes(head),
      warmStart: {
        weights: start,
        targets,
        cutOff: {
          threshold: this.#threshold,
          margin: (i) => (rows.isFrom(i, "feedback") ? CORRECTION_MARGIN : MARGIN),
        },
        teachesUncounted: (i) => rows.isFrom(i, "feedback"),
        learntFrom: { examples: rehearsal, times: LEARNT_FROM / Math.max(1, rehearsal.length) },
      },
    };
  }

  /** Fits with corrections of more and more weight until enough of them are right. */
  fit(harder?: HeldHarder): LinearWeights {
    const { data } = this.#problem;
    const weightsBefore = data.weight.slice();
    const release = harder ? this.#hold(harder) : undefined;
    let weights: LinearWeights | undefined;
    for (const correctionWeight of this.#correctionWeights) {
      this.#weighCorrections(correctionWeight);
      weights = fitLogistic(this.#problem, this.#rng.fork(`${correctionWeight}`), this.#options).weights;
      this.#correctionWeights = [correctionWeight];
      if (this.#shareRight(weights) >= ENOUGH_RIGHT) break;
    }
    data.weight.set(weightsBefore);
    release?.();
    return weights as LinearWeights;
  }

  /** @returns what lets go of the unlabelled examples again */
  #hold({ kinds, unlabelled, counterexamples }: HeldHarder): () => void {
    const { head, data, edges, train } = this.#problem;
    const { weights: start, targets } = this.#options.warmStart;
    for (const i of train)
      if (data.isFrom(i, "corpus"))
        data.weight[i] = (data.weight[i] as number) * (kinds.get(data.kind[i] as number) ?? 1);
    for (const i of counterexamples) data.weight[i] = (data.weight[i] as number) * COUNTEREXAMPLES_HARDER;
    const first = firstBins(edges);
    for (const i of unlabelled) {
      const z = logit(data, first, start, head, i);
      targets[i] = sigmoid(z);
      data[head][i] = z >= this.#threshold ? 1 : 0;
    }
    return () => {
      for (const i of unlabelled) {
        targets[i] = Number.NaN;
        data[head][i] = UNKNOWN_LABEL;
      }
    };
  }

  #shareRight(weights: LinearWeights): number {
    const { head, data, edges } = this.#problem;
    const first = firstBins(edges);
    const right = this.#corrected.filter(
      (i) => logit(data, first, weights, head, i) >= this.#threshold === (data[head][i] === 1),
    );
    return this.#corrected.length ? right.length / this.#corrected.length : 1;
  }

  /** Sets the weights of corrections, within their share of all weight. */
  #weighCorrections(weight: number): void {
    const { data, train } = this.#problem;
    const total = this.#reliability.reduce((sum, r) => sum + r, 0) * weight;
    const others = train.length - this.#corrected.length;
    const limited = total > 0 ? Math.min(1, (others * MOST_OF_CORRECTIONS) / total) : 1;
    this.#corrected.forEach((i, n) => {
      data.weight[i] = (this.#reliability[n] as number) * weight * limited;
    });
  }
}
