/** Stochastic gradient descent with a rate for each weight: AdaGrad (Duchi, Hazan, Singer 2011), with L2. */
import { type LinearWeights, SHARED } from "../model/model.ts";
import { LARGEST_HASHED } from "./linear.ts";

export interface AdaGradOptions {
  /** Strength of the pull towards `prior`, for each example. */
  l2: number;
  /** Weights that L2 pulls towards, of the same shape. */
  prior: LinearWeights;
  /** Hashed features, from the first on, that share a weight by {@link SHARED}. */
  tied: number;
  /** First value of the accumulators: the larger, the smaller the first steps. */
  accumulator: number;
}

/** Updates weights in place. `gradient` is the example's, of the loss by the logit. */
export class AdaGrad {
  readonly #weights: LinearWeights;
  readonly #prior: LinearWeights;
  readonly #l2: number;
  readonly #tied: number;
  /** Sums of squared gradients. */
  #bias: number;
  readonly #bins: Float64Array;
  readonly #sparse: Float64Array;

  constructor(weights: LinearWeights, { l2, prior, tied, accumulator }: AdaGradOptions) {
    this.#weights = weights;
    this.#prior = prior;
    this.#l2 = l2;
    this.#tied = tied;
    this.#bias = accumulator;
    this.#bins = new Float64Array(weights.bins.length).fill(accumulator);
    this.#sparse = new Float64Array(weights.sparse.length).fill(accumulator);
  }

  /** Adds a squared gradient of earlier learning: a warm start (logistic.ts). */
  accumulateBias(square: number): void {
    this.#bias += square;
  }

  accumulateBin(bin: number, square: number): void {
    this.#bins[bin] = (this.#bins[bin] as number) + square;
  }

  accumulateHashed(index: number, square: number): void {
    this.#sparse[index] = (this.#sparse[index] as number) + square;
  }

  updateBias(gradient: number, rate: number): void {
    this.#bias += gradient * gradient;
    this.#weights.bias -= (rate * gradient) / Math.sqrt(this.#bias);
  }

  updateBin(bin: number, gradient: number, rate: number): void {
    const { bins } = this.#weights;
    const weight = bins[bin] as number;
    const g = gradient + this.#l2 * (weight - (this.#prior.bins[bin] as number));
    const square = (this.#bins[bin] as number) + g * g;
    this.#bins[bin] = square;
    bins[bin] = weight - (rate * g) / Math.sqrt(square);
  }

  /** Updates the weight of a hashed feature, and of those that share it, within {@link LARGEST_HASHED}. */
  updateHashed(feature: number, gradient: number, rate: number): void {
    const { sparse } = this.#weights;
    const count = feature < this.#tied ? SHARED : 1;
    const index = feature - (feature % count);
    const weight = sparse[index] as number;
    const g = gradient + this.#l2 * (weight - (this.#prior.sparse[index] as number));
    const square = (this.#sparse[index] as number) + g * g;
    this.#sparse[index] = square;
    const next = weight - (rate * g) / Math.sqrt(square);
    const bounded = Math.max(-LARGEST_HASHED, Math.min(LARGEST_HASHED, next));
    for (let i = index; i < index + count; i++) sparse[i] = bounded;
  }
}
