/** Isolation forest (Liu, Ting, Zhou 2008) over binned dense features. */
import type { Random } from "../../simulate/lib/random.ts";
import type { BinnedExamples } from "../examples/columns.ts";
import type { Forest, Tree } from "../model/model.ts";

const EULER = 0.5772156649015329;

/** Mean path length of an unsuccessful search in a binary search tree of n items: c(n) of the paper. */
function meanPathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

export interface ForestOptions {
  trees: number;
  /** Inner levels of each tree. */
  depth: number;
  /** Examples that each tree is grown on. */
  sample: number;
}

/**
 * Grows a forest.
 *
 * @param features how many dense features, the first, the forest reads
 * @param examples numbers of examples that samples are drawn from, with replacement
 */
export function growForest(
  data: BinnedExamples,
  features: number,
  examples: Uint32Array,
  rng: Random,
  options: ForestOptions,
): Forest {
  const trees = Array.from({ length: options.trees }, () => {
    const sample = Array.from({ length: options.sample }, () => rng.pick(examples as unknown as number[]));
    return growTree(data, features, sample, rng, options.depth);
  });
  return { depth: options.depth, normal: meanPathLength(options.sample), trees };
}

function growTree(
  { bins, denseCount }: BinnedExamples,
  features: number,
  sample: number[],
  rng: Random,
  depth: number,
): Tree {
  const inner = (1 << depth) - 1;
  const tree: Tree = {
    features: new Uint8Array(inner),
    // A node that splits nothing sends everything left.
    bins: new Uint8Array(inner).fill(255),
    leaves: new Float64Array(inner + 1),
  };
  const grow = (node: number, level: number, members: number[], isolatedAt: number | undefined): void => {
    if (node >= inner) {
      const length = isolatedAt ?? level + meanPathLength(members.length);
      tree.leaves[node - inner] = length;
      return;
    }
    const split = isolatedAt === undefined ? drawSplit(bins, denseCount, features, members, rng) : undefined;
    if (split === undefined) {
      const at = isolatedAt ?? level + meanPathLength(members.length);
      grow(2 * node + 1, level + 1, members, at);
      grow(2 * node + 2, level + 1, members, at);
      return;
    }
    tree.features[node] = split.feature;
    tree.bins[node] = split.bin;
    const isRight = (i: number) => (bins[i * denseCount + split.feature] as number) > split.bin;
    grow(
      2 * node + 1,
      level + 1,
      members.filter((i) => !isRight(i)),
      undefined,
    );
    grow(2 * node + 2, level + 1, members.filter(isRight), undefined);
  };
  grow(0, 0, sample, undefined);
  return tree;
}

/** A random feature among those that tell the members apart, and a random bin between their least and most. */
function drawSplit(bins: Uint8Array, stride: number, features: number, members: number[], rng: Random) {
  if (members.length <= 1) return undefined;
  const candidates: { feature: number; low: number; high: number }[] = [];
  for (let feature = 0; feature < features; feature++) {
    let low = 255;
    let high = 0;
    for (const i of members) {
      const bin = bins[i * stride + feature] as number;
      if (bin < low) low = bin;
      if (bin > high) high = bin;
    }
    if (low < high) candidates.push({ feature, low, high });
  }
  if (candidates.length === 0) return undefined;
  const { feature, low, high } = rng.pick(candidates);
  return { feature, bin: rng.int(low, high - 1) };
}

/** Mean path length of example i against an ordinary one's, E(h)/c of the paper: 0 is most isolated, 1 ordinary. */
export function isolation(forest: Forest, { bins, denseCount }: BinnedExamples, i: number): number {
  const inner = (1 << forest.depth) - 1;
  let sum = 0;
  for (const tree of forest.trees) {
    let node = 0;
    while (node < inner) {
      const isRight =
        (bins[i * denseCount + (tree.features[node] as number)] as number) > (tree.bins[node] as number);
      node = 2 * node + (isRight ? 2 : 1);
    }
    sum += tree.leaves[node - inner] as number;
  }
  return sum / forest.trees.length / forest.normal;
}
