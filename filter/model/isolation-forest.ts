/**
 * Isolation forest (Liu, Ting, Zhou 2008) over the bins of the dense features.
 *
 * Section `IFOR`: u16 number of trees, u16 depth, f32 c (the mean path length that normalises), then the trees. A tree
 * is a full binary tree in heap order of 2^depth - 1 inner nodes `{ u8 feature, u8 bin }` (a value goes right when its
 * bin is above) and 2^depth leaves of u16: the path length there in 1/256.
 */
import { allocateStatic } from "../memory/heap";
import { DENSE_COUNT, STAGE_ONE_COUNT } from "../schema/features";
import { section, sectionLength, sectionName } from "./blob";

/** Header of the section; the trees follow. */
@unmanaged
class Header {
  trees: u16;
  depth: u16;
  meanPathLength: f32;
}

/** Inner node of a tree, as the section has it. */
@unmanaged
class Split {
  feature: u8;
  bin: u8;
}

/**
 * A leaf of a tree, with what a traversal needs to know of it. While no feature of the mask changes, the next event ends
 * in the same leaf.
 */
@unmanaged
class Leaf {
  /** The features that are compared on the path to the leaf, a bit each (feature modulo 64). */
  pathMask: u64;
  /** Path length, 1/256. */
  length: u32;
  /** Number of the leaf in its tree; only in {@link traverse}'s copies. */
  number: u32;
}

const MAX_TREES: u32 = 128;
const MAX_DEPTH: u32 = 8;
const SPLIT_BYTES: u32 = offsetof<Split>();
const LENGTH_BYTES: u32 = sizeof<u16>();
const LEAF_BYTES: u32 = offsetof<Leaf>();
const LEAF_BYTES_LOG2: u32 = 4;

/** u8 bin, counted from its first, of each dense feature of the event at hand. */
export const BINS: usize = memory.data((DENSE_COUNT + 7) & ~7, 8);

let trees: u32 = 0;
let depth: u32 = 0;
let first: usize = 0;
let treeBytes: u32 = 0;
let normal: f32 = 1;
/** {@link Leaf} for each leaf of each tree. */
let leaves: usize = 0;

export function loadForest(): bool {
  const at = section(sectionName("IFOR"));
  if (at == 0 || sectionLength() < offsetof<Header>()) return false;
  const header = changetype<Header>(at);
  trees = header.trees;
  depth = header.depth;
  normal = header.meanPathLength;
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
  treeBytes = inner * SPLIT_BYTES + (inner + 1) * LENGTH_BYTES;
  if (sectionLength() != offsetof<Header>() + trees * treeBytes) return false;
  first = at + offsetof<Header>();
  for (let tree: u32 = 0; tree < trees; tree++) {
    for (let node: u32 = 0; node < inner; node++) {
      if (splitAt(first + tree * treeBytes, node).feature >= STAGE_ONE_COUNT) return false;
    }
  }
  leaves = allocateStatic((trees << depth) * LEAF_BYTES);
  for (let index: u32 = 0; index < trees << depth; index++) {
    const lengths = first + (index >> depth) * treeBytes + inner * SPLIT_BYTES;
    const leaf = leafAt(leaves, index);
    leaf.pathMask = pathMaskOf(index);
    leaf.length = load<u16>(lengths + (index & inner) * LENGTH_BYTES);
  }
  return true;
}

function splitAt(tree: usize, node: u32): Split {
  return changetype<Split>(tree + node * SPLIT_BYTES);
}

/** @inline */
function leafAt(table: usize, index: u32): Leaf {
  return changetype<Leaf>(table + (index << LEAF_BYTES_LOG2));
}

/** The features that are compared on the path to a leaf, numbered through all trees. */
function pathMaskOf(leaf: u32): u64 {
  const tree = first + (leaf >> depth) * treeBytes;
  let node = (1 << depth) - 1 + (leaf & ((1 << depth) - 1));
  let mask: u64 = 0;
  while (node > 0) {
    node = (node - 1) >> 1;
    mask |= (<u64>1) << (<u64>splitAt(tree, node).feature);
  }
  return mask;
}

/** Bytes that {@link traverse} keeps of an event: a {@link Leaf} for each tree. */
export function pathsBytes(): u32 {
  return trees * LEAF_BYTES;
}

/**
 * Sum of the path lengths in all trees, 1/256 each. Only trees whose path a changed feature is on are walked again.
 *
 * @param paths a {@link Leaf} for each tree: of the event before, and of this one afterwards
 * @param changed the features whose bin differs from that event's, a bit each (feature modulo 64)
 * @param sum that event's
 */
export function traverse(paths: usize, changed: u64, sum: u32): u32 {
  const inner: u32 = (1 << depth) - 1;
  const start = paths;
  const stop = paths + trees * LEAF_BYTES;
  const isOdd = depth & 1;
  let tree = first - SPLIT_BYTES;
  for (; paths < stop; paths += LEAF_BYTES) {
    const reached = changetype<Leaf>(paths);
    if (reached.pathMask & changed) {
      // Nodes are counted from one: the children of n are 2n and 2n + 1, and n's split lies 2n - 2 bytes in.
      let twice: u32 = 2;
      if (isOdd) twice = stepDown(tree, twice);
      while (twice <= inner << 1) {
        twice = stepDown(tree, twice);
        twice = stepDown(tree, twice);
      }
      const number = (twice >> 1) & inner;
      if (number != reached.number) {
        // Both tables have an entry of the same size.
        const leaf = leafAt(leaves + ((paths - start) << depth), number);
        sum += leaf.length - reached.length;
        reached.pathMask = leaf.pathMask;
        reached.length = leaf.length;
        reached.number = number;
      }
    }
    tree += treeBytes;
  }
  return sum;
}

/** From twice the number of a node to twice that of the child that the event goes to. @inline */
function stepDown(tree: usize, twice: u32): u32 {
  const split = changetype<Split>(tree + twice);
  return (twice | <u32>(load<u8>(split.feature, BINS) > split.bin)) << 1;
}

/** Starts in the first leaf of each tree, where no feature was compared yet: for the first event. Returns their sum. */
export function startPaths(paths: usize): u32 {
  let sum: u32 = 0;
  for (let tree: u32 = 0; tree < trees; tree++) {
    const leaf = leafAt(leaves, tree << depth);
    const reached = leafAt(paths, tree);
    reached.pathMask = leaf.pathMask;
    reached.length = leaf.length;
    reached.number = 0;
    sum += leaf.length;
  }
  return sum;
}

/**
 * Isolation score of the paper, 2^(-E(h)/c), as the exponent E(h)/c only: calibration maps it, so the power is not
 * needed. 0 is as isolated as can be, 1 is ordinary.
 *
 * @param sum of {@link traverse}
 */
export function isolation(sum: u32): f32 {
  return <f32>sum / <f32>(trees * 256) / normal;
}
