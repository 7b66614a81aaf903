/**
 * Incremental scoring: what the heads read of an event besides its text, carried on from an event before it. All sums are
 * whole numbers; most features stay as they were, and only what changed is looked up, taken off and added again. The
 * result is exactly what starting anew would give, whichever event it was. The fewer features differ the cheaper, so
 * there is a cached state for each kind and bucket ({@link bucketOf}).
 */
import { ASSET } from "../features/extension";
import { DENSE } from "../features/values";
import { allocateStatic } from "../memory/heap";
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
import {
  addProducts,
  MAX_ROW_BYTES,
  productRows,
  readLanes,
  rowBytes,
  tableBytes,
  useTable,
} from "../model/packed-dot";
import { componentLanes, fillComponentLanes, reconstructionError } from "../model/pca";
import { DENSE_COUNT, DENSE_SLOTS, Feature, STAGE_ONE_COUNT } from "../schema/features";
import { Head } from "../schema/heads";
import { KIND_COUNT, Kind } from "../schema/kinds";

/** The state after an event. Behind it, at the offsets below, what there is of each feature. */
@unmanaged
class State {
  /** Sums of the bins' weights for threat, the low half, and bot, both biased (linear.ts). */
  textSums: u64;
  /** The same for anomaly. */
  anomalySum: u32;
  /** Sum of the coordinates' squares. */
  square: i32;
  /** Sum of path lengths in the isolation forest. */
  pathSum: u32;
  /** Whether an event was there. */
  isUsed: u32;
  /** Values of the features behind stage one, in their order. */
  isolation: f32;
  centroidDistance: f32;
  reconstruction: f32;
}

/** f32 value of each feature of stage one; read in pairs. */
const VALUES_AT: u32 = (offsetof<State>() + 7) & ~7;
/** u16 number, among all bins, of each dense feature's bin; 0 behind the last. */
const NUMBERS_AT: u32 = VALUES_AT + (((STAGE_ONE_COUNT + 1) & ~1) << 2);
/** u64 words of packed-dot.ts. */
const PRODUCTS_AT: u32 = (NUMBERS_AT + (DENSE_SLOTS << 1) + 7) & ~7;
/** u8 bin of each dense feature, counted from its first. */
const BINS_AT: u32 = PRODUCTS_AT + MAX_ROW_BYTES;
/** The paths of isolation-forest.ts. */
const PATHS_AT: u32 = (BINS_AT + DENSE_COUNT + 7) & ~7;
const DISTANCES_AT: u32 = offsetof<State>("isolation");
const DISTANCES_BYTES: u32 = (DENSE_COUNT - STAGE_ONE_COUNT) << 2;

/** Buckets of each kind. */
const BUCKETS: u32 = 16;
/** For each kind u32 address of the state that was used last, 0 for none. */
const LAST: usize = memory.data(KIND_COUNT << 2, 8);
/** Percent of the way from one end of a coordinate to the other. */
const PERCENT: f32 = 100 / 127;
const SIDES: f32 = <f32>STAGE_ONE_COUNT;

/** States of all kinds and buckets; behind them that of requests which messages are about. */
let states: usize = 0;
let requestState: usize = 0;
let stateBytes: u32 = 0;
/** The state of the event scored last. */
let state: usize = 0;
/** Whether the anomaly head runs, so that distances are needed. */
let withDistances: bool = false;

/** Lays out the states; for start-up, after the model's sections are checked. */
export function prepareStates(distances: bool): void {
  withDistances = distances;
  stateBytes = PATHS_AT + (distances ? pathsBytes() : 0);
  const ofKinds = KIND_COUNT * BUCKETS * stateBytes;
  states = allocateStatic(ofKinds + stateBytes);
  memory.fill(states, 0, ofKinds + stateBytes);
  requestState = states + ofKinds;
  if (!distances) return;
  const lanes = componentLanes() + centroidLanes();
  useTable(allocateStatic(tableBytes(lanes)), lanes);
  fillComponentLanes();
  fillCentroidLanes(componentLanes());
}

/** u16 number, among all bins, of each dense feature's bin in the event scored last; 0 behind the last feature. */
export function binNumbers(): usize {
  return state + NUMBERS_AT;
}

/** Sum of the bins' weights of one head. */
export function binSum(head: u32): i32 {
  const cached = changetype<State>(state);
  const sums = cached.textSums;
  const biased = head == Head.Anomaly ? cached.anomalySum : <u32>(head == Head.Bot ? sums >> 32 : sums);
  return biased - WEIGHT_BIAS * (withDistances ? DENSE_COUNT : STAGE_ONE_COUNT);
}

/** Makes an empty state: no event was there. */
function startState(at: usize): void {
  // No feature has these bits, so all of them count as changed; all bins are the first.
  memory.fill(at + VALUES_AT, 0xff, STAGE_ONE_COUNT << 2);
  let sums: u64 = 0;
  let anomaly: u32 = 0;
  for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
    const bin = firstBin(feature);
    store<u16>(at + (feature << 1), bin, NUMBERS_AT);
    if (feature >= STAGE_ONE_COUNT && !withDistances) continue;
    sums += textHeadWeights(bin);
    anomaly += anomalyWeight(bin);
  }
  const cached = changetype<State>(at);
  cached.textSums = sums;
  cached.anomalySum = anomaly;
  if (withDistances) cached.pathSum = startPaths(at + PATHS_AT);
  cached.isUsed = 1;
}

/** Sets a distance that the model measured; it is a dense feature too. */
function setDistance(feature: u32, value: f32): void {
  const cached = changetype<State>(state);
  const number = state + (feature << 1);
  const before = <u32>load<u16>(number, NUMBERS_AT);
  const bin = binNear(before, value);
  store<f32>(state + ((feature - STAGE_ONE_COUNT) << 2), value, DISTANCES_AT);
  if (bin == before) return;
  store<u16>(number, bin, NUMBERS_AT);
  store<u8>(feature, bin - firstBin(feature), BINS);
  cached.textSums += textHeadWeights(bin) - textHeadWeights(before);
  cached.anomalySum += anomalyWeight(bin) - anomalyWeight(before);
}

/** @inline */
function isPositive(feature: u32): u32 {
  return load<f32>(feature << 2, DENSE) > 0 ? 1 : 0;
}

/** Bucket, 0 to 15: events of a kind in the same one have more in common than others. */
function bucketOf(kind: u32): u32 {
  const source =
    isPositive(Feature.SourceEvents) |
    ((isPositive(Feature.SourceErrors) | isPositive(Feature.SourceSuspicious)) << 1);
  if (kind != Kind.Web) {
    const failed = <i32>load<f32>(Feature.Failed << 2, DENSE) + 1;
    // Where nothing was tried, messages of like length are most alike.
    const part = failed ? failed : <i32>load<f32>(Feature.Words << 2, DENSE) + 1;
    return source | ((<u32>part & 3) << 2);
  }
  const isAsset = load<f32>(Feature.Extension << 2, DENSE) == <f32>ASSET;
  return source | (isPositive(Feature.Referer) << 2) | (isAsset ? 8 : 0);
}

/** The state to carry on from; of a bucket without one, a copy of the kind's last. */
function useState(kind: u32): usize {
  const own = states + (kind * BUCKETS + bucketOf(kind)) * stateBytes;
  const last: usize = load<u32>(kind << 2, LAST);
  if (last == 0) startState(own);
  else if (!changetype<State>(own).isUsed) memory.copy(own, last, stateBytes);
  store<u32>(kind << 2, <u32>own, LAST);
  return own;
}

/** Bins and measures the event whose dense features are computed, and sets those of them that are distances. */
export function scoreBins(kind: u32): void {
  scoreFrom(useState(kind), kind, withDistances);
}

/** Bins the request that a message is about. Distances tell nothing of threats: they are left out. */
export function scoreRequestBins(): void {
  if (!changetype<State>(requestState).isUsed) startState(requestState);
  scoreFrom(requestState, Kind.Web, false);
}

/** Carries on from a state. */
function scoreFrom(own: usize, kind: u32, distances: bool): void {
  state = own;
  memory.copy(BINS, own + BINS_AT, DENSE_COUNT);
  const cached = changetype<State>(own);
  const rows = productRows(kind);
  let sums = cached.textSums;
  let anomaly = cached.anomalySum;
  let square = cached.square;
  let moved: u64 = 0;
  for (let pair: usize = 0; pair < STAGE_ONE_COUNT << 2; pair += 8) {
    if (load<u64>(pair, DENSE) == load<u64>(own + pair, VALUES_AT)) continue;
    for (let at = pair; at < pair + 8; at += 4) {
      const value = load<f32>(at, DENSE);
      if (reinterpret<u32>(value) == load<u32>(own + at, VALUES_AT)) continue;
      store<f32>(own + at, value, VALUES_AT);
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
      if (!distances) continue;
      const from = coordinateOf(before);
      const to = coordinateOf(bin);
      square += (to - from) * (to + from);
      addProducts(own + PRODUCTS_AT, rows + feature * rowBytes(), to - from);
    }
  }
  if (moved) {
    cached.textSums = sums;
    cached.anomalySum = anomaly;
    if (distances) {
      cached.square = square;
      measureDistances(kind, moved, square);
    }
    memory.copy(own + BINS_AT, BINS, DENSE_COUNT);
  }
  if (distances) memory.copy(DENSE + (STAGE_ONE_COUNT << 2), own + DISTANCES_AT, DISTANCES_BYTES);
}

function measureDistances(kind: u32, moved: u64, square: i32): void {
  const cached = changetype<State>(state);
  const sum = traverse(state + PATHS_AT, moved, cached.pathSum);
  cached.pathSum = sum;
  setDistance(Feature.Isolation, (1 - isolation(sum)) * 100);
  readLanes(state + PRODUCTS_AT);
  const nearest = <f32>nearestSquare(kind, square, componentLanes());
  setDistance(Feature.CentreDistance, sqrt<f32>(nearest / SIDES) * PERCENT);
  setDistance(Feature.ReconstructionError, sqrt<f32>(reconstructionError(kind, square) / SIDES) * PERCENT);
}
