/**
 * Logistic regression of one head by AdaGrad, from zeros or on from weights in service, with early stopping on held-out
 * examples.
 */
import type { Random } from "../../simulate/lib/random.ts";
import { type Examples, UNKNOWN_LABEL } from "../examples/columns.ts";
import { firstBins, hashedCount, type LinearWeights, noWeights, sharedCount } from "../model/model.ts";
import { AdaGrad } from "./adagrad.ts";
import { Counted } from "./counted.ts";
import { copyOf, type Fit, frequentFeatures, type HeadProblem, logit, logLoss, sigmoid } from "./linear.ts";

export interface LogisticOptions {
  epochs: number;
  rate: number;
  /** Strength of the pull towards the first weights, for each example. */
  l2: number;
  /** Examples that a hashed feature is in at least to be learnt. */
  leastExamples: number;
  /** Whether the head reads hashed features. */
  readsText: boolean;
  /** Learning on from weights in service; from zeros where absent. */
  warmStart?: WarmStart;
}

/** How learning goes on from weights, so that they keep what new examples say nothing of. */
export interface WarmStart {
  /** The first weights. */
  weights: LinearWeights;
  /**
   * Probability to learn instead of the label for each example (distillation), NaN where the label counts. With the
   * probability by the weights in service an example keeps the head as it is (learning without forgetting; Li and Hoiem
   * 2016).
   */
  targets: Float32Array;
  /**
   * Margin cut-off: an example without a target teaches nothing once its logit is on the right side of `threshold` by more
   * than its margin.
   */
  cutOff: { threshold: number; margin: (example: number) => number };
  /**
   * Warm-started accumulators: examples like those that `weights` were learnt from, and how many there were for each.
   * AdaGrad's sums begin as if it had never stopped, so weights with much evidence move little.
   */
  learntFrom: { examples: Uint32Array; times: number };
  /**
   * Whether a positive example of which no stretch counts has its most hostile one to teach. Not where only what the source
   * did made it one: its text is ordinary.
   */
  teachesUncounted: (example: number) => boolean;
}

/** First accumulators: from zeros, and from weights in service. */
const ACCUMULATOR = { cold: 1e-8, warm: 1 };

/**
 * Learns one head. Losses are measured before the first epoch, where there is a warm start, and after each.
 *
 * @returns the weights of the lowest loss
 */
export function fitLogistic(problem: HeadProblem, rng: Random, options: LogisticOptions): Fit {
  const { data, edges, heldOut, head, sparseBits } = problem;
  const { warmStart, rate, l2 } = options;
  const first = firstBins(edges);
  const labels = data[head];
  const prior = warmStart?.weights ?? noWeights(edges, options.readsText ? hashedCount(sparseBits) : 0);
  const weights = copyOf(prior);
  const optimizer = new AdaGrad(weights, {
    l2,
    prior,
    tied: sharedCount(head, sparseBits),
    accumulator: warmStart ? ACCUMULATOR.warm : ACCUMULATOR.cold,
  });
  if (warmStart) accumulate(optimizer, problem, options.readsText, warmStart);
  const isFrequent = frequentFeatures(data, weights.sparse.length, problem.train, options.leastExamples);
  const order = problem.train.filter((i) => labels[i] !== UNKNOWN_LABEL);
  const losses: number[] = [];
  let best: LinearWeights | undefined;
  if (warmStart) {
    losses.push(logLoss(data, first, weights, heldOut, head));
    best = copyOf(weights);
  }

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    rng.shuffle(order);
    for (const i of order) {
      const z = logit(data, first, weights, head, i, counted);
      const gradient = gradientOf(i, z, labels[i] as number, warmStart);
      if (gradient === undefined) continue;
      const weighted = gradient * (data.weight[i] as number);
      optimizer.updateBias(weighted, rate);
      for (const d of problem.features)
        optimizer.updateBin(
          (first[d] as number) + (data.bins[i * data.denseCount + d] as number),
          weighted,
          rate,
        );
      if (!options.readsText) continue;
      const withUncounted = labels[i] === 1 && (warmStart?.teachesUncounted(i) ?? true);
      forEachTaught(data, withUncounted, (feature) => {
        if (isFrequent[feature]) optimizer.updateHashed(feature, weighted, rate);
      });
    }
    const loss = logLoss(data, first, weights, heldOut, head);
    const isBest = losses.every((before) => loss < before);
    losses.push(loss);
    if (!isBest) break;
    best = copyOf(weights);
  }
  return { weights: best ?? weights, losses };
}

/**
 * The hashed features that the example scored last teaches: those that {@link counted} has, and if wanted the stretch
 * nearest to being counted.
 */
function forEachTaught(data: Examples, withUncounted: boolean, teach: (feature: number) => void): void {
  const { runs, size, nearestFrom, nearestTo } = counted;
  for (let run = 0; run < size; run += 2)
    for (let s = runs[run] as number; s < (runs[run + 1] as number); s++) teach(data.sparse[s] as number);
  if (withUncounted) for (let s = nearestFrom; s < nearestTo; s++) teach(data.sparse[s] as number);
}

const counted = new Counted();

/**
 * Gradient of the loss by the logit; undefined where the example teaches nothing.
 *
 * @param z the example's logit
 */
function gradientOf(i: number, z: number, label: number, warmStart?: WarmStart): number | undefined {
  if (!warmStart) return sigmoid(z) - label;
  const target = warmStart.targets[i] as number;
  if (!Number.isNaN(target)) return sigmoid(z) - target;
  const { threshold, margin } = warmStart.cutOff;
  const isBeyond = (label ? z - threshold : threshold - z) > margin(i);
  return isBeyond ? undefined : sigmoid(z) - label;
}

/** Adds to the accumulators the squared gradients of the examples that the first weights were learnt from. */
function accumulate(
  optimizer: AdaGrad,
  { data, edges, features, head }: HeadProblem,
  readsText: boolean,
  { weights, learntFrom }: WarmStart,
): void {
  const first = firstBins(edges);
  const labels = data[head];
  for (const i of learntFrom.examples) {
    const label = labels[i] as number;
    if (label === UNKNOWN_LABEL) continue;
    const square = learntFrom.times * (sigmoid(logit(data, first, weights, head, i, counted)) - label) ** 2;
    optimizer.accumulateBias(square);
    for (const d of features)
      optimizer.accumulateBin((first[d] as number) + (data.bins[i * data.denseCount + d] as number), square);
    if (!readsText) continue;
    forEachTaught(data, false, (feature) => optimizer.accumulateHashed(feature, square));
  }
}
