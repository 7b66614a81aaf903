/** One head as a linear model over bins of dense features and over hashed features: its scores and its loss. */
import { type BinnedExamples, type Examples, UNKNOWN_LABEL } from "../examples/columns.ts";
import { type Edges, type Head, type LinearWeights, noWeights } from "../model/model.ts";
import { Counted } from "./counted.ts";

/** Largest hashed weight: no single trigram or word decides, since the next corpus may not know it. */
export const LARGEST_HASHED = 1;

/** What one head is learnt from. */
export interface HeadProblem {
  head: Head;
  data: BinnedExamples;
  /** Edges of each dense feature. */
  edges: Edges;
  /** log2 of the number of hashed features of the request. */
  sparseBits: number;
  /** Numbers of the dense features that the head reads. */
  features: readonly number[];
  /** Numbers of examples to learn from, and to measure the loss on; those without a label for the head are left out. */
  train: Uint32Array;
  heldOut: Uint32Array;
}

/** A head that was learnt. */
export interface Fit {
  weights: LinearWeights;
  /** Mean log loss on the held-out examples, in the order of learning; each learner says when it is measured. */
  losses: number[];
}

/**
 * Raw score (logit) of example i.
 *
 * @param first number of the first bin of each dense feature
 * @param counted keeps what is counted of the hashed features
 */
export function logit(
  data: BinnedExamples,
  first: readonly number[],
  weights: LinearWeights,
  head: Head,
  i: number,
  counted = shared,
): number {
  let sum = weights.bias;
  const row = i * data.denseCount;
  for (let d = 0; d < data.denseCount; d++)
    sum += weights.bins[(first[d] as number) + (data.bins[row + d] as number)] as number;
  if (weights.sparse.length === 0) return sum;
  counted.count(data, head, weights, i);
  return sum + counted.sum + counted.offset;
}

const shared = new Counted();

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** Mean log loss of weights, by the examples' weights, on those whose label is known; 0 where none is. */
export function logLoss(
  data: BinnedExamples,
  first: readonly number[],
  weights: LinearWeights,
  examples: Uint32Array,
  head: Head,
): number {
  const labels = data[head];
  let sum = 0;
  let total = 0;
  for (const i of examples) {
    const label = labels[i] as number;
    if (label === UNKNOWN_LABEL) continue;
    const z = logit(data, first, weights, head, i);
    sum += (data.weight[i] as number) * Math.log1p(Math.exp(label ? -z : z));
    total += data.weight[i] as number;
  }
  return total ? sum / total : 0;
}

/**
 * Flags of hashed features: 1 where a feature is in enough examples to be learnt from.
 *
 * @param count how many hashed features there are
 * @param least examples that a feature is in at least
 */
export function frequentFeatures(
  data: Examples,
  count: number,
  examples: Uint32Array,
  least: number,
): Uint8Array {
  const counts = new Uint32Array(count);
  const last = new Int32Array(count).fill(-1);
  if (count)
    for (const i of examples) {
      const end = data.sparseFrom[i + 1] as number;
      for (let s = data.sparseFrom[i] as number; s < end; s++) {
        const index = data.sparse[s] as number;
        if (last[index] === i) continue;
        last[index] = i;
        counts[index] = (counts[index] as number) + 1;
      }
    }
  return Uint8Array.from(counts, (n) => (n >= least ? 1 : 0));
}

export function copyOf(weights: LinearWeights): LinearWeights {
  return { ...weights, bins: weights.bins.slice(), sparse: weights.sparse.slice() };
}

/** Mean of weights (Polyak and Juditsky 1992), added up one after the other. */
export class WeightMean {
  readonly mean: LinearWeights;
  readonly #count: number;

  /** @param count how many weights are added */
  constructor(edges: Edges, hashed: number, count: number) {
    this.mean = noWeights(edges, hashed);
    this.#count = count;
  }

  add({ bias, bins, sparse }: LinearWeights): void {
    this.mean.bias += bias / this.#count;
    addScaled(this.mean.bins, bins, this.#count);
    addScaled(this.mean.sparse, sparse, this.#count);
  }
}

function addScaled(to: Float64Array, from: Float64Array, divisor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (from[i] as number) / divisor;
}
