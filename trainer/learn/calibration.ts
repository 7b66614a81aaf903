/** Calibration: from raw scores of a head to probabilities. */
import { FALSE_ALARMS, RARER } from "../model/anomaly-scale.ts";
import type { Calibration } from "../model/model.ts";

/** Knots that a head's calibration keeps at most; the filter allows 64. */
const MAX_KNOTS = 24;
/** No probability is nearer to 0 or 1: what a sample has no counterexample of may have one elsewhere. */
const LEAST = 0.001;
/** Share of all weight that a block has at least before its neighbours are pooled: no knot hangs on a few examples. */
const LEAST_BLOCK_SHARE = 0.002;

/** Examples of neighbouring scores: sums of their weights, of weighted scores and of weighted labels. */
interface Block {
  weight: number;
  raw: number;
  yes: number;
}

/**
 * Isotonic regression by pooling adjacent violators (Zadrozny and Elkan 2002), thinned to a few knots.
 *
 * @param raw scores of held-out examples
 * @param labels 1 where the head should say yes
 * @param weights of the examples
 */
export function isotonic(
  raw: readonly number[],
  labels: readonly number[],
  weights: readonly number[],
): Calibration {
  const blocks: Block[] = [];
  for (const grain of grainsOf(raw, labels, weights)) {
    blocks.push({ ...grain });
    while (blocks.length > 1) {
      const [a, b] = blocks.slice(-2) as [Block, Block];
      if (a.yes / a.weight < b.yes / b.weight) break;
      blocks.splice(-2, 2, pooled(a, b));
    }
  }
  while (blocks.length > MAX_KNOTS) poolClosest(blocks);
  return knotsOf(blocks);
}

/** Blocks of the least weight, by rising score. */
function grainsOf(raw: readonly number[], labels: readonly number[], weights: readonly number[]): Block[] {
  const order = raw.map((_, i) => i).sort((a, b) => (raw[a] as number) - (raw[b] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const grains: Block[] = [];
  for (const i of order) {
    const weight = weights[i] as number;
    const grain = { raw: (raw[i] as number) * weight, yes: (labels[i] as number) * weight, weight };
    const last = grains.at(-1);
    if (last && last.weight < total * LEAST_BLOCK_SHARE) grains[grains.length - 1] = pooled(last, grain);
    else grains.push(grain);
  }
  return grains;
}

function pooled(a: Block, b: Block): Block {
  return { raw: a.raw + b.raw, yes: a.yes + b.yes, weight: a.weight + b.weight };
}

/** Pools the two neighbours whose probabilities are closest. */
function poolClosest(blocks: Block[]): void {
  let closest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < blocks.length; i++) {
    const [a, b] = blocks.slice(i, i + 2) as [Block, Block];
    const gap = b.yes / b.weight - a.yes / a.weight;
    if (gap < least) {
      least = gap;
      closest = i;
    }
  }
  const [a, b] = blocks.slice(closest, closest + 2) as [Block, Block];
  blocks.splice(closest, 2, pooled(a, b));
}

function knotsOf(blocks: readonly Block[]): Calibration {
  const knots: Calibration = { raw: [], probability: [] };
  for (const block of blocks) {
    const x = Math.fround(block.raw / block.weight);
    const p = Math.min(1 - LEAST, Math.max(LEAST, block.yes / block.weight));
    if (knots.raw.length && x <= (knots.raw.at(-1) as number)) continue;
    knots.raw.push(x);
    knots.probability.push(Math.max(p, knots.probability.at(-1) ?? 0));
  }
  // A line needs two knots.
  if (knots.raw.length === 1) {
    knots.raw.push((knots.raw[0] as number) + 1);
    knots.probability.push(knots.probability[0] as number);
  }
  return knots;
}

/** Scores of the anomaly head below one half, and the share of ordinary events that scores less. */
const ORDINARY_KNOTS: readonly (readonly [share: number, score: number])[] = [
  [0.0, 0.001],
  [0.25, 0.05],
  [0.5, 0.1],
  [0.75, 0.18],
  [0.9, 0.27],
  [0.97, 0.36],
];
/** Highest scores that the tail is fitted to, and how many have to be above a quantile that is counted. */
const TAIL = 100;
const LEAST_ABOVE = 5;
/** Least distance of two knots. */
export const LEAST_STEP = 0.01;

/**
 * Calibration of the anomaly head without labels: scores rise with the share of ordinary events that are less odd, so
 * that the share `falseAlarms` of them is at 0.5 or above, a third of it at 0.7, a thirtieth at 0.9, and so on.
 *
 * Shares too small to be counted are those of an exponential tail, the domain of attraction of most distributions (peaks over
 * threshold: Pickands 1975; for anomalies Siffer, Fouque, Termier, Largouet 2017).
 *
 * @param raw scores of ordinary events, the odder the higher
 */
export function byFalseAlarms(raw: readonly number[], falseAlarms = FALSE_ALARMS): Calibration {
  const sorted = [...raw].sort((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  const knots: Calibration = { raw: [], probability: [] };
  const add = (score: number, probability: number) => {
    const x = Math.fround(score);
    if (knots.raw.length && x <= (knots.raw.at(-1) as number)) return;
    knots.raw.push(x);
    knots.probability.push(probability);
  };
  for (const [share, score] of ORDINARY_KNOTS) add(at(share), score);
  add(at(1 - falseAlarms * 2), 0.44);
  for (const [times, score] of RARER)
    add(Math.max(aboveShare(sorted, falseAlarms / times), (knots.raw.at(-1) as number) + LEAST_STEP), score);
  return knots;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

/** Score that the share given is at or above. */
function aboveShare(sorted: readonly number[], share: number): number {
  if (share * sorted.length >= LEAST_ABOVE) return quantile(sorted, 1 - share);
  const tail = sorted.slice(-Math.min(TAIL, Math.ceil(sorted.length / 2)));
  const [from] = tail as [number];
  const excess = tail.reduce((sum, score) => sum + score - from, 0) / tail.length;
  return from + excess * Math.log(tail.length / (share * sorted.length));
}

/** Least raw score whose calibrated one is `wanted` or more; infinite where there is none. */
export function rawAt({ raw, probability }: Calibration, wanted: number): number {
  for (let i = 0; i < raw.length; i++) {
    const p = probability[i] as number;
    if (p < wanted) continue;
    const before = probability[i - 1];
    if (before === undefined || p === before) return raw[i] as number;
    const from = raw[i - 1] as number;
    return from + (((raw[i] as number) - from) * (wanted - before)) / (p - before);
  }
  return Number.POSITIVE_INFINITY;
}

/** Calibrated score of a raw one, as the filter has it: straight lines between the knots, flat beyond them. */
export function calibrated({ raw, probability }: Calibration, score: number): number {
  const i = raw.findIndex((x) => x >= score);
  if (i < 0) return probability.at(-1) as number;
  if (i === 0) return probability[0] as number;
  const [x0, x1] = [raw[i - 1] as number, raw[i] as number];
  const [p0, p1] = [probability[i - 1] as number, probability[i] as number];
  return p0 + ((p1 - p0) * (score - x0)) / (x1 - x0);
}
