/**
 * Isolation forest (Liu, Ting, Zhou 2008) over the bins of the dense features.
 *
 * Section `IFOR`: u16 number of trees, u16 depth, f32 c (the mean path length that normalises), then the trees. A tree
 * is a full binary tree in heap order of 2^depth - 1 inner nodes `{ u8 feature, u8 bin }` (a value goes right when its
 * bin is above) and 2^depth leaves of u16: the path length there in 1/256.
 */
import { allocateStatic } from "../memory";
import { STAGE_ONE_COUNT } from "../schema";
import { section, sectionLength, sectionName } from "./blob";

const MAX_TREES: u32 = 128;
const MAX_DEPTH: u32 = 8;

let trees: u32 = 0;
let depth: u32 = 0;
let first: usize = 0;
let treeBytes: u32 = 0;
let normal: f32 = 1;
/**
 * u64 for each leaf of each tree: which features are asked on the way there, a bit each (feature modulo 64). While none
 * of them changes, the next event ends at the same leaf.
 */
let ways: usize = 0;

export function loadForest(): bool {
  const at = section(sectionName("IFOR"));
  if (at == 0 || sectionLength() < 8) return false;
  trees = load<u16>(at);
  depth = load<u16>(at, 2);
  normal = load<f32>(at, 4);
  if (
    trees == 0 ||
    trees > MAX_TREES ||
    depth == 0 ||
    depth > MAX_DEPTH ||
    !(normal > 0) ||
    !isFinite(normal)
  )
    return false;
  const inner: u32 = (1 << depth) - 1;
  treeBytes = inner * 2 + ((inner + 1) << 1);
  if (sectionLength() != 8 + trees * treeBytes) return false;
  first = at + 8;
  for (let tree: u32 = 0; tree < trees; tree++) {
    for (let node: u32 = 0; node < inner; node++) {
      if (load<u8>(first + tree * treeBytes + (node << 1)) >= STAGE_ONE_COUNT) return false;
    }
  }
  ways = allocateStatic((trees << depth) << 3);
  for (let leaf: u32 = 0; leaf < trees << depth; leaf++) store<u64>(ways + (leaf << 3), wayTo(leaf));
  return true;
}

/** The features that are asked on the way to a leaf, numbered through all trees. */
function wayTo(leaf: u32): u64 {
  const tree = first + (leaf >> depth) * treeBytes;
  let node = (1 << depth) - 1 + (leaf & ((1 << depth) - 1));
  let way: u64 = 0;
  while (node > 0) {
    node = (node - 1) >> 1;
    way |= (<u64>1) << (<u64>load<u8>(tree + (node << 1)));
  }
  return way;
}

/** Bytes that {@link follow} keeps of an event: u16 leaf of each tree. */
export const LEAVES_BYTES: u32 = MAX_TREES * 2;

/**
 * Sum of the path lengths in all trees, 1/256 each.
 *
 * @param bins u8 bin of each dense feature
 * @param leaves where the event before ended; where this one does, afterwards
 * @param changed the features whose bin is another than the event's before, a bit each (feature modulo 64)
 * @param sum that event's
 */
export function follow(bins: usize, leaves: usize, changed: u64, sum: u32): u32 {
  const inner: u32 = (1 << depth) - 1;
  const width: u32 = 1 << depth;
  const end = leaves + (trees << 1);
  let way = ways;
  let tree = first;
  for (; leaves < end; leaves += 2) {
    const before = <u32>load<u16>(leaves);
    if (load<u64>(way + (before << 3)) & changed) {
      // Nodes counted from one: the children of n are 2n and 2n + 1.
      let node: u32 = 1;
      do {
        const split = tree + (node << 1) - 2;
        node = (node << 1) | <u32>(load<u8>(bins + load<u8>(split)) > load<u8>(split, 1));
      } while (node < width);
      const leaf = node & inner;
      if (leaf != before) {
        const length = tree + inner * 2;
        sum += <u32>load<u16>(length + (leaf << 1)) - <u32>load<u16>(length + (before << 1));
        store<u16>(leaves, leaf);
      }
    }
    way += width << 3;
    tree += treeBytes;
  }
  return sum;
}

/** Ends in the first leaf of each tree, where no feature was asked yet: for the first event. Returns their sum. */
export function firstLeaves(leaves: usize): u32 {
  memory.fill(leaves, 0, LEAVES_BYTES);
  let sum: u32 = 0;
  let length = first + (((1 << depth) - 1) << 1);
  for (let tree: u32 = 0; tree < trees; tree++) {
    sum += load<u16>(length);
    length += treeBytes;
  }
  return sum;
}

/**
 * Isolation score of the paper, 2^(-E(h)/c), as the exponent E(h)/c only: calibration maps it, so the power is not
 * needed. 0 is as isolated as can be, 1 is ordinary.
 *
 * @param sum of {@link follow}
 */
export function isolation(sum: u32): f32 {
  return <f32>sum / <f32>(trees * 256) / normal;
}
