/**
 * Logistic regression of one head on binned dense features and hashed ones, by AdaGrad (Duchi, Hazan, Singer 2011) with
 * L2 regularisation, shuffled by a seeded generator, stopped when the loss on held-out examples rises.
 */
import type { Random } from "../../simulate/lib/random.ts";
import { type Examples, UNKNOWN_LABEL } from "../examples/dataset.ts";
import {
  firstBins,
  type Head,
  hashedCount,
  type LinearWeights,
  noWeights,
  SHARED,
  sharedCount,
} from "../model/model.ts";

/** No single trigram or word decides: what one corpus is sure of, the next may not know. */
export const LARGEST = 1;

export interface LogisticOptions {
  head: Head;
  epochs: number;
  rate: number;
  /** Strength of the pull towards zero, for each example. */
  l2: number;
  /** Examples that a hashed feature has to stand in to get a weight. */
  leastExamples: number;
  /** Dense features that this head reads. */
  features: readonly number[];
  /** Whether it reads the hashed features. */
  readsText: boolean;
  /** Weights to learn on from, and that {@link l2} pulls towards; zeros where absent. */
  start?: LinearWeights;
  /**
   * What to learn instead of the label, 0..1, for each example; NaN where the label counts. With what {@link start} says
   * itself, an example holds the head where it is (Li and Hoiem 2016, learning without forgetting).
   */
  targets?: Float32Array;
  /**
   * From where on an example without a target is right enough, and teaches nothing more: its logit beyond `threshold` by
   * `margin`. Where absent, all examples teach.
   */
  enough?: { threshold: number; margin: (example: number) => number };
  /**
   * Where learning goes on: examples like those that {@link start} was learnt from, and how many times as many there were.
   * What they would have added to each weight's sum of squared gradients is there from the beginning, as AdaGrad would
   * have it had it never stopped: what many examples settled moves little, what was hardly ever seen is free to move.
   */
  settled?: { examples: Uint32Array; times: number };
}

export interface Fit {
  weights: LinearWeights;
  /**
   * Mean log loss on the held-out examples after each epoch; before them that of weights to start from, behind them that
   * of a mean.
   */
  losses: number[];
}

/** Raw score (logit) of example i. */
export function logit(
  data: Examples,
  bins: Uint8Array,
  first: readonly number[],
  weights: LinearWeights,
  i: number,
): number {
  let sum = weights.bias;
  const row = i * data.denseCount;
  for (let d = 0; d < data.denseCount; d++)
    sum += weights.bins[(first[d] as number) + (bins[row + d] as number)] as number;
  if (weights.sparse.length === 0) return sum;
  const end = data.sparseFrom[i + 1] as number;
  for (let s = data.sparseFrom[i] as number; s < end; s++)
    sum += weights.sparse[data.sparse[s] as number] as number;
  return sum;
}

/**
 * Learns one head.
 *
 * @param train,heldOut indices of examples; those without a label for the head are passed over
 */
export function fitLogistic(
  data: Examples,
  bins: Uint8Array,
  edges: readonly (readonly number[])[],
  sparseBits: number,
  train: Uint32Array,
  heldOut: Uint32Array,
  rng: Random,
  options: LogisticOptions,
): Fit {
  const first = firstBins(edges);
  const start = options.start ?? noWeights(edges, options.readsText ? hashedCount(sparseBits) : 0);
  const weights = copyOf(start);
  const firstSquares = options.settled ? 1 : 1e-8;
  const binSquares = new Float64Array(weights.bins.length).fill(firstSquares);
  const sparseSquares = new Float64Array(weights.sparse.length).fill(firstSquares);
  let biasSquares = firstSquares;
  const labels = data[options.head];
  if (options.settled)
    for (const i of options.settled.examples) {
      if (labels[i] === UNKNOWN_LABEL) continue;
      const p = 1 / (1 + Math.exp(-logit(data, bins, first, weights, i)));
      const square = options.settled.times * (p - (labels[i] as number)) ** 2;
      biasSquares += square;
      for (const d of options.features) {
        const bin = (first[d] as number) + (bins[i * data.denseCount + d] as number);
        binSquares[bin] = (binSquares[bin] as number) + square;
      }
      if (!options.readsText) continue;
      const end = data.sparseFrom[i + 1] as number;
      for (let s = data.sparseFrom[i] as number; s < end; s++) {
        const index = data.sparse[s] as number;
        sparseSquares[index] = (sparseSquares[index] as number) + square;
      }
    }
  const { enough } = options;
  const isEnough = (i: number, z: number, label: number) =>
    enough !== undefined && (label ? z - enough.threshold : enough.threshold - z) > enough.margin(i);
  const isHeld = (i: number) => options.targets !== undefined && !Number.isNaN(options.targets[i]);
  const target = (i: number) => (isHeld(i) ? (options.targets?.[i] as number) : (labels[i] as number));
  const isCommon = commonFeatures(data, weights.sparse.length, train, options.leastExamples);
  const shared = sharedCount(options.head, sparseBits);
  const order = train.filter((i) => labels[i] !== UNKNOWN_LABEL);
  const losses: number[] = [];
  let best: LinearWeights | undefined;
  if (options.start) {
    losses.push(logLoss(data, bins, first, weights, heldOut, labels));
    best = copyOf(weights);
  }

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, rng);
    for (const i of order) {
      const z = logit(data, bins, first, weights, i);
      const p = 1 / (1 + Math.exp(-z));
      if (!isHeld(i) && isEnough(i, z, labels[i] as number)) continue;
      const gradient = (p - target(i)) * (data.weight[i] as number);
      const row = i * data.denseCount;
      biasSquares += gradient * gradient;
      weights.bias -= (options.rate * gradient) / Math.sqrt(biasSquares);
      for (const d of options.features) {
        const bin = (first[d] as number) + (bins[row + d] as number);
        const g = gradient + options.l2 * ((weights.bins[bin] as number) - (start.bins[bin] as number));
        binSquares[bin] = (binSquares[bin] as number) + g * g;
        weights.bins[bin] =
          (weights.bins[bin] as number) - (options.rate * g) / Math.sqrt(binSquares[bin] as number);
      }
      if (!options.readsText) continue;
      const end = data.sparseFrom[i + 1] as number;
      for (let s = data.sparseFrom[i] as number; s < end; s++) {
        const met = data.sparse[s] as number;
        if (!isCommon[met]) continue;
        const count = met < shared ? SHARED : 1;
        const index = met - (met % count);
        const g =
          gradient + options.l2 * ((weights.sparse[index] as number) - (start.sparse[index] as number));
        sparseSquares[index] = (sparseSquares[index] as number) + g * g;
        const next =
          (weights.sparse[index] as number) - (options.rate * g) / Math.sqrt(sparseSquares[index] as number);
        weights.sparse.fill(Math.max(-LARGEST, Math.min(LARGEST, next)), index, index + count);
      }
    }
    const loss = logLoss(data, bins, first, weights, heldOut, labels);
    const isBest = losses.every((before) => loss < before);
    losses.push(loss);
    if (isBest) best = copyOf(weights);
    else break;
  }
  return { weights: best ?? weights, losses };
}

function copyOf(weights: LinearWeights): LinearWeights {
  return { ...weights, bins: weights.bins.slice(), sparse: weights.sparse.slice() };
}

/** 1 for each hashed feature that stands in enough examples to be learnt from. */
export function commonFeatures(
  data: Examples,
  features: number,
  examples: Uint32Array,
  least: number,
): Uint8Array {
  const counts = new Uint32Array(features);
  const last = new Int32Array(features).fill(-1);
  if (features)
    for (const i of examples) {
      const end = data.sparseFrom[i + 1] as number;
      for (let s = data.sparseFrom[i] as number; s < end; s++) {
        const index = data.sparse[s] as number;
        if (last[index] === i) continue;
        last[index] = i;
        counts[index] = (counts[index] as number) + 1;
      }
    }
  return Uint8Array.from(counts, (count) => (count >= least ? 1 : 0));
}

/** Mean log loss of weights on the examples whose label is known. */
export function logLoss(
  data: Examples,
  bins: Uint8Array,
  first: readonly number[],
  weights: LinearWeights,
  examples: Uint32Array,
  labels: Uint8Array,
): number {
  let sum = 0;
  let total = 0;
  for (const i of examples) {
    const label = labels[i] as number;
    if (label === UNKNOWN_LABEL) continue;
    const z = logit(data, bins, first, weights, i);
    sum += (data.weight[i] as number) * Math.log1p(Math.exp(label ? -z : z));
    total += data.weight[i] as number;
  }
  return total ? sum / total : 0;
}

/** Shuffles in place. */
export function shuffle(items: Uint32Array, rng: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.int(0, i);
    const kept = items[i] as number;
    items[i] = items[j] as number;
    items[j] = kept;
  }
}
