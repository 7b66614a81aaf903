/** A model that was made and judged, and how good it is. */
import type { Kind } from "../../host/event.ts";
import { measure as measureScores } from "../evaluate/metrics.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { Judgements } from "./judged.ts";

/** How good a head is on held-out events at the threshold in service; null where there is nothing to measure. */
export interface HeadMetrics {
  precision: number | null;
  recall: number | null;
  f1: number | null;
  auc: number | null;
}

/** What `smartlog.models.metrics` holds (store/migrations/0020_review.sql); Grafana's panels read it. */
export type CandidateMetrics = Record<Head, HeadMetrics> & {
  /** Population stability index of each feature since the model in service was made. */
  psi: Record<string, number>;
};

/** A model that was made and judged, and does not serve yet. */
export interface Candidate {
  /** Day and number, e.g. `2026-11-21.1`. */
  id: string;
  /** Id of the model in service, which it was made from. */
  parent: string;
  blob: Uint8Array;
  /** The module in service with the blob in it. */
  module: Uint8Array;
  /** Times of the first and the last event that was read. */
  windowFrom: Date;
  windowTo: Date;
  /** Events that were read, by kind. */
  counts: Partial<Record<Kind, number>>;
  metrics: CandidateMetrics;
}

/** How good a candidate is on what it was judged on; null where that can't be said. */
export function metricsOf(
  judgements: Judgements,
  thresholds: Record<Head, number>,
): Record<Head, HeadMetrics> {
  const scored = new Map(HEADS.map((head) => [head, [] as { score: number; label: 0 | 1 }[]]));
  for (const { head, label, candidate } of judgements) scored.get(head)?.push({ score: candidate, label });
  const figure = (value: number) => (Number.isFinite(value) ? value : null);
  return Object.fromEntries(
    HEADS.map((head) => {
      const { precision, recall, f1, auc } = measureScores(scored.get(head) ?? [], thresholds[head]);
      return [
        head,
        { precision: figure(precision), recall: figure(recall), f1: figure(f1), auc: figure(auc) },
      ];
    }),
  ) as Omit<CandidateMetrics, "psi">;
}
