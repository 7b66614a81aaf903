/** What `train` takes and gives: the contract between what learns and what publishes. */
import type pg from "pg";
import type { Kind } from "../../host/event.ts";
import type { Head } from "../model/model.ts";

/** Where a run has got to. `total` is 0 where nobody can say; `done` never falls within a stage. */
export type TrainProgress = (stage: string, done: number, total: number) => void;

export interface TrainOptions {
  /** Connections that may read `smartlog.events`, `feedback`, `models` (the role smartlog_train can). */
  db: pg.Pool;
  /** The module in service: its settings, names and exemptions are kept, its weights are where learning starts. */
  module: Uint8Array;
  /** First event time that is read. */
  from: Date;
  /** Event times before this are read. */
  to: Date;
  /** The same seed, module and rows give the same candidate. */
  seed?: number;
  /** Where the window has more events than this, only the newest are read. */
  maxEvents?: number;
  /**
   * Share of the usual sizes of the samples and of the corpus, 1 where absent: a smaller one takes less time and memory,
   * and learns and judges with less certainty.
   */
  effort?: number;
  onProgress?: TrainProgress;
  /** The day that the candidate is named for; by default today. */
  now?: Date;
}

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

export interface Decision {
  publish: boolean;
  /** Sentences for people; first what decided. */
  reasons: string[];
}

export interface Stage {
  name: string;
  seconds: number;
}

export interface TrainResult {
  candidate: Candidate;
  decision: Decision;
  /** Markdown; its images are the files of `charts`. */
  report: string;
  /** SVG by file name. */
  charts: Record<string, string>;
  stages: Stage[];
  /** Highest resident memory of the process, MiB (10^6 bytes would be 4.9 % more). */
  peakRssMb: number;
}

export type TrainErrorCode =
  /** Fewer events than anything can be learnt from. */
  | "too-few-events"
  /** `from` is not before `to`. */
  | "empty-window"
  /** The module in service can't be read, or is none that this version can retrain. */
  | "module-unusable"
  /** The candidate's bytes were refused by the filter or don't fit its budget. */
  | "candidate-unusable";

/** No candidate could be made; `remedy` says what to do. */
export class TrainError extends Error {
  override name = "TrainError";
  readonly code: TrainErrorCode;
  readonly remedy: string;

  constructor(code: TrainErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}
