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

let head: usize = 0;
let sparseWeights: usize = 0;
let shift: u32 = 0;
/** How many hashed features what is asked for has; they are numbered first. */
let asked: u32 = 0;
let askedBot: usize = 0;
let said: usize = 0;

/**
 * For each dense feature, 16 bytes: u32 number of edges | u32 address of the first | u32 address of the first bin's
 * weights | u32 127/256 of a whole for each step from its first bin to its last.
 */
const FEATURES: usize = memory.data(2048, 16);

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
    const row = FEATURES + (i << 4);
    store<u32>(row, count);
    store<u32>(row, <u32>(edges + (start << 2)), 4);
    store<u32>(row, binCount * BIN_BYTES, 8);
    store<u32>(row, count ? 32512 / count : 0, 12);
    binCount += count + 1;
  }
  head = section(sectionName("LINW"));
  if (head == 0 || sectionLength() < HEADER_BYTES) return false;
  for (let i: u32 = 0; i < 6; i++) if (!isFinite(load<f32>(head + (i << 2)))) return false;
  const log2 = load<u32>(head, 24);
  if (log2 < 8 || log2 > 15 || load<u32>(head, 28) != binCount) return false;
  if (sectionLength() != HEADER_BYTES + binCount * BIN_BYTES + (2 << log2) + (1 << (log2 - 2))) return false;
  const binWeights = head + HEADER_BYTES;
  for (let i: u32 = 0; i < DENSE_COUNT; i++) {
    const row = FEATURES + (i << 4);
    store<u32>(row, <u32>(binWeights + load<u32>(row, 8)), 8);
  }
  sparseWeights = binWeights + binCount * BIN_BYTES;
  shift = 32 - log2;
  asked = 1 << log2;
  askedBot = sparseWeights + asked;
  // Numbered from `asked` on, two bytes each.
  said = askedBot + (asked >> 2) - (asked << 1);
  return true;
}

/** Bin of a dense feature's value, searched for from a bin that it may be near. @inline */
export function binNear(feature: u32, value: f32, bin: u32): u32 {
  const row = FEATURES + (feature << 4);
  const count = load<u32>(row);
  let edge: usize = load<u32>(row, 4) + (bin << 2);
  while (bin < count && load<f32>(edge) <= value) {
    bin++;
    edge += 4;
  }
  while (bin > 0 && !(load<f32>(edge - 4) <= value)) {
    bin--;
    edge -= 4;
  }
  return bin;
}

/** The coordinate that a bin stands for in distances: its share of its feature's last one, 0..127. @inline */
export function coordinateOf(feature: u32, bin: u32): i32 {
  return (bin * load<u32>(FEATURES + (feature << 4), 12)) >> 8;
}

/** Where a bin's weights lie: an i16 for each head. @inline */
export function weightsOfBin(feature: u32, bin: u32): usize {
  return load<u32>(FEATURES + (feature << 4), 8) + (bin << 3);
}

/** Weight of a bin for one head. */
export function binWeight(head: u32, feature: u32, bin: u32): i32 {
  return load<i16>(weightsOfBin(feature, bin) + (head << 1));
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
