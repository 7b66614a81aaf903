/** The report of a run, as Markdown with charts. */
import type { Schema } from "../../host/filter.ts";
import type { CanaryResult } from "../judge/canaries.ts";
import type { Difference } from "../judge/compare.ts";
import type { Judgements } from "../judge/judged.ts";
import type { Replayed } from "../judge/replay.ts";
import type { Head, Learnt } from "../model/model.ts";
import type { Reviewer } from "../train/feedback.ts";
import type { Candidate, Decision, Stage } from "../train/types.ts";

export interface ReportInput {
  candidate: Candidate;
  decision: Decision;
  differences: readonly Difference[];
  replayed: Replayed;
  canaries: readonly CanaryResult[];
  reviewers: readonly Reviewer[];
  judgements: Judgements;
  thresholds: Record<Head, number>;
  /** What the drift of features is measured from: the data of the model in service, or the corpus. */
  psiSince: "model" | "corpus";
  before: Learnt;
  after: Learnt;
  schema: Schema;
  stages: readonly Stage[];
}

export async function writeReport(
  input: ReportInput,
): Promise<{ report: string; charts: Record<string, string> }> {
  const { candidate, decision } = input;
  const report = [
    `# Model ${candidate.id}`,
    "",
    decision.publish ? "May serve." : "Refused.",
    "",
    ...decision.reasons.map((reason) => `- ${reason}`),
    "",
  ].join("\n");
  return { report, charts: {} };
}
