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

/** u8 bin, counted from its first, of each dense feature of the event at hand. */
export const BINS: usize = memory.data(128, 8);

let trees: u32 = 0;
let depth: u32 = 0;
let first: usize = 0;
let treeBytes: u32 = 0;
let normal: f32 = 1;
/**
 * For each leaf of each tree, 16 bytes: u64 way, the features that are asked on the way there, a bit each (feature modulo
 * 64) | u32 path length | u32 0. While none of those features changes, the next event ends at the same leaf.
 */
let leaves: usize = 0;

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
  leaves = allocateStatic((trees << depth) << 4);
  for (let leaf: u32 = 0; leaf < trees << depth; leaf++) {
    const lengths = first + (leaf >> depth) * treeBytes + inner * 2;
    store<u64>(leaves + (leaf << 4), wayTo(leaf));
    store<u32>(leaves + (leaf << 4), load<u16>(lengths + ((leaf & inner) << 1)), 8);
  }
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

/**
 * What {@link follow} keeps of an event for each tree, 16 bytes: of the leaf where it ended u64 way and u32 length, as in
 * {@link leaves}, and u32 its number.
 */
const END_BYTES: u32 = 16;

/** How much it keeps of an event. */
export function endsBytes(): u32 {
  return trees * END_BYTES;
}

/**
 * Sum of the path lengths in all trees, 1/256 each.
 *
 * @param ends where the event before ended; where this one does, afterwards
 * @param changed the features whose bin is another than the event's before, a bit each (feature modulo 64)
 * @param sum that event's
 */
export function follow(ends: usize, changed: u64, sum: u32): u32 {
  const inner: u32 = (1 << depth) - 1;
  const start = ends;
  const stop = ends + trees * END_BYTES;
  const isOdd = depth & 1;
  let tree = first - 2;
  for (; ends < stop; ends += END_BYTES) {
    if (load<u64>(ends) & changed) {
      // Nodes are counted from one: the children of n are 2n and 2n + 1, and n's split lies 2n - 2 bytes in.
      let twice: u32 = 2;
      if (isOdd) twice = stepDown(tree, twice);
      while (twice <= inner << 1) {
        twice = stepDown(tree, twice);
        twice = stepDown(tree, twice);
      }
      const leaf = (twice >> 1) & inner;
      if (leaf != load<u32>(ends, 12)) {
        // Both tables have 16 bytes for an entry.
        const found = leaves + ((ends - start) << depth) + (leaf << 4);
        sum += load<u32>(found, 8) - load<u32>(ends, 8);
        store<u64>(ends, load<u64>(found));
        store<u32>(ends, load<u32>(found, 8), 8);
        store<u32>(ends, leaf, 12);
      }
    }
    tree += treeBytes;
  }
  return sum;
}

/** From twice the number of a node to twice that of the child where the event goes. @inline */
function stepDown(tree: usize, twice: u32): u32 {
  const split = tree + twice;
  return (twice | <u32>(load<u8>(load<u8>(split), BINS) > load<u8>(split, 1))) << 1;
}

/** Ends in the first leaf of each tree, where no feature was asked yet: for the first event. Returns their sum. */
export function firstEnds(ends: usize): u32 {
  let sum: u32 = 0;
  for (let tree: u32 = 0; tree < trees; tree++) {
    const leaf = leaves + ((tree << depth) << 4);
    store<u64>(ends, load<u64>(leaf));
    store<u32>(ends, load<u32>(leaf, 8), 8);
    store<u32>(ends, 0, 12);
    sum += load<u32>(leaf, 8);
    ends += END_BYTES;
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
