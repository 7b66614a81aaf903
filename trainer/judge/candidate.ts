/** A candidate, and its metrics. */
import type { Kind } from "../../host/event.ts";
import { measure as measureScores } from "../evaluate/metrics.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { AlarmFigures } from "./alarms-found.ts";
import type { Judgements } from "./judged.ts";

/** Quality of a head on held-out events at the threshold in service; null where there is nothing to measure. */
export interface HeadMetrics {
  precision: number | null;
  recall: number | null;
  f1: number | null;
  auc: number | null;
}

/** The JSON of `smartlog.models.metrics`, which panels read. */
export type CandidateMetrics = Record<Head, HeadMetrics> & {
  /** Population stability index of each feature, by name, since the model in service was made. */
  psi: Record<string, number>;
  /** Alarms a day that were wanted at most, null without a budget, and what there are at the threshold that keeps it. */
  alarms?: AlarmFigures & { wanted: number | null };
};

/** A model that was made and judged, and does not serve yet. */
export interface Candidate {
  /** Day and number, e.g. `2026-11-21.1`. */
  id: string;
  /** Id of the model in service, from which it learnt on. */
  parent: string;
  blob: Uint8Array;
  /** The module in service with the blob in it. */
  module: Uint8Array;
  /** Times of the first and of the last event that was read. */
  windowFrom: Date;
  windowTo: Date;
  /** Events that were read, by kind. */
  counts: Partial<Record<Kind, number>>;
  metrics: CandidateMetrics;
}

/** Quality of each head of the candidate on the judged events. */
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
  ) as Omit<CandidateMetrics, "psi" | "alarms">;
}
