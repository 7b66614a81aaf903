/**
 * Packed dot products: an event's coordinates times all vectors of its kind, the mean and the principal components of
 * pca.ts and the centroids of kmeans.ts. Three products share a word, a lane of 21 bits each, so that one multiplication
 * moves three of them; and a coordinate that stays as it was costs nothing.
 *
 * Lanes of a kind: ones (their product is the coordinates' sum) | mean | components, each + 128 so that none is
 * negative | centroids | nothing, up to a whole number of four words.
 */
import { STAGE_ONE_COUNT } from "../schema/features";
import { KIND_COUNT } from "../schema/kinds";

const LANE_BITS: u64 = 21;
const LANES: u32 = 3;
const LANE_MASK: u64 = ((<u64>1) << LANE_BITS) - 1;
/** Largest coordinate (linear.ts). */
const COORDINATE_MAX: u32 = 127;
/** Words that are added in one go. */
const STEP_WORDS: u32 = 4;
/** Vectors of a kind at most. */
export const MAX_COMPONENTS: u32 = 16;
export const MAX_CENTROIDS: u32 = 16;
const MAX_LANES: u32 = 2 + MAX_COMPONENTS + MAX_CENTROIDS;
const STEP_LANES: u32 = LANES * STEP_WORDS;
const MAX_STEPS: u32 = (MAX_LANES + STEP_LANES - 1) / STEP_LANES;
/** Bytes of an event's products at most. */
export const MAX_ROW_BYTES: u32 = (MAX_STEPS * STEP_WORDS) << 3;

/** u64 words for each kind, feature and word. */
let table: usize = 0;
let words: u32 = 0;

/** How many bytes {@link useTable} needs for so many lanes. */
export function tableBytes(lanes: u32): u32 {
  const steps = (lanes + STEP_LANES - 1) / STEP_LANES;
  return (KIND_COUNT * STAGE_ONE_COUNT * steps * STEP_WORDS) << 3;
}

/** Starts with empty vectors at `address`; for start-up only. */
export function useTable(address: usize, lanes: u32): void {
  table = address;
  words = tableBytes(lanes) / ((KIND_COUNT * STAGE_ONE_COUNT) << 3);
  memory.fill(address, 0, tableBytes(lanes));
}

function rowOf(kind: u32, feature: u32): usize {
  return productRows(kind) + feature * rowBytes();
}

/** Where the rows of a kind's features begin, each {@link rowBytes} long. @inline */
export function productRows(kind: u32): usize {
  return table + ((kind * STAGE_ONE_COUNT * words) << 3);
}

/** @inline */
export function rowBytes(): u32 {
  return words << 3;
}

/** Sets one coordinate of the vector in a lane. */
export function setCoordinate(kind: u32, feature: u32, lane: u32, value: u32): void {
  const word = rowOf(kind, feature) + ((lane / LANES) << 3);
  store<u64>(word, load<u64>(word) | ((<u64>value) << (<u64>(lane % LANES) * LANE_BITS)));
}

/** Whether a vector's largest product, by the sum of its coordinates, stays in its lane. */
export function fitsLane(sum: u32): bool {
  return <u64>sum * COORDINATE_MAX <= LANE_MASK;
}

/** Adds what a coordinate that changed by `change` changes in the products; `row` is its feature's. @inline */
export function addProducts(products: usize, row: usize, change: i32): void {
  const by = <u64>(<i64>change);
  const end = row + (words << 3);
  // Lanes are added as one number: what a negative change borrows from a lane above is given back, since each lane's
  // own result is never negative.
  do {
    store<u64>(products, load<u64>(products) + by * load<u64>(row));
    store<u64>(products, load<u64>(products, 8) + by * load<u64>(row, 8), 8);
    store<u64>(products, load<u64>(products, 16) + by * load<u64>(row, 16), 16);
    store<u64>(products, load<u64>(products, 24) + by * load<u64>(row, 24), 24);
    row += STEP_WORDS << 3;
    products += STEP_WORDS << 3;
  } while (row < end);
}

/** i32 product of each lane, after {@link readLanes}. */
const PRODUCTS: usize = memory.data((MAX_STEPS * STEP_LANES) << 2, 8);

/** Takes an event's products out of their words, for {@link productOf}. */
export function readLanes(products: usize): void {
  const end = products + (words << 3);
  let to = PRODUCTS;
  do {
    const word = load<u64>(products);
    store<u32>(to, <u32>(word & LANE_MASK));
    store<u32>(to, <u32>((word >> LANE_BITS) & LANE_MASK), 4);
    store<u32>(to, <u32>(word >> (2 * LANE_BITS)), 8);
    to += LANES << 2;
    products += 8;
  } while (products < end);
}

/** The product in one lane of what {@link readLanes} took out. @inline */
export function productOf(lane: u32): i32 {
  return load<i32>(lane << 2, PRODUCTS);
}
