/** Drift of each feature: its values' distribution over bins now, against that of the model's own window. */
import { stabilityIndex } from "../evaluate/drift.ts";
import type { Rows } from "../examples/rows.ts";
import type { Decoded } from "../model/decode.ts";
import { DISTANCES } from "../model/model.ts";

/** Shares of each feature's bins, in 1/1000, by the feature's name. */
export type Histogram = Record<string, number[]>;

/** The histogram that drift is measured from. */
export interface Reference {
  histogram: Histogram;
  /** The window of the model in service, or the rehearsal set where that model has none. */
  since: "model" | "corpus";
}

/** Most bins that the filter allows for a feature. */
const MAX_BINS = 32;

/** Features of the event itself, without the distances that the model measures in them. */
function ownFeatures({ schema }: Decoded): string[] {
  return schema.dense.slice(0, -DISTANCES.length);
}

/** @param counts events in each bin of each dense feature */
export function perMille(incumbent: Decoded, counts: readonly Uint32Array[]): Histogram {
  return Object.fromEntries(
    ownFeatures(incumbent).map((name, d) => {
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

/**
 * The histogram in the model's provenance, else the rehearsal set's.
 *
 * @param rehearsalFrom number of the first example of the rehearsal set
 */
export function referenceHistogram(incumbent: Decoded, rows: Rows, rehearsalFrom: number): Reference {
  const kept = incumbent.meta.histogram as Histogram | undefined;
  if (kept && typeof kept === "object") return { histogram: kept, since: "model" };
  const counts = incumbent.schema.dense.map(() => new Uint32Array(MAX_BINS));
  for (let i = rehearsalFrom; i < rows.size; i++)
    counts.forEach((of, d) => {
      const bin = rows.bins[i * rows.denseCount + d] as number;
      of[bin] = (of[bin] as number) + 1;
    });
  return { histogram: perMille(incumbent, counts), since: "corpus" };
}

/**
 * Population stability index of each feature whose bins are still the same, by name.
 *
 * @param counts events in each bin of each dense feature
 */
export function psiOfFeatures(
  incumbent: Decoded,
  before: Histogram,
  counts: readonly Uint32Array[],
): Record<string, number> {
  const now = perMille(incumbent, counts);
  return Object.fromEntries(
    ownFeatures(incumbent).flatMap((name) => {
      const was = before[name];
      const is = now[name];
      return was && is && was.length === is.length
        ? [[name, Number(stabilityIndex(was, is).toFixed(4))]]
        : [];
    }),
  );
}
