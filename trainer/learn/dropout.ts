/**
 * Logistic regression of one head with dropout on its inputs (blankout noise; van der Maaten, Chen, Tyree, Weinberger
 * 2013), from zeros, by AdaGrad: a few features that one corpus is sure of can't carry a label alone. The result is the
 * mean of the last epochs' weights (Polyak and Juditsky 1992).
 */
import type { Random } from "../../simulate/lib/random.ts";
import { type Examples, UNKNOWN_LABEL } from "../examples/columns.ts";
import { firstBins, hashedCount, noWeights, sharedCount } from "../model/model.ts";
import { AdaGrad } from "./adagrad.ts";
import { Counted } from "./counted.ts";
import { type Fit, frequentFeatures, type HeadProblem, logLoss, sigmoid, WeightMean } from "./linear.ts";

export interface DropoutOptions {
  epochs: number;
  rate: number;
  /** Factor of the rate from one epoch to the next. */
  decay: number;
  /** Strength of the pull towards zero, for each example. */
  l2: number;
  /** Examples that a hashed feature is in at least to be learnt. */
  leastExamples: number;
  /** Mean dropout rate of hashed features: each example draws its own, uniform from 0 to twice this. */
  dropoutRate: number;
  /** Dropout rate of dense features. */
  denseDropoutRate: number;
  /** First epoch, counted from 0, whose weights are in the mean. */
  averagedFrom: number;
}

const ACCUMULATOR = 1e-8;

/** Learns one head that reads hashed features. Losses are measured after each epoch, and last those of the mean. */
export function fitDropout(problem: HeadProblem, rng: Random, options: DropoutOptions): Fit {
  const { data, edges, head, heldOut, sparseBits } = problem;
  const first = firstBins(edges);
  const hashed = hashedCount(sparseBits);
  const weights = noWeights(edges, hashed);
  const optimizer = new AdaGrad(weights, {
    l2: options.l2,
    prior: noWeights(edges, hashed),
    tied: sharedCount(head, sparseBits),
    accumulator: ACCUMULATOR,
  });
  const mean = new WeightMean(edges, hashed, options.epochs - options.averagedFrom);
  const labels = data[head];
  const isFrequent = frequentFeatures(data, hashed, problem.train, options.leastExamples);
  const order = problem.train.filter((i) => labels[i] !== UNKNOWN_LABEL);
  /** Hashed features and bins of the example at hand that were kept. */
  const kept = new Uint16Array(mostHashed(data));
  const keptBins = new Int32Array(problem.features.length);
  const losses: number[] = [];
  const counted = new Counted();

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const rate = options.rate * options.decay ** epoch;
    rng.shuffle(order);
    for (const i of order) {
      const dropoutRate = options.dropoutRate * 2 * rng.float();
      // Weights of 0 tell no stretch: the first epoch learns from whole texts.
      counted.count(data, head, weights, i, epoch === 0);
      const { runs, size } = counted;
      let count = 0;
      let hashedSum = 0;
      for (let run = 0; run < size; run += 2)
        for (let s = runs[run] as number; s < (runs[run + 1] as number); s++) {
          const feature = data.sparse[s] as number;
          if (!isFrequent[feature] || rng.float() < dropoutRate) continue;
          kept[count++] = feature;
          hashedSum += weights.sparse[feature] as number;
        }
      // Inverted dropout: scaled up, so that the sum's mean is that of all features.
      let z = weights.bias + hashedSum / (1 - dropoutRate) + counted.offset;
      // The most hostile stretch of an attack that none counts of is what it has to teach.
      if (labels[i] === 1)
        for (let s = counted.nearestFrom; s < counted.nearestTo; s++) {
          const feature = data.sparse[s] as number;
          if (isFrequent[feature] && rng.float() >= dropoutRate) kept[count++] = feature;
        }
      let binCount = 0;
      for (const d of problem.features) {
        if (rng.float() < options.denseDropoutRate) continue;
        const bin = (first[d] as number) + (data.bins[i * data.denseCount + d] as number);
        keptBins[binCount++] = bin;
        z += weights.bins[bin] as number;
      }
      const gradient = (sigmoid(z) - (labels[i] as number)) * (data.weight[i] as number);
      optimizer.updateBias(gradient, rate);
      for (let b = 0; b < binCount; b++) optimizer.updateBin(keptBins[b] as number, gradient, rate);
      for (let k = 0; k < count; k++) optimizer.updateHashed(kept[k] as number, gradient, rate);
    }
    losses.push(logLoss(data, first, weights, heldOut, head));
    if (epoch >= options.averagedFrom) mean.add(weights);
  }
  losses.push(logLoss(data, first, mean.mean, heldOut, head));
  return { weights: mean.mean, losses };
}

/** Most hashed features of an example. */
function mostHashed(data: Examples): number {
  let most = 0;
  for (let i = 0; i < data.size; i++)
    most = Math.max(most, (data.sparseFrom[i + 1] as number) - (data.sparseFrom[i] as number));
  return most;
}
