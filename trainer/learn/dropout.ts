/**
 * Logistic regression with blankout noise (van der Maaten, Chen, Tyree, Weinberger 2013), by AdaGrad: each time an example
 * is learnt from, some of its features are left out, so that no few of them carry what one corpus is sure of. The weights
 * are the mean over the last epochs (Polyak and Juditsky 1992): what one of them ended at by chance is evened out.
 */
import type { Random } from "../../simulate/lib/random.ts";
import { type Examples, UNKNOWN_LABEL } from "../examples/dataset.ts";
import { firstBins, type Head, hashedCount, noWeights, SHARED, sharedCount } from "../model/model.ts";
import { commonFeatures, type Fit, LARGEST, logLoss, shuffle } from "./logistic.ts";

export interface NoisyOptions {
  head: Head;
  epochs: number;
  rate: number;
  /** What the rate is multiplied by after each epoch. */
  decay: number;
  /** Strength of the pull towards zero, for each example. */
  l2: number;
  /** Examples that a hashed feature has to stand in to get a weight. */
  leastExamples: number;
  /** Dense features that this head reads. */
  features: readonly number[];
  /** Mean share of the hashed features left out: for each example it is drawn between none and twice this. */
  leftOut: number;
  /** Share of the dense features left out. */
  denseLeftOut: number;
  /** First epoch, counted from 0, whose weights take part in the mean. */
  averagedFrom: number;
}

/**
 * Learns one head that reads the hashed features too, from nothing.
 *
 * @param train,heldOut indices of examples; those without a label for the head are passed over
 */
export function fitNoisy(
  data: Examples,
  bins: Uint8Array,
  edges: readonly (readonly number[])[],
  sparseBits: number,
  train: Uint32Array,
  heldOut: Uint32Array,
  rng: Random,
  options: NoisyOptions,
): Fit {
  const first = firstBins(edges);
  const hashed = hashedCount(sparseBits);
  const weights = noWeights(edges, hashed);
  const mean = noWeights(edges, hashed);
  const binTotal = weights.bins.length;
  const binSquares = new Float64Array(binTotal).fill(1e-8);
  const sparseSquares = new Float64Array(hashed).fill(1e-8);
  let biasSquares = 1e-8;
  const labels = data[options.head];
  const isCommon = commonFeatures(data, hashed, train, options.leastExamples);
  const shared = sharedCount(options.head, sparseBits);
  const order = train.filter((i) => labels[i] !== UNKNOWN_LABEL);
  /** Hashed features and bins that are heard of the example at hand. */
  const heard = new Uint16Array(longest(data));
  const heardBins = new Int32Array(options.features.length);
  const losses: number[] = [];
  const averaged = options.epochs - options.averagedFrom;

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const rate = options.rate * options.decay ** epoch;
    shuffle(order, rng);
    for (const i of order) {
      const leftOut = options.leftOut * 2 * rng.float();
      let count = 0;
      let said = 0;
      const end = data.sparseFrom[i + 1] as number;
      for (let s = data.sparseFrom[i] as number; s < end; s++) {
        const index = data.sparse[s] as number;
        if (!isCommon[index] || rng.float() < leftOut) continue;
        heard[count++] = index;
        said += weights.sparse[index] as number;
      }
      // Those that are heard speak for the others.
      let z = weights.bias + said / (1 - leftOut);
      let binCount = 0;
      for (const d of options.features) {
        if (rng.float() < options.denseLeftOut) continue;
        const bin = (first[d] as number) + (bins[i * data.denseCount + d] as number);
        heardBins[binCount++] = bin;
        z += weights.bins[bin] as number;
      }
      const gradient = (1 / (1 + Math.exp(-z)) - (labels[i] as number)) * (data.weight[i] as number);
      biasSquares += gradient * gradient;
      weights.bias -= (rate * gradient) / Math.sqrt(biasSquares);
      for (let b = 0; b < binCount; b++) {
        const bin = heardBins[b] as number;
        const g = gradient + options.l2 * (weights.bins[bin] as number);
        binSquares[bin] = (binSquares[bin] as number) + g * g;
        weights.bins[bin] = (weights.bins[bin] as number) - (rate * g) / Math.sqrt(binSquares[bin] as number);
      }
      for (let h = 0; h < count; h++) {
        const met = heard[h] as number;
        const together = met < shared ? SHARED : 1;
        const index = met - (met % together);
        const g = gradient + options.l2 * (weights.sparse[index] as number);
        sparseSquares[index] = (sparseSquares[index] as number) + g * g;
        const next =
          (weights.sparse[index] as number) - (rate * g) / Math.sqrt(sparseSquares[index] as number);
        const bounded = Math.max(-LARGEST, Math.min(LARGEST, next));
        for (let n = index; n < index + together; n++) weights.sparse[n] = bounded;
      }
    }
    losses.push(logLoss(data, bins, first, weights, heldOut, labels));
    if (epoch < options.averagedFrom) continue;
    mean.bias += weights.bias / averaged;
    for (let b = 0; b < binTotal; b++)
      mean.bins[b] = (mean.bins[b] as number) + (weights.bins[b] as number) / averaged;
    for (let n = 0; n < hashed; n++)
      mean.sparse[n] = (mean.sparse[n] as number) + (weights.sparse[n] as number) / averaged;
  }
  losses.push(logLoss(data, bins, first, mean, heldOut, labels));
  return { weights: mean, losses };
}

/** Most hashed features that an example has. */
function longest(data: Examples): number {
  let most = 0;
  for (let i = 0; i < data.size; i++)
    most = Math.max(most, (data.sparseFrom[i + 1] as number) - (data.sparseFrom[i] as number));
  return most;
}
