/** How a feature's values spread over its bins, in a model's window and in the one before. */
import { stabilityIndex } from "../evaluate/drift.ts";
import type { Rows } from "../examples/rows.ts";
import type { Decoded } from "../model/decode.ts";
import { DISTANCES } from "../model/model.ts";

interface Histogram {
  [feature: string]: number[];
}

/** Features that are measured, without those that are computed of them. */
function stageOne({ schema }: Decoded): string[] {
  return schema.dense.slice(0, -DISTANCES.length);
}

/** Shares of each feature's bins in 1/1000. */
export function perMille(incumbent: Decoded, counts: readonly Uint32Array[]): Histogram {
  return Object.fromEntries(
    stageOne(incumbent).map((name, d) => {
      const bins = (incumbent.learnt.edges[d]?.length ?? 0) + 1;
      const of = [...(counts[d] as Uint32Array).subarray(0, bins)];
      const total = Math.max(
        1,
        of.reduce((sum, n) => sum + n, 0),
      );
      return [name, of.map((n) => Math.round((n * 1000) / total))];
    }),
  );
}

/** What features were like when the model in service was made; of one that doesn't say, what the corpus is like. */
export function referenceHistogram(
  incumbent: Decoded,
  rows: Rows,
  anchorFrom: number,
): { histogram: Histogram; since: "model" | "corpus" } {
  const kept = incumbent.meta.histogram as Histogram | undefined;
  if (kept && typeof kept === "object") return { histogram: kept, since: "model" };
  const counts = incumbent.schema.dense.map(() => new Uint32Array(32));
  for (let i = anchorFrom; i < rows.size; i++)
    counts.forEach((of, d) => {
      const bin = rows.bins[i * rows.denseCount + d] as number;
      of[bin] = (of[bin] as number) + 1;
    });
  return { histogram: perMille(incumbent, counts), since: "corpus" };
}

/** Population stability index of each feature against the bins before. */
export function driftOf(
  incumbent: Decoded,
  before: Histogram,
  counts: readonly Uint32Array[],
): Record<string, number> {
  const now = perMille(incumbent, counts);
  return Object.fromEntries(
    stageOne(incumbent).flatMap((name) => {
      const was = before[name];
      const is = now[name];
      return was && is && was.length === is.length
        ? [[name, Number(stabilityIndex(was, is).toFixed(4))]]
        : [];
    }),
  );
}
