/**
 * Scalar products of an event's coordinates with all vectors that its kind is measured against: the mean and the
 * principal components of subspace.ts, the centres of neighbours.ts. Three products share a word, a lane of 21 bits
 * each, so that one multiplication moves three of them; and a coordinate that stays as it was costs nothing.
 *
 * Lanes of a kind: ones (their product is the coordinates' sum) | mean | components, each + 128 so that none is
 * negative | centres | nothing, up to a whole number of four words.
 */
import { KIND_COUNT, STAGE_ONE_COUNT } from "../schema";

const LANE_BITS: u32 = 21;
const LANES: u32 = 3;
const LANE_MASK: u64 = (1 << 21) - 1;
/** Largest coordinate (linear.ts). */
const COORDINATE_MAX: u32 = 127;
/** Words that are added in one go. */
const STEP_WORDS: u32 = 4;

/** u64 words for each kind, feature and word. */
let table: usize = 0;
let words: u32 = 0;

/** Bytes of one event's products. */
export function productBytes(): u32 {
  return words << 3;
}

/** How many bytes {@link useTable} needs for so many lanes. */
export function tableBytes(lanes: u32): u32 {
  const steps = (lanes + LANES * STEP_WORDS - 1) / (LANES * STEP_WORDS);
  return (KIND_COUNT * STAGE_ONE_COUNT * steps * STEP_WORDS) << 3;
}

/** Starts with empty vectors at `address`; for start-up only. */
export function useTable(address: usize, lanes: u32): void {
  table = address;
  words = tableBytes(lanes) / ((KIND_COUNT * STAGE_ONE_COUNT) << 3);
  memory.fill(address, 0, tableBytes(lanes));
}

/** @inline */
function rowOf(kind: u32, feature: u32): usize {
  return table + (((kind * STAGE_ONE_COUNT + feature) * words) << 3);
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

/** Adds what a coordinate that changed by `change` changes in the products. @inline */
export function addProducts(products: usize, kind: u32, feature: u32, change: i32): void {
  const by = <u64>(<i64>change);
  let row = rowOf(kind, feature);
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

/** The product in one lane. @inline */
export function productOf(products: usize, lane: u32): i32 {
  const word = load<u64>(products + ((lane / LANES) << 3));
  return <i32>((word >> (<u64>(lane % LANES) * LANE_BITS)) & LANE_MASK);
}
