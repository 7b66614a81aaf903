/**
 * What the heads read of an event besides its text: bins, sums of their weights, isolation, distances. All of them are
 * whole numbers, carried on from an event before it: most features stay as they were, and only what changed is looked
 * up, taken off and added again. The result is exactly what starting anew would give, whichever event it was; the fewer
 * features differ the cheaper, so there is one of each sort ({@link sortOf}).
 *
 * Kept of each sort of a kind:
 * ```
 *   0 f32 values of stage one as they were, to a whole number of pairs
 * 304 u16 number, among all bins, of each dense feature's bin; 0 behind the last
 * 456 u64 sums of the bins' weights: threat, the low half, and bot, both biased (linear.ts)
 * 464 u32 the same for anomaly   468 i32 sum of the coordinates' squares
 * 472 u32 sum of path lengths (forest.ts)   476 u32 whether an event was there
 * 480 f32 isolation, centre distance, reconstruction error
 * 496 products of the coordinates (products.ts)   640 u8 bins, each counted from its first
 * 768 ends in the trees (forest.ts)
 * ```
 */
import { ASSET } from "../features/extension";
import { DENSE } from "../features/values";
import { allocateStatic } from "../memory";
import { BINS, isolation, pathsBytes, startPaths, traverse } from "../model/isolation-forest";
import { centroidLanes, fillCentroidLanes, nearestSquare } from "../model/kmeans";
import {
  anomalyWeight,
  binNear,
  coordinateOf,
  firstBin,
  textHeadWeights,
  WEIGHT_BIAS,
} from "../model/linear";
import { addProducts, productRows, readLanes, rowBytes, tableBytes, useTable } from "../model/packed-dot";
import { componentLanes, fillComponentLanes, reconstructionError } from "../model/pca";
import { ANOMALY, BOT } from "../model/settings";
import {
  D_CENTRE_DISTANCE,
  D_EXTENSION,
  D_FAILED,
  D_ISOLATION,
  D_RECONSTRUCTION,
  D_REFERER,
  D_SOURCE_ERRORS,
  D_SOURCE_EVENTS,
  D_SOURCE_SUSPICIOUS,
  DENSE_COUNT,
  KIND_COUNT,
  STAGE_ONE_COUNT,
  WEB,
} from "../schema";

const SORTS: u32 = 16;
/** Of each kind u32 address of what was kept last, 0 for nothing. */
const LAST: usize = memory.data(28, 8);
const NUMBERS_AT: usize = 304;
const PRODUCTS_AT: usize = 496;
const BINS_AT: usize = 640;
const ENDS_AT: usize = 768;
/** f32 percent of the way from one end of a coordinate to the other. */
const PERCENT: f32 = 100 / 127;
const SIDES: f32 = <f32>STAGE_ONE_COUNT;

let table: usize = 0;
let keptBytes: u32 = 0;
let kept: usize = 0;
let distances: bool = false;

/** Lays out what distances need; for start-up, after the model's sections are checked. */
export function prepareMeasures(withDistances: bool): void {
  distances = withDistances;
  keptBytes = <u32>ENDS_AT + (withDistances ? pathsBytes() : 0);
  table = allocateStatic(KIND_COUNT * SORTS * keptBytes);
  memory.fill(table, 0, KIND_COUNT * SORTS * keptBytes);
  if (!withDistances) return;
  const lanes = componentLanes() + centroidLanes();
  useTable(allocateStatic(tableBytes(lanes)), lanes);
  fillComponentLanes();
  fillCentroidLanes(componentLanes());
}

/** u16 number, among all bins, of each dense feature's bin in the event measured last; 0 behind the last feature. */
export function binNumbers(): usize {
  return kept + NUMBERS_AT;
}

/** Sum of the bins' weights of one head. */
export function binSum(head: u32): i32 {
  const biased = head == ANOMALY ? load<u32>(kept, 464) : load<u32>(kept + (head == BOT ? 4 : 0), 456);
  return biased - WEIGHT_BIAS * (distances ? DENSE_COUNT : STAGE_ONE_COUNT);
}

function startKept(): void {
  // No feature has these bits, so all of them count as changed; all bins are the first.
  memory.fill(kept, 0xff, STAGE_ONE_COUNT << 2);
  let sums: u64 = 0;
  let anomaly: u32 = 0;
  for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
    const bin = firstBin(feature);
    store<u16>(kept + (feature << 1), bin, NUMBERS_AT);
    if (feature >= STAGE_ONE_COUNT && !distances) continue;
    sums += textHeadWeights(bin);
    anomaly += anomalyWeight(bin);
  }
  store<u64>(kept, sums, 456);
  store<u32>(kept, anomaly, 464);
  if (distances) store<u32>(kept, startPaths(kept + ENDS_AT), 472);
  store<u32>(kept, 1, 476);
}

/** A distance that the model measured; it is a dense feature too. */
function setDistance(feature: u32, value: f32): void {
  const number = kept + (feature << 1);
  const before = <u32>load<u16>(number, NUMBERS_AT);
  const bin = binNear(before, value);
  store<f32>(kept + ((feature - STAGE_ONE_COUNT) << 2), value, 480);
  if (bin == before) return;
  store<u16>(number, bin, NUMBERS_AT);
  store<u8>(feature, bin - firstBin(feature), BINS);
  store<u64>(kept, load<u64>(kept, 456) + textHeadWeights(bin) - textHeadWeights(before), 456);
  store<u32>(kept, load<u32>(kept, 464) + anomalyWeight(bin) - anomalyWeight(before), 464);
}

/** @inline */
function isPositive(feature: u32): u32 {
  return load<f32>(feature << 2, DENSE) > 0 ? 1 : 0;
}

/** 0 to 15: events of a kind for which this is the same have more in common than others. */
function sortOf(kind: u32): u32 {
  const source =
    isPositive(D_SOURCE_EVENTS) | ((isPositive(D_SOURCE_ERRORS) | isPositive(D_SOURCE_SUSPICIOUS)) << 1);
  if (kind != WEB) return source | ((<u32>(load<f32>(D_FAILED << 2, DENSE) + 1) & 3) << 2);
  const isAsset = load<f32>(D_EXTENSION << 2, DENSE) == <f32>ASSET;
  return source | (isPositive(D_REFERER) << 2) | (isAsset ? 8 : 0);
}

/** Measures the event whose dense features are computed, and sets those of them that are distances. */
export function measure(kind: u32): void {
  kept = table + (kind * SORTS + sortOf(kind)) * keptBytes;
  const own = kept;
  const last: usize = load<u32>(kind << 2, LAST);
  if (last == 0) startKept();
  else if (load<u32>(own, 476) == 0) memory.copy(own, last, keptBytes);
  store<u32>(kind << 2, <u32>own, LAST);
  memory.copy(BINS, own + BINS_AT, DENSE_COUNT);
  const withDistances = distances;
  const rows = productRows(kind);
  let sums = load<u64>(own, 456);
  let anomaly = load<u32>(own, 464);
  let square = load<i32>(own, 468);
  let moved: u64 = 0;
  for (let pair: usize = 0; pair < STAGE_ONE_COUNT << 2; pair += 8) {
    if (load<u64>(pair, DENSE) == load<u64>(own + pair)) continue;
    for (let at = pair; at < pair + 8; at += 4) {
      const value = load<f32>(at, DENSE);
      if (reinterpret<u32>(value) == load<u32>(own + at)) continue;
      store<f32>(own + at, value);
      const number = own + (at >> 1);
      const before = <u32>load<u16>(number, NUMBERS_AT);
      const bin = binNear(before, value);
      if (bin == before) continue;
      store<u16>(number, bin, NUMBERS_AT);
      sums += textHeadWeights(bin) - textHeadWeights(before);
      anomaly += anomalyWeight(bin) - anomalyWeight(before);
      const feature = <u32>(at >> 2);
      store<u8>(feature, <u32>load<u8>(feature, BINS) + bin - before, BINS);
      moved |= (<u64>1) << (<u64>feature);
      if (!withDistances) continue;
      const from = coordinateOf(before);
      const to = coordinateOf(bin);
      square += (to - from) * (to + from);
      addProducts(own + PRODUCTS_AT, rows + feature * rowBytes(), to - from);
    }
  }
  if (moved) {
    store<u64>(own, sums, 456);
    store<u32>(own, anomaly, 464);
    if (withDistances) {
      store<i32>(own, square, 468);
      measureDistances(kind, moved, square);
    }
    memory.copy(own + BINS_AT, BINS, DENSE_COUNT);
  }
  if (withDistances) memory.copy(DENSE + (STAGE_ONE_COUNT << 2), own + 480, 12);
}

function measureDistances(kind: u32, moved: u64, square: i32): void {
  const sum = traverse(kept + ENDS_AT, moved, load<u32>(kept, 472));
  store<u32>(kept, sum, 472);
  setDistance(D_ISOLATION, (1 - isolation(sum)) * 100);
  readLanes(kept + PRODUCTS_AT);
  const nearest = <f32>nearestSquare(kind, square, componentLanes());
  setDistance(D_CENTRE_DISTANCE, sqrt<f32>(nearest / SIDES) * PERCENT);
  setDistance(D_RECONSTRUCTION, sqrt<f32>(reconstructionError(kind, square) / SIDES) * PERCENT);
}
