/**
 * Isolation forest (Liu, Ting, Zhou 2008) over the bins of the dense features.
 *
 * Section `IFOR`: u16 number of trees, u16 depth, f32 c (the mean path length that normalises), then the trees. A tree
 * is a full binary tree in heap order of 2^depth - 1 inner nodes `{ u8 feature, u8 bin }` (a value goes right when its
 * bin is above) and 2^depth leaves of u16: the path length there in 1/256.
 */
import { STAGE_ONE_COUNT } from "../schema";
import { section, sectionLength, sectionName } from "./blob";

const MAX_TREES: u32 = 128;
const MAX_DEPTH: u32 = 8;

let trees: u32 = 0;
let depth: u32 = 0;
let first: usize = 0;
let treeBytes: u32 = 0;
let normal: f32 = 1;

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
  return true;
}

/**
 * Isolation score of the paper, 2^(-E(h)/c), as the exponent E(h)/c only: calibration maps it, so the power is not
 * needed. 0 is as isolated as can be, 1 is ordinary.
 *
 * @param bins u8 bin of each dense feature
 */
export function isolation(bins: usize): f32 {
  const inner: u32 = (1 << depth) - 1;
  let sum: u32 = 0;
  let tree = first;
  for (let t: u32 = 0; t < trees; t++) {
    let node: u32 = 0;
    while (node < inner) {
      const split = <u32>load<u16>(tree + (node << 1));
      node = (node << 1) + 1 + (<u32>load<u8>(bins + (split & 0xff)) > split >> 8 ? 1 : 0);
    }
    sum += load<u16>(tree + inner * 2 + ((node - inner) << 1));
    tree += treeBytes;
  }
  return <f32>sum / <f32>(trees * 256) / normal;
}
