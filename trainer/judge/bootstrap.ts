/**
 * A Poisson bootstrap (Efron 1979) over groups of events that tend to be right or wrong together: how sure a difference
 * of two models' means is. Of few groups little is sure: where k groups of many differ, no p-value is below e^-k.
 */
import type { Random } from "../../simulate/lib/random.ts";

/** Weighted sums of each group of events; one at least, of weight above 0. */
export interface Sums {
  weight: Float64Array;
  incumbent: Float64Array;
  candidate: Float64Array;
  events: number;
}

/** Resamples; of a difference that may well be a finding more, since its p-value is held to a small share. */
const RESAMPLES = { first: 600, more: 4000 };
/** p-value from which on the first ones are enough. */
const CLEAR = 0.05;

export interface Certainty {
  /** Confidence interval of the difference of means, candidate less incumbent. */
  low: number;
  high: number;
  /** One-sided: how likely a difference above 0 would be by chance. */
  p: number;
}

/** @param confidence of the interval */
export function certainty(sums: Sums, confidence: number, rng: Random): Certainty {
  const found = of(sums, RESAMPLES.first, confidence, rng);
  return found.p > CLEAR ? found : of(sums, RESAMPLES.more, confidence, rng);
}

function of(sums: Sums, resamples: number, confidence: number, rng: Random): Certainty {
  const differences = resampled(sums, resamples, rng);
  const tail = (1 - confidence) / 2;
  const notAbove = differences.filter((difference) => difference <= 0).length;
  return {
    low: differences[Math.floor(tail * (resamples - 1))] as number,
    high: differences[Math.ceil((1 - tail) * (resamples - 1))] as number,
    p: (notAbove + 1) / (resamples + 1),
  };
}

/** Differences of means, rising. */
function resampled(sums: Sums, resamples: number, rng: Random): Float64Array {
  const differences = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    let weight = 0;
    let difference = 0;
    // Without any group there is no mean: taken for no difference, the loss of all of few groups would pass for chance.
    while (weight === 0) {
      for (let g = 0; g < sums.weight.length; g++) {
        const times = poisson(rng.float());
        if (times === 0) continue;
        weight += times * (sums.weight[g] as number);
        difference += times * ((sums.candidate[g] as number) - (sums.incumbent[g] as number));
      }
    }
    differences[b] = difference / weight;
  }
  return differences.sort();
}

/** Largest value of a Poisson variable that is drawn. */
const MOST_TIMES = 12;
/** Its distribution function, of mean 1, below that: computed once, since millions are drawn. */
const AT_MOST = distribution();

function distribution(): Float64Array {
  let p = Math.exp(-1);
  const atMost = Float64Array.of(p, ...new Float64Array(MOST_TIMES - 1));
  for (let k = 1; k < MOST_TIMES; k++) {
    p /= k;
    atMost[k] = (atMost[k - 1] as number) + p;
  }
  return atMost;
}

/** Poisson variable of mean 1 from a uniform one, by inversion of its distribution function. */
function poisson(uniform: number): number {
  let k = 0;
  while (k < MOST_TIMES && uniform > (AT_MOST[k] as number)) k++;
  return k;
}
