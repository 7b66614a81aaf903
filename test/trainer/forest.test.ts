/** Isolation forest, and the distances to what is ordinary. */
import { describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import type { BinnedExamples } from "../../trainer/examples/columns.ts";
import { distancesOf, learnSpace } from "../../trainer/learn/distances.ts";
import { growForest, isolation } from "../../trainer/learn/forest.ts";

const FEATURES = 4;
const EDGES = Array.from({ length: FEATURES }, () => [0, 1, 2, 3, 4, 5, 6, 7, 8]);
const ORDINARY = 1000;

/** Examples around the middle, and a last one in a corner. */
function examples(): BinnedExamples {
  const rng = new Random(3);
  const size = ORDINARY + 1;
  const bins = Uint8Array.from({ length: size * FEATURES }, () => 4 + rng.int(0, 1));
  bins.fill(9, ORDINARY * FEATURES);
  const none = new Uint8Array(size).fill(255);
  return {
    denseCount: FEATURES,
    size,
    bins,
    kind: new Uint8Array(size),
    threat: none,
    bot: none,
    anomaly: none,
    weight: new Float32Array(size).fill(1),
    sparseFrom: new Uint32Array(size + 1),
    sparse: new Uint16Array(),
    cutsFrom: new Uint32Array(size + 1),
    cuts: new Uint16Array(),
  };
}

const data = examples();
const all = Uint32Array.from({ length: data.size }, (_, i) => i);
const ordinary = all.subarray(0, ORDINARY);

describe("an isolation forest", () => {
  const grow = (seed: number) =>
    growForest(data, FEATURES, all, new Random(seed), { trees: 40, depth: 6, sample: 256 });
  const forest = grow(1);

  test("isolates what is far from the rest on shorter paths", () => {
    const mean = ordinary.reduce((sum, i) => sum + isolation(forest, data, i), 0) / ORDINARY;
    expect(isolation(forest, data, ORDINARY)).toBeLessThan(mean * 0.9);
  });

  test("normalises by the mean path length of a search: c(256) of the paper", () => {
    expect(forest.normal).toBeCloseTo(10.24, 2);
  });

  test("has one shape, whatever it was grown on", () => {
    for (const tree of forest.trees)
      expect([tree.features.length, tree.bins.length, tree.leaves.length]).toEqual([63, 63, 64]);
  });

  test("is the same for the same seed, and another for another", () => {
    expect(grow(1)).toEqual(forest);
    expect(grow(2)).not.toEqual(forest);
  });
});

describe("distances to what is ordinary", () => {
  const space = learnSpace(data, EDGES, FEATURES, 2, ordinary, new Random(1));
  const forest = growForest(data, FEATURES, ordinary, new Random(1), { trees: 10, depth: 4, sample: 64 });
  const model = { edges: EDGES, forest, ...space };

  test("are larger of what is not", () => {
    const [, centroid, reconstruction] = distancesOf(model, data, FEATURES, 0);
    const far = distancesOf(model, data, FEATURES, ORDINARY);
    expect(far[1]).toBeGreaterThan(centroid + 20);
    expect(far[2]).toBeGreaterThanOrEqual(reconstruction);
  });

  test("are measured for kinds without an example, too, from the middle", () => {
    expect(space.centroids).toHaveLength(2);
    expect(new Set(space.centroids[1]?.flatMap((centroid) => [...centroid]))).toEqual(new Set([63]));
  });
});
