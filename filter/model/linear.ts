/**
 * The heads: logistic regression over dense features cut into bins and, of `threat` and `bot`, over hashed n-grams and
 * words. A sum of whole numbers, so the same on every engine and exact in `explain`.
 *
 * Section `BINS`: for each dense feature u16 first edge, u16 number of edges; then f32 edges, rising. A value falls
 * into the bin whose number is how many edges are at or below it.
 *
 * Section `LINW`: f32 scale, f32 bias for threat, bot and anomaly; u32 log2 of n; u32 number of all bins; then
 * `{ i16 threat, i16 bot, i16 anomaly, i16 0 }` for each bin, feature after feature; then `i8 threat` for each of n hashed
 * request features, `i8 bot` for each four of them together (a request tells little of its client), and
 * `{ i8 threat, i8 bot }` for each of n / 2 hashed features of clients and messages. A head's logit is
 * bias + scale * sum of weights.
 */
import { DENSE_COUNT } from "../schema/features";
import { GOLDEN_32 } from "../text/hash";
import { section, sectionLength, sectionName } from "./blob";

/** Which of `BINS`'s edges are a feature's. */
@unmanaged
class EdgeRange {
  start: u16;
  count: u16;
}

/** How a head's sum becomes a logit. */
@unmanaged
class Line {
  scale: f32;
  bias: f32;
}

/** Header of `LINW`, behind a {@link Line} for each head. */
@unmanaged
class Counts {
  hashedLog2: u32;
  bins: u32;
}

/** Weights of a bin as `LINW` has them. */
@unmanaged
class StoredWeights {
  threat: i16;
  bot: i16;
  anomaly: i16;
  unused: i16;
}

/** A bin as it is looked up. */
@unmanaged
class Bin {
  /** Weights, each + {@link WEIGHT_BIAS}. */
  threat: u32;
  bot: u32;
  anomaly: u32;
  /** What the bin stands for in distances: its share of its feature's last, 0..127. */
  coordinate: u32;
}

const MAX_EDGES: u32 = 31;
const HEADS: u32 = 3;
const COUNTS_AT: u32 = HEADS * offsetof<Line>();
const HEADER_BYTES: u32 = COUNTS_AT + offsetof<Counts>();
/** Bytes of a {@link Bin}, as a shift. */
const BIN_LOG2: u32 = 4;
/** 127 of a whole, in 1/256. */
const COORDINATE_STEPS: u32 = 32512;

/** {@link Line} of each head. */
let lines: usize = 0;
/** Bits of a hash that are no index into the request weights. */
let shift: u32 = 0;
/** Number of hashed features of requests; they are numbered first. */
let requestCount: u32 = 0;
let requestWeights: usize = 0;
let requestBotWeights: usize = 0;
let clientWeights: usize = 0;

/** Bins that all features may have together. */
const MAX_BINS: u32 = 2400;
/** For each dense feature u16 number of its first bin among all bins; they are numbered from one. */
const FIRST_BINS: usize = memory.data(DENSE_COUNT << 1, 8);
/**
 * f32 for each bin: the edge below it, NaN below a feature's first. So the slot after a bin has the edge above it, and a
 * search ends at NaN, which compares with nothing.
 */
const EDGES: usize = memory.data((1 + MAX_BINS + 1) << 2, 8);
/** {@link Bin} for each bin. The first row stands for no bin: its weights are the least. */
const ROWS: usize = memory.data((1 + MAX_BINS) << BIN_LOG2, 16);
/** Added to weights so that none is negative, and two of them can be summed in one word. */
export const WEIGHT_BIAS: u32 = 0x8000;

export function loadLinear(): bool {
  const binCount = loadBins();
  return binCount > 0 && loadWeights(binCount);
}

/** @inline */
function binAt(bin: u32): Bin {
  return changetype<Bin>(ROWS + (bin << BIN_LOG2));
}

/** Reads the edges; returns how many bins they make, 0 where the section is damaged. */
function loadBins(): u32 {
  const ranges = section(sectionName("BINS"));
  const rangesBytes = DENSE_COUNT * offsetof<EdgeRange>();
  if (ranges == 0 || sectionLength() < rangesBytes) return 0;
  const edgeCount = (sectionLength() - rangesBytes) >> 2;
  const edges = ranges + rangesBytes;
  let binCount: u32 = 0;
  for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
    const range = changetype<EdgeRange>(ranges + feature * offsetof<EdgeRange>());
    const start = <u32>range.start;
    const count = <u32>range.count;
    if (count > MAX_EDGES || start + count > edgeCount) return 0;
    for (let e: u32 = 0; e < count; e++) {
      const edge = load<f32>(edges + ((start + e) << 2));
      if (!isFinite(edge)) return 0;
      if (e > 0 && edge <= load<f32>(edges + ((start + e - 1) << 2))) return 0;
    }
    const first = binCount + 1;
    binCount += count + 1;
    if (binCount > MAX_BINS) return 0;
    store<u16>(FIRST_BINS + (feature << 1), first);
    store<f32>(EDGES + (first << 2), NaN);
    memory.copy(EDGES + ((first + 1) << 2), edges + (start << 2), count << 2);
    const step: u32 = count ? COORDINATE_STEPS / count : 0;
    for (let b: u32 = 0; b <= count; b++) binAt(first + b).coordinate = (b * step) >> 8;
  }
  store<f32>(EDGES + ((binCount + 1) << 2), NaN);
  return binCount;
}

function loadWeights(binCount: u32): bool {
  lines = section(sectionName("LINW"));
  if (lines == 0 || sectionLength() < HEADER_BYTES) return false;
  for (let at: u32 = 0; at < COUNTS_AT; at += 4) if (!isFinite(load<f32>(lines + at))) return false;
  const counts = changetype<Counts>(lines + COUNTS_AT);
  const log2 = counts.hashedLog2;
  if (log2 < 8 || log2 > 15 || counts.bins != binCount) return false;
  const binsBytes = binCount * offsetof<StoredWeights>();
  if (sectionLength() != HEADER_BYTES + binsBytes + (2 << log2) + (1 << (log2 - 2))) return false;
  const binWeights = lines + HEADER_BYTES;
  for (let bin: u32 = 1; bin <= binCount; bin++) {
    const stored = changetype<StoredWeights>(binWeights + (bin - 1) * offsetof<StoredWeights>());
    const row = binAt(bin);
    row.threat = <u32>(<i32>stored.threat) + WEIGHT_BIAS;
    row.bot = <u32>(<i32>stored.bot) + WEIGHT_BIAS;
    row.anomaly = <u32>(<i32>stored.anomaly) + WEIGHT_BIAS;
  }
  shift = 32 - log2;
  requestCount = 1 << log2;
  requestWeights = binWeights + binsBytes;
  requestBotWeights = requestWeights + requestCount;
  // Numbered from `requestCount` on, two bytes each.
  clientWeights = requestBotWeights + (requestCount >> 2) - (requestCount << 1);
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
  return load<i32>(bin << BIN_LOG2, ROWS + offsetof<Bin>("coordinate"));
}

/** Weights of a bin for threat, the low half, and bot, the high half; each + {@link WEIGHT_BIAS}. @inline */
export function textHeadWeights(bin: u32): u64 {
  return load<u64>(bin << BIN_LOG2, ROWS + offsetof<Bin>("threat"));
}

/** Weight of a bin for anomaly + {@link WEIGHT_BIAS}. @inline */
export function anomalyWeight(bin: u32): u32 {
  return load<u32>(bin << BIN_LOG2, ROWS + offsetof<Bin>("anomaly"));
}

/** Weight of a bin + {@link WEIGHT_BIAS}; `at` is four times the head. @inline */
export function biasedWeight(at: u32, bin: u32): u32 {
  return load<u32>((bin << BIN_LOG2) + at, ROWS);
}

/** Weight for one head of a feature's bin, counted from its first. */
export function binWeight(head: u32, feature: u32, bin: u32): i32 {
  return biasedWeight(head << 2, firstBin(feature) + bin) - WEIGHT_BIAS;
}

/** Number of the hashed request feature that a hash falls on. @inline */
export function requestIndex(hash: u32): u32 {
  return (hash * GOLDEN_32) >> shift;
}

/** Address of a request feature's weight for threat, an i8. @inline */
export function requestThreatAt(hash: u32): usize {
  return requestWeights + requestIndex(hash);
}

/** Address of a request feature's weight for bot, an i8. @inline */
export function requestBotAt(hash: u32): usize {
  return requestBotWeights + (requestIndex(hash) >> 2);
}

/** Number of the hashed client or message feature that a hash falls on. @inline */
export function clientIndex(hash: u32): u32 {
  return requestCount + ((hash * GOLDEN_32) >> (shift + 1));
}

/** Address of a client or message feature's weights: an i8 for threat, an i8 for bot. @inline */
export function clientWeightsAt(hash: u32): usize {
  return clientWeights + (clientIndex(hash) << 1);
}

/** Weight for threat of the hashed feature of this number. */
export function hashedThreat(index: u32): i32 {
  return load<i8>(index < requestCount ? requestWeights + index : clientWeights + (index << 1));
}

/** Weight for bot of the hashed feature of this number. */
export function hashedBot(index: u32): i32 {
  return index < requestCount
    ? load<i8>(requestBotWeights + (index >> 2))
    : load<i8>(clientWeights + (index << 1), 1);
}

/** @param head of schema/heads.ts @inline */
export function scaleOf(head: u32): f32 {
  return changetype<Line>(lines + (head << 3)).scale;
}

/** @param head of schema/heads.ts @inline */
export function biasOf(head: u32): f32 {
  return changetype<Line>(lines + (head << 3)).bias;
}
