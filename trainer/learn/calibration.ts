/** From raw scores to probabilities. */
import type { Calibration } from "../model/model.ts";

/** Knots that a head's calibration keeps at most; the filter allows 64. */
const MAX_KNOTS = 24;
/** No score is surer than this: what was never seen wrong in a sample may still be. */
const LEAST = 0.001;
/** Examples that the steps of the isotonic fit hold at least, so that no knot hangs on a handful. */
const LEAST_BLOCK_SHARE = 0.002;

/**
 * Isotonic regression (pool adjacent violators; Zadrozny and Elkan 2002), thinned to a few knots.
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
  const order = raw.map((_, i) => i).sort((a, b) => (raw[a] as number) - (raw[b] as number));
  interface Block {
    raw: number;
    yes: number;
    weight: number;
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const grains: Block[] = [];
  for (const i of order) {
    const last = grains.at(-1);
    const weight = weights[i] as number;
    const grain = { raw: (raw[i] as number) * weight, yes: (labels[i] as number) * weight, weight };
    if (last && last.weight < total * LEAST_BLOCK_SHARE) {
      last.raw += grain.raw;
      last.yes += grain.yes;
      last.weight += weight;
    } else grains.push(grain);
  }
  const blocks: Block[] = [];
  for (const grain of grains) {
    blocks.push({ ...grain });
    while (blocks.length > 1) {
      const [a, b] = blocks.slice(-2) as [Block, Block];
      if (a.yes / a.weight < b.yes / b.weight) break;
      blocks.splice(-2, 2, { raw: a.raw + b.raw, yes: a.yes + b.yes, weight: a.weight + b.weight });
    }
  }
  while (blocks.length > MAX_KNOTS) mergeClosest(blocks);
  const knots: Calibration = { raw: [], probability: [] };
  for (const block of blocks) {
    const x = Math.fround(block.raw / block.weight);
    const p = Math.min(1 - LEAST, Math.max(LEAST, block.yes / block.weight));
    if (knots.raw.length && x <= (knots.raw.at(-1) as number)) continue;
    knots.raw.push(x);
    knots.probability.push(Math.max(p, knots.probability.at(-1) ?? 0));
  }
  // Two knots are the least that make a line.
  if (knots.raw.length === 1) {
    knots.raw.push((knots.raw[0] as number) + 1);
    knots.probability.push(knots.probability[0] as number);
  }
  return knots;
}

function mergeClosest(blocks: { raw: number; yes: number; weight: number }[]): void {
  let closest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < blocks.length; i++) {
    const a = blocks[i] as { yes: number; weight: number };
    const b = blocks[i + 1] as { yes: number; weight: number };
    const gap = b.yes / b.weight - a.yes / a.weight;
    if (gap < least) {
      least = gap;
      closest = i;
    }
  }
  const [a, b] = blocks.slice(closest, closest + 2) as [
    { raw: number; yes: number; weight: number },
    { raw: number; yes: number; weight: number },
  ];
  blocks.splice(closest, 2, { raw: a.raw + b.raw, yes: a.yes + b.yes, weight: a.weight + b.weight });
}

/**
 * Scores of an unsupervised head as the share of ordinary events that are less odd, stretched so that the share
 * `falseAlarms` of them passes 0.5.
 *
 * @param raw scores of ordinary events, the odder the higher
 */
export function byFalseAlarms(raw: readonly number[], falseAlarms: number): Calibration {
  const sorted = [...raw].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  const wanted: [share: number, score: number][] = [
    [0.0, 0.001],
    [0.25, 0.05],
    [0.5, 0.1],
    [0.75, 0.18],
    [0.9, 0.27],
    [0.97, 0.36],
    [1 - falseAlarms * 2, 0.44],
    [1 - falseAlarms, 0.5],
    [1 - falseAlarms / 4, 0.7],
    [1 - falseAlarms / 20, 0.9],
  ];
  const knots: Calibration = { raw: [], probability: [] };
  for (const [share, score] of wanted) {
    const x = Math.fround(at(share));
    if (knots.raw.length && x <= (knots.raw.at(-1) as number)) continue;
    knots.raw.push(x);
    knots.probability.push(score);
  }
  knots.raw.push(Math.fround((knots.raw.at(-1) as number) + 0.15));
  knots.probability.push(0.99);
  return knots;
}
