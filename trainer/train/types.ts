/** What `train` takes and gives: the contract between learning and publishing. */
import type pg from "pg";
import type { Candidate } from "../judge/candidate.ts";
import type { Decision } from "../judge/gate.ts";
import type { StepTaken } from "../judge/steps.ts";
import type { AlarmPromise } from "../model/alarm-budget.ts";
import type { TemplateMap } from "../model/template-map.ts";
import type { Stage, TrainProgress } from "../progress/stages.ts";
import type { Annotator } from "../window/annotations.ts";

export interface TrainOptions {
  /** Connections that may read events, annotations and models, as the role `smartlog_train`. */
  db: pg.Pool;
  /** The module in service: its settings and field aliases are kept, learning starts from its weights. */
  module: Uint8Array;
  /** First event time that is read. */
  from: Date;
  /** Event times before this are read. */
  to: Date;
  /** The same seed, module and rows give the same candidate. */
  seed?: number;
  /** Most events that are read; of more, the newest. */
  maxEvents?: number;
  /**
   * Share of the usual sizes of samples and corpora, 1 where absent: a smaller one saves time and memory, and learns and
   * judges with less certainty.
   */
  effort?: number;
  onProgress?: TrainProgress;
  /** Time whose day (UTC) the candidate is named for; now where absent. */
  now?: Date;
}

export interface TrainResult {
  candidate: Candidate;
  decision: Decision;
  /** What was taken of the step that each head learnt, and what was tried. */
  steps: StepTaken[];
  /** Fingerprints of templates that the candidate joins with others. */
  templates: TemplateMap;
  /** Markdown; its images are the files of `charts`. */
  report: string;
  /** SVG by file name. */
  charts: Record<string, string>;
  stages: Stage[];
  /** Highest resident memory of the process, MiB. */
  peakRssMb: number;
  /** Who labelled events, and how far each is believed. */
  annotators: readonly Annotator[];
  /** The threshold of `anomaly` that keeps the budget of alarms with the model in service; absent where there is no budget. */
  promise?: AlarmPromise;
}
