/** Cuts dense features into bins: what the linear heads and the forest see of them. */
import type { Dataset } from "../examples/dataset.ts";

/** Most edges that a feature gets; the filter allows 31. */
const MAX_EDGES = 15;
/** Below this many different values each gets a bin of its own. */
const MAX_DISTINCT = 12;

/**
 * Edges between the values of each dense feature, at their quantiles; a feature of few values is cut between each two.
 *
 * @returns for each feature its edges, rising; a value falls into the bin whose number is how many edges are at or
 *   below it
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
  // The features' own "does not apply" stays apart from every value, and is none of them, however many examples have it.
  const none = sorted.findIndex((value) => value !== -1);
  if (none > 0) edges.add(-0.5);
  const values = sorted.subarray(none);
  for (let q = 1; q < MAX_EDGES; q++) {
    const at = Math.floor((q / MAX_EDGES) * values.length);
    const low = values[at - 1] as number;
    const high = values[at] as number;
    if (low < high) edges.add(between(low, high));
    else {
      const next = values.find((value) => value > high);
      if (next !== undefined) edges.add(between(high, next));
    }
  }
  // The far end tells most in what is odd.
  const far = values[Math.floor(values.length * 0.999)] as number;
  edges.add(between(far, far + 1));
  return [...edges].sort((a, b) => a - b).slice(0, 31);
}

function between(low: number | undefined, high: number): number {
  return Math.fround(((low ?? high) + high) / 2);
}

/** Number of the bin that a value falls into. */
export function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && (edges[bin] as number) <= value) bin++;
  return bin;
}

/** u8 bin of every dense feature of every example. */
export function binned(data: Dataset, edges: readonly (readonly number[])[]): Uint8Array {
  const out = new Uint8Array(data.size * data.denseCount);
  for (let i = 0; i < out.length; i++)
    out[i] = binOf(edges[i % data.denseCount] as readonly number[], data.dense[i] as number);
  return out;
}
