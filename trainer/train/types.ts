/** What `train` takes and gives: the contract between learning and publishing. */
import type pg from "pg";
import type { Candidate } from "../judge/candidate.ts";
import type { Decision } from "../judge/gate.ts";
import type { Stage, TrainProgress } from "../progress/stages.ts";

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
