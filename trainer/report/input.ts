/** What the report of a run is written from. */
import type { Schema } from "../../host/filter.ts";
import type { AlarmsFound } from "../judge/alarms-found.ts";
import type { CanaryResult } from "../judge/canaries.ts";
import type { Candidate } from "../judge/candidate.ts";
import type { Difference } from "../judge/compare.ts";
import type { Decision } from "../judge/gate.ts";
import type { Judgements } from "../judge/judged.ts";
import type { Replayed } from "../judge/replay.ts";
import type { StepTaken } from "../judge/steps.ts";
import type { Ordinary } from "../learn/ordinary.ts";
import type { Head, Learnt } from "../model/model.ts";
import type { Stage } from "../progress/stages.ts";
import type { Annotator } from "../window/annotations.ts";

/** A place whose word varies, which the candidate adds. */
export interface JoinedPlace {
  /** A template with it: hostile text. */
  text: string;
  /** How many words it had, and events. */
  words: number;
  events: number;
}

/** A class of sessions with enough of them to be judged. */
export interface SessionClass {
  /** Hostile text. */
  name: string;
  sessions: number;
  /** Different sets of steps that they pass through. */
  sets: number;
  heldOut: number;
  /** Held-out sessions that would be called unusual. */
  called: number;
  isJudged: boolean;
}

/** What a run found. */
export interface ReportInput {
  candidate: Candidate;
  decision: Decision;
  steps: readonly StepTaken[];
  differences: readonly Difference[];
  replayed: Replayed;
  alarms: AlarmsFound;
  canaries: readonly CanaryResult[];
  /** The one with the most labels first. */
  annotators: readonly Annotator[];
  judgements: Judgements;
  /** Scores from which on each head says yes. */
  thresholds: Record<Head, number>;
  /** What became of centroids, components and anomaly head. */
  ordinary: Ordinary;
  /** Places whose word varies: all of the candidate, and those that it adds. */
  places: { all: readonly number[]; added: readonly JoinedPlace[] };
  /** The one with the most sessions first. */
  sessions: readonly SessionClass[];
  /** What drift is measured from: the window of the model in service, or the rehearsal set. */
  psiSince: "model" | "corpus";
  /** What the model in service and the candidate learnt. */
  before: Learnt;
  after: Learnt;
  schema: Schema;
  stages: readonly Stage[];
  /** Highest resident memory, MiB. */
  peakRssMb: number;
}
