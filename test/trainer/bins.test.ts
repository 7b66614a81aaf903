/** Dense features cut into bins. */
import { describe, expect, test } from "vitest";
import { Dataset } from "../../trainer/examples/dataset.ts";
import { binned, binOf, columnEdges, quantileEdges } from "../../trainer/learn/bins.ts";
import { rebinned } from "../../trainer/learn/rebin.ts";

describe("edges of a feature", () => {
  test("of few values lie between each two", () => {
    expect(columnEdges(Float32Array.of(3, 1, 1, 2, 3))).toEqual([1.5, 2.5]);
  });

  test("of one value are none", () => {
    expect(columnEdges(Float32Array.of(7, 7))).toEqual([]);
  });

  test("of many values lie at quantiles and in the tail, rising, at most 31", () => {
    const edges = columnEdges(Float32Array.from({ length: 10_000 }, (_, i) => i));
    expect(edges).toHaveLength(15);
    expect(edges).toEqual([...edges].sort((a, b) => a - b));
    expect(edges[0]).toBeCloseTo(10_000 / 15, -1);
    expect(edges.at(-1)).toBe(9990.5);
  });

  test("keep apart what does not apply, however many examples that are", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 900 ? -1 : i));
    const edges = columnEdges(values);
    expect(edges[0]).toBe(-0.5);
    expect(edges.length).toBeGreaterThan(10);
  });
});

describe("a bin", () => {
  test("is the number of edges at or below the value", () => {
    expect([-1, 0, 0.5, 1, 9].map((value) => binOf([0, 1], value))).toEqual([0, 1, 1, 2, 2]);
  });

  test("is kept for each dense feature of each example", () => {
    const data = new Dataset(2, 1);
    for (const [a, b] of [
      [0, 5],
      [1, 5],
      [2, 6],
    ] as const)
      data.add(
        {
          kind: 0,
          dense: Float32Array.of(a, b),
          sparse: Uint32Array.of(a),
          cuts: Uint32Array.of(1, 1, 1, 0, a),
        },
        { bot: 1 },
      );
    const edges = quantileEdges(data);
    expect(edges).toEqual([[0.5, 1.5], [5.5]]);
    const { bins, size, bot, threat, sparse, sparseFrom, cuts, cutsFrom } = binned(data, edges);
    expect([...bins.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 1]);
    expect([size, bot[2], threat[2]]).toEqual([3, 1, 255]);
    expect([...sparse.subarray(0, 3), ...sparseFrom.subarray(0, 4)]).toEqual([0, 1, 2, 0, 1, 2, 3]);
    expect([...cuts.subarray(10, 15), ...cutsFrom.subarray(0, 4)]).toEqual([1, 1, 1, 0, 2, 0, 5, 10, 15]);
  });
});

describe("weights of bins under other edges", () => {
  test("are those of the old bins in which the new ones' middles lie", () => {
    const weights = Float64Array.of(1, 2, 3, 10);
    expect([...rebinned(weights, [[0, 10], []], [[4], [1]])]).toEqual([2, 2, 10, 10]);
    expect([...rebinned(weights, [[0, 10], []], [[0, 10], []])]).toEqual([1, 2, 3, 10]);
  });
});
