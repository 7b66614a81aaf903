/** Dense features cut into bins: all that the linear heads and the forest see of them. */
import type { BinnedExamples } from "../examples/columns.ts";
import type { Dataset } from "../examples/dataset.ts";
import type { Edges } from "../model/model.ts";

/** Quantiles that a feature is cut at. */
const QUANTILES = 15;
/** Most edges that the filter allows. */
const MAX_EDGES = 31;
/** Quantile of the edge in the tail. */
const TAIL = 0.999;
/** Up to this many different values each gets a bin of its own. */
const MAX_DISTINCT = 12;

/**
 * Edges between the values of each dense feature, at their quantiles; a feature of few values is cut between each two.
 *
 * @returns for each feature its edges, rising (see {@link binOf})
 */
export function quantileEdges(data: Dataset): number[][] {
  const column = new Float32Array(data.size);
  return Array.from({ length: data.denseCount }, (_, feature) => {
    for (let i = 0; i < data.size; i++) column[i] = data.dense[i * data.denseCount + feature] as number;
    return columnEdges(column);
  });
}

/** Edges between the values of one feature. */
export function columnEdges(column: Float32Array): number[] {
  const sorted = column.slice().sort();
  const distinct = [...new Set(sorted)];
  if (distinct.length <= MAX_DISTINCT)
    return distinct.slice(1).map((value, i) => between(distinct[i], value));
  const edges = new Set<number>();
  // -1, "does not apply", has a bin of its own and counts in no quantile.
  const none = sorted.findIndex((value) => value !== -1);
  if (none > 0) edges.add(-0.5);
  const values = sorted.subarray(none);
  for (let q = 1; q < QUANTILES; q++) {
    const at = Math.floor((q / QUANTILES) * values.length);
    const low = values[at - 1] as number;
    const high = values[at] as number;
    if (low < high) edges.add(between(low, high));
    else {
      const next = values.find((value) => value > high);
      if (next !== undefined) edges.add(between(high, next));
    }
  }
  // An edge in the tail, where anomalies are.
  const far = values[Math.floor(values.length * TAIL)] as number;
  edges.add(between(far, far + 1));
  return [...edges].sort((a, b) => a - b).slice(0, MAX_EDGES);
}

function between(low: number | undefined, high: number): number {
  return Math.fround(((low ?? high) + high) / 2);
}

/** Number of the bin that a value falls into: how many edges are at or below it. */
export function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && (edges[bin] as number) <= value) bin++;
  return bin;
}

/** A data set with its dense features cut at the edges. */
export function binned(data: Dataset, edges: Edges): BinnedExamples {
  const bins = new Uint8Array(data.size * data.denseCount);
  for (let i = 0; i < bins.length; i++)
    bins[i] = binOf(edges[i % data.denseCount] as readonly number[], data.dense[i] as number);
  const { denseCount, size, kind, threat, bot, anomaly, weight, sparseFrom, sparse, cutsFrom, cuts } = data;
  return { denseCount, size, kind, threat, bot, anomaly, weight, sparseFrom, sparse, cutsFrom, cuts, bins };
}
