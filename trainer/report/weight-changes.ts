/** Weights that changed, named: bins by feature and range, hashed features by texts that have them. */
import { Filter, type Schema } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import type { Specimen } from "../judge/replay.ts";
import { firstBins, type Head, type Learnt } from "../model/model.ts";

export interface WeightChange {
  /** Bin, or text of the hashed feature. */
  name: string;
  before: number;
  after: number;
}

/** Most texts that a hashed feature is named by; several may collide in it. */
const MOST_TEXTS = 2;

/**
 * Bins whose weight for the head changed most; features whose edges changed are left out.
 *
 * @param most how many at most
 */
export function denseChanges(
  schema: Schema,
  before: Learnt,
  after: Learnt,
  head: Head,
  most: number,
): WeightChange[] {
  const firstBefore = firstBins(before.edges);
  const firstAfter = firstBins(after.edges);
  const changes: WeightChange[] = [];
  schema.dense.forEach((name, d) => {
    const edges = after.edges[d] as number[];
    const old = before.edges[d] as number[];
    if (edges.length !== old.length || edges.some((edge, e) => edge !== old[e])) return;
    for (let bin = 0; bin <= edges.length; bin++)
      changes.push({
        name: `${name} ${rangeOf(edges, bin)}`,
        before: before.linear[head].bins[(firstBefore[d] as number) + bin] as number,
        after: after.linear[head].bins[(firstAfter[d] as number) + bin] as number,
      });
  });
  return largest(changes, most);
}

function rangeOf(edges: readonly number[], bin: number): string {
  const figure = (edge: number | undefined) => Number((edge as number).toFixed(2));
  if (edges.length === 0) return "at all";
  if (bin === 0) return `below ${figure(edges[0])}`;
  if (bin === edges.length) return `from ${figure(edges.at(-1))}`;
  return `${figure(edges[bin - 1])} to ${figure(edges[bin])}`;
}

function largest(changes: readonly WeightChange[], most: number): WeightChange[] {
  return changes
    .filter(({ before, after }) => Math.abs(after - before) > 1e-9)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, most);
}

/**
 * Hashed features whose weight for the head changed most, of those that a text names.
 *
 * @param texts see {@link textsOf}
 * @param most how many at most
 */
export function hashedChanges(
  texts: ReadonlyMap<number, readonly string[]>,
  before: Learnt,
  after: Learnt,
  head: Head,
  most: number,
): WeightChange[] {
  const changes = [...texts].map(([index, of]) => ({
    name: of.join(" or "),
    before: before.linear[head].sparse[index] ?? 0,
    after: after.linear[head].sparse[index] ?? 0,
  }));
  return largest(changes, most);
}

/**
 * Texts of hashed features, found in records.
 *
 * The filter's `features` gives indices in the order of the text; its `explain` gives the texts of those with a weight in
 * the same order. Put side by side, they name the indices.
 *
 * @param module the module whose weights are `learnt`
 * @returns the most frequent texts by the feature's index
 */
export function textsOf(
  module: Uint8Array,
  learnt: Learnt,
  specimens: readonly Specimen[],
): Map<number, string[]> {
  const numbers = Filter.load(module);
  const words = Filter.load(module);
  const counts = new Map<number, Map<string, number>>();
  const hasWeight = (index: number) =>
    learnt.linear.threat.sparse[index] !== 0 || learnt.linear.bot.sparse[index] !== 0;
  for (const { record, time } of specimens) {
    const features = numbers.features(record, shipperTime(time));
    const { terms } = JSON.parse(words.explain(record, shipperTime(time))) as { terms?: { text: string }[] };
    const indices = [...(features?.sparse ?? [])].filter(hasWeight);
    // Of very long lines the two read different parts; such a record names nothing.
    if (!terms || terms.length !== indices.length) continue;
    indices.forEach((index, i) => {
      const text = (terms[i] as { text: string }).text;
      let of = counts.get(index);
      if (!of) {
        of = new Map();
        counts.set(index, of);
      }
      of.set(text, (of.get(text) ?? 0) + 1);
    });
  }
  return new Map(
    [...counts].map(([index, of]) => [
      index,
      [...of]
        .sort((a, b) => b[1] - a[1])
        .slice(0, MOST_TEXTS)
        .map(([text]) => text),
    ]),
  );
}
