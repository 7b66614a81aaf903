/**
 * The heads: logistic regression over dense features cut into bins and, of `threat` and `bot`, over hashed n-grams and
 * words. A sum of whole numbers, so the same on every engine and exact in `explain`.
 *
 * Section `BINS`: for each dense feature u16 first edge, u16 number of edges; then f32 edges, rising. A value falls
 * into the bin whose number is how many edges are at or below it.
 *
 * Section `LINW`: f32 scale, f32 bias for threat, bot and anomaly; u32 log2 of n; u32 number of all bins; then
 * `{ i16 threat, i16 bot, i16 anomaly, i16 0 }` for each bin, feature after feature; then `i8 threat` for each of n hashed
 * features of what is asked for, `i8 bot` for each four of them together, and `{ i8 threat, i8 bot }` for each of n / 2 of
 * what the client or the machine says. What is asked for says little of who asks: `bot` reads it roughly. A head's logit is
 * bias + scale * sum of weights.
 */
import { DENSE_COUNT } from "../schema";
import { section, sectionLength, sectionName } from "./blob";

const MAX_EDGES: u32 = 31;
const HEADER_BYTES: u32 = 32;
const BIN_BYTES: u32 = 8;
/** 127 of a whole, in 1/256. */
const COORDINATE_STEPS: u32 = 32512;

let head: usize = 0;
let sparseWeights: usize = 0;
let shift: u32 = 0;
/** How many hashed features what is asked for has; they are numbered first. */
let asked: u32 = 0;
let askedBot: usize = 0;
let said: usize = 0;

/** Bins that all features may have together. */
const MAX_BINS: u32 = 2400;
/** For each dense feature u16 number of its first bin among all bins; they are numbered from one. */
const FIRST_BINS: usize = memory.data(160, 8);
/**
 * f32 for each bin: the edge below it, NaN below a feature's first. So the slot after a bin has the edge above it, and a
 * search ends at NaN, which compares with nothing.
 */
const EDGES: usize = memory.data(9608, 8);
/**
 * For each bin, 16 bytes: u32 weight for threat, for bot, for anomaly, each + {@link WEIGHT_BIAS} | u32 coordinate. The
 * first row stands for no bin: its weights are the least.
 */
const ROWS: usize = memory.data(38416, 16);
/** Added to weights so that none is negative, and two of them can be summed in one word. */
export const WEIGHT_BIAS: u32 = 0x8000;

export function loadLinear(): bool {
  const bins = section(sectionName("BINS"));
  if (bins == 0 || sectionLength() < DENSE_COUNT * 4) return false;
  const edgeCount = (sectionLength() - DENSE_COUNT * 4) >> 2;
  const edges = bins + DENSE_COUNT * 4;
  let binCount: u32 = 0;
  for (let i: u32 = 0; i < DENSE_COUNT; i++) {
    const start = <u32>load<u16>(bins + (i << 2));
    const count = <u32>load<u16>(bins + (i << 2), 2);
    if (count > MAX_EDGES || start + count > edgeCount) return false;
    for (let e: u32 = 0; e < count; e++) {
      const edge = load<f32>(edges + ((start + e) << 2));
      if (!isFinite(edge)) return false;
      if (e > 0 && edge <= load<f32>(edges + ((start + e - 1) << 2))) return false;
    }
    const bin = binCount + 1;
    binCount += count + 1;
    if (binCount > MAX_BINS) return false;
    store<u16>(FIRST_BINS + (i << 1), bin);
    store<f32>(EDGES + (bin << 2), NaN);
    memory.copy(EDGES + ((bin + 1) << 2), edges + (start << 2), count << 2);
    const step: u32 = count ? COORDINATE_STEPS / count : 0;
    for (let b: u32 = 0; b <= count; b++) store<u32>(ROWS + ((bin + b) << 4), (b * step) >> 8, 12);
  }
  store<f32>(EDGES + ((binCount + 1) << 2), NaN);
  head = section(sectionName("LINW"));
  if (head == 0 || sectionLength() < HEADER_BYTES) return false;
  for (let i: u32 = 0; i < 6; i++) if (!isFinite(load<f32>(head + (i << 2)))) return false;
  const log2 = load<u32>(head, 24);
  if (log2 < 8 || log2 > 15 || load<u32>(head, 28) != binCount) return false;
  if (sectionLength() != HEADER_BYTES + binCount * BIN_BYTES + (2 << log2) + (1 << (log2 - 2))) return false;
  const binWeights = head + HEADER_BYTES;
  for (let bin: u32 = 1; bin <= binCount; bin++) {
    const weights = binWeights + (bin - 1) * BIN_BYTES;
    const row = ROWS + (bin << 4);
    store<u32>(row, <u32>(<i32>load<i16>(weights)) + WEIGHT_BIAS);
    store<u32>(row, <u32>(<i32>load<i16>(weights, 2)) + WEIGHT_BIAS, 4);
    store<u32>(row, <u32>(<i32>load<i16>(weights, 4)) + WEIGHT_BIAS, 8);
  }
  sparseWeights = binWeights + binCount * BIN_BYTES;
  shift = 32 - log2;
  asked = 1 << log2;
  askedBot = sparseWeights + asked;
  // Numbered from `asked` on, two bytes each.
  said = askedBot + (asked >> 2) - (asked << 1);
  return true;
}

/** Number, among all bins, of a feature's first. @inline */
export function firstBin(feature: u32): u32 {
  return load<u16>(feature << 1, FIRST_BINS);
}

/** Number, among all bins, of the one that a value falls into, searched for from one of the same feature. @inline */
export function binNear(bin: u32, value: f32): u32 {
  while (load<f32>(bin << 2, EDGES + 4) <= value) bin++;
  while (value < load<f32>(bin << 2, EDGES)) bin--;
  return bin;
}

/** The coordinate that a bin stands for in distances: its share of its feature's last one, 0..127. @inline */
export function coordinateOf(bin: u32): i32 {
  return load<i32>(bin << 4, ROWS + 12);
}

/** Weights of a bin for threat, the low half, and bot, the high half; each + {@link WEIGHT_BIAS}. @inline */
export function textHeadWeights(bin: u32): u64 {
  return load<u64>(bin << 4, ROWS);
}

/** Weight of a bin for anomaly + {@link WEIGHT_BIAS}. @inline */
export function anomalyWeight(bin: u32): u32 {
  return load<u32>(bin << 4, ROWS + 8);
}

/** Weight of a bin + {@link WEIGHT_BIAS}; `at` is four times the head. @inline */
export function biasedWeight(at: u32, bin: u32): u32 {
  return load<u32>((bin << 4) + at, ROWS);
}

/** Weight for one head of a feature's bin, counted from its first. */
export function binWeight(head: u32, feature: u32, bin: u32): i32 {
  return biasedWeight(head << 2, firstBin(feature) + bin) - WEIGHT_BIAS;
}

/** The hashed feature, of what is asked for, that a hash falls on. @inline */
export function askedIndex(hash: u32): u32 {
  return (hash * 0x9e3779b1) >> shift;
}

/** Where its weight of threat lies, an i8. @inline */
export function askedAt(hash: u32): usize {
  return sparseWeights + askedIndex(hash);
}

/** Where its weight of bot lies, an i8. @inline */
export function askedBotAt(hash: u32): usize {
  return askedBot + (askedIndex(hash) >> 2);
}

/** The hashed feature, of what the client or the machine says, that a hash falls on. @inline */
export function saidIndex(hash: u32): u32 {
  return asked + ((hash * 0x9e3779b1) >> (shift + 1));
}

/** Where its weights lie: an i8 for threat, an i8 for bot. @inline */
export function saidAt(hash: u32): usize {
  return said + (saidIndex(hash) << 1);
}

export function sparseThreat(index: u32): i32 {
  return load<i8>(index < asked ? sparseWeights + index : said + (index << 1));
}

export function sparseBot(index: u32): i32 {
  return index < asked ? load<i8>(askedBot + (index >> 2)) : load<i8>(said + (index << 1), 1);
}

/** @param which a head of settings.ts @inline */
export function scaleOf(which: u32): f32 {
  return load<f32>(head + (which << 3));
}

/** @inline */
export function biasOf(which: u32): f32 {
  return load<f32>(head + (which << 3), 4);
}
