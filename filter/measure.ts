/**
 * What the heads read of an event besides its text: bins, sums of their weights, isolation, distances. All of them are
 * whole numbers, carried on from the event of the same kind before it: most features stay as they were, and only what
 * changed is looked up, taken off and added again. The result is exactly what starting anew would give.
 *
 * Kept of each kind, 1024 bytes:
 * ```
 *   0 f32 values of stage one as they were, to a whole number of pairs     304 u8 bins of all dense features
 * 384 i32 sums of the bins' weights: threat, bot, anomaly                  396 i32 sum of the coordinates' squares
 * 400 u32 sum of path lengths (forest.ts)                                  404 u32 whether an event was there
 * 408 f32 isolation, centre distance, reconstruction error
 * 424 products of the coordinates (products.ts)                            640 u16 leaf of each tree (forest.ts)
 * ```
 */
import { DENSE, DOES_NOT_APPLY } from "./features/values";
import { allocateStatic } from "./memory";
import { firstLeaves, follow, isolation } from "./model/forest";
import { binNear, coordinateOf, weightsOfBin } from "./model/linear";
import { fillNeighbourLanes, nearestSquare, neighbourLanes } from "./model/neighbours";
import { addProducts, tableBytes, useTable } from "./model/products";
import { errorSquare, fillSubspaceLanes, subspaceLanes } from "./model/subspace";
import { D_CENTRE_DISTANCE, D_ISOLATION, D_RECONSTRUCTION, DENSE_COUNT, STAGE_ONE_COUNT } from "./schema";

const KEPT_BYTES: u32 = 1024;
/** 7 kinds of 1024 bytes. */
const KEPT: usize = memory.data(7168, 16);
const BINS_AT: usize = 304;
const PRODUCTS_AT: usize = 424;
const LEAVES_AT: usize = 640;
/** f32 percent of the way from one end of a coordinate to the other. */
const PERCENT: f32 = 100 / 127;
const SIDES: f32 = <f32>STAGE_ONE_COUNT;

let kept: usize = KEPT;
let distances: bool = false;

/** Lays out what distances need; for start-up, after the model's sections are checked. */
export function prepareMeasures(withDistances: bool): void {
  distances = withDistances;
  if (!withDistances) return;
  const lanes = subspaceLanes() + neighbourLanes();
  useTable(allocateStatic(tableBytes(lanes)), lanes);
  fillSubspaceLanes();
  fillNeighbourLanes(subspaceLanes());
}

/** u8 bin of each dense feature of the event measured last. */
export function bins(): usize {
  return kept + BINS_AT;
}

/** Sum of the bins' weights of one head. */
export function binSum(head: u32): i32 {
  return load<i32>(kept + (head << 2), 384);
}

function startKept(kind: u32): void {
  // No feature has these bits, so all of them count as changed; all bins are the first.
  memory.fill(kept, 0xff, STAGE_ONE_COUNT << 2);
  store<f32>(kept + (STAGE_ONE_COUNT << 2), DOES_NOT_APPLY);
  let threat = 0;
  let bot = 0;
  let anomaly = 0;
  for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
    if (feature >= STAGE_ONE_COUNT && !distances) break;
    const weights = weightsOfBin(feature, 0);
    threat += load<i16>(weights);
    bot += load<i16>(weights, 2);
    anomaly += load<i16>(weights, 4);
  }
  store<i32>(kept, threat, 384);
  store<i32>(kept, bot, 388);
  store<i32>(kept, anomaly, 392);
  if (distances) store<u32>(kept, firstLeaves(kept + LEAVES_AT), 400);
  store<u32>(kept, 1, 404);
}

/** Moves a feature to another bin. @inline */
function move(feature: u32, before: u32, bin: u32): void {
  const old = weightsOfBin(feature, before);
  const weights = weightsOfBin(feature, bin);
  store<i32>(kept, load<i32>(kept, 384) + load<i16>(weights) - load<i16>(old), 384);
  store<i32>(kept, load<i32>(kept, 388) + load<i16>(weights, 2) - load<i16>(old, 2), 388);
  store<i32>(kept, load<i32>(kept, 392) + load<i16>(weights, 4) - load<i16>(old, 4), 392);
  store<u8>(kept + feature, bin, BINS_AT);
}

/** A distance that the model measured; it is a dense feature too. */
function setDistance(feature: u32, value: f32): void {
  const before = <u32>load<u8>(kept + feature, BINS_AT);
  const bin = binNear(feature, value, before);
  if (bin != before) move(feature, before, bin);
  store<f32>(kept + ((feature - STAGE_ONE_COUNT) << 2), value, 408);
}

/** Measures the event whose dense features are computed, and sets those of them that are distances. */
export function measure(kind: u32): void {
  kept = KEPT + kind * KEPT_BYTES;
  if (load<u32>(kept, 404) == 0) startKept(kind);
  let changed: u64 = 0;
  let square = load<i32>(kept, 396);
  for (let at: u32 = 0; at < STAGE_ONE_COUNT << 2; at += 8) {
    if (load<u64>(DENSE + at) == load<u64>(kept + at)) continue;
    const pair = at + 8;
    for (let i = at; i < pair; i += 4) {
      const value = load<f32>(DENSE + i);
      if (reinterpret<u32>(value) == load<u32>(kept + i)) continue;
      store<f32>(kept + i, value);
      const feature = i >> 2;
      const before = <u32>load<u8>(kept + feature, BINS_AT);
      const bin = binNear(feature, value, before);
      if (bin == before) continue;
      move(feature, before, bin);
      if (!distances) continue;
      changed |= (<u64>1) << (<u64>feature);
      const from = coordinateOf(feature, before);
      const to = coordinateOf(feature, bin);
      square += (to - from) * (to + from);
      addProducts(kept + PRODUCTS_AT, kind, feature, to - from);
    }
  }
  if (!distances) return;
  if (changed) {
    store<i32>(kept, square, 396);
    const products = kept + PRODUCTS_AT;
    const sum = follow(kept + BINS_AT, kept + LEAVES_AT, changed, load<u32>(kept, 400));
    store<u32>(kept, sum, 400);
    setDistance(D_ISOLATION, (1 - isolation(sum)) * 100);
    const nearest = <f32>nearestSquare(kind, square, products, subspaceLanes());
    setDistance(D_CENTRE_DISTANCE, sqrt<f32>(nearest / SIDES) * PERCENT);
    setDistance(D_RECONSTRUCTION, sqrt<f32>(errorSquare(kind, square, products) / SIDES) * PERCENT);
  }
  memory.copy(DENSE + (STAGE_ONE_COUNT << 2), kept + 408, 12);
}
