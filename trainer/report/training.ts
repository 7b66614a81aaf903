/** The report of a run, as Markdown with charts. */
import type { Schema } from "../../host/filter.ts";
import { type Judged, measure, reliability } from "../evaluate/metrics.ts";
import type { CanaryResult } from "../judge/canaries.ts";
import type { Candidate } from "../judge/candidate.ts";
import type { Difference } from "../judge/compare.ts";
import type { Decision } from "../judge/gate.ts";
import type { Judgements } from "../judge/judged.ts";
import type { Replayed } from "../judge/replay.ts";
import type { Ordinary } from "../learn/fine-tune.ts";
import { HEADS, type Head, type Learnt, TEXT_HEADS } from "../model/model.ts";
import type { Stage } from "../progress/stages.ts";
import type { Reviewer } from "../window/annotations.ts";
import { calibrationChart, distributionChart, driftChart } from "./charts.ts";
import { code, figure, percent, plain, signed, table } from "./markdown.ts";
import { denseChanges, hashedChanges, textsOf, type WeightChange } from "./weight-changes.ts";

const MOST_CHANGES = 25;
const MOST_EXAMPLES = 12;
const MOST_WEIGHTS = 12;
const MOST_DRIFT = 20;

export interface ReportInput {
  candidate: Candidate;
  decision: Decision;
  differences: readonly Difference[];
  replayed: Replayed;
  canaries: readonly CanaryResult[];
  reviewers: readonly Reviewer[];
  judgements: Judgements;
  thresholds: Record<Head, number>;
  ordinary: Ordinary;
  /** What the drift of features is measured from: the data of the model in service, or the corpus. */
  psiSince: "model" | "corpus";
  before: Learnt;
  after: Learnt;
  schema: Schema;
  stages: readonly Stage[];
  /** Highest resident memory so far, MiB. */
  peakRssMb: number;
}

/** @returns the Markdown, and the charts that it shows by file name */
export function writeReport(input: ReportInput): { report: string; charts: Record<string, string> } {
  const charts = drawCharts(input);
  const parts = [
    ...heading(input),
    ...comparisons(input),
    ...changes(input),
    ...distributions(input, charts),
    ...calibration(input, charts),
    ...weights(input),
    ...drift(input, charts),
    ...people(input),
    ...canaries(input),
    ...run(input),
  ];
  return { report: `${parts.join("\n")}\n`, charts };
}

const fileOf = (what: string, head?: Head) => (head ? `${what}-${head}.svg` : `${what}.svg`);

function drawCharts({ candidate, replayed, judgements }: ReportInput): Record<string, string> {
  const charts: Record<string, string> = {};
  for (const head of HEADS) {
    const { incumbent, candidate: after } = replayed.scores[head];
    charts[fileOf("scores", head)] = distributionChart(`Scores of ${head}`, incumbent, after);
    const judged = judgedOf(judgements, head, "candidate");
    if (judged.length)
      charts[fileOf("calibration", head)] = calibrationChart(`Calibration of ${head}`, reliability(judged));
  }
  const drifted = mostDrifted(candidate);
  if (drifted.length) charts[fileOf("drift")] = driftChart("Drift of features", drifted);
  return charts;
}

function judgedOf(judgements: Judgements, head: Head, model: "incumbent" | "candidate"): Judged[] {
  const out: Judged[] = [];
  for (const judgement of judgements)
    if (judgement.head === head) out.push({ score: judgement[model], label: judgement.label });
  return out;
}

function mostDrifted({ metrics }: Candidate): [string, number][] {
  return Object.entries(metrics.psi)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_DRIFT);
}

function heading({ candidate, decision, ordinary }: ReportInput): string[] {
  const { id, parent, windowFrom, windowTo, counts } = candidate;
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const kinds = Object.entries(counts).map(([kind, n]) => `${n} ${kind}`);
  return [
    `# Model ${id}: ${decision.publish ? "may serve" : "refused"}`,
    "",
    ...decision.reasons.map((reason) => `- ${plain(reason)}`),
    "",
    `Learnt on from ${plain(parent)}, from ${total} events (${kinds.join(", ")}) of ${windowFrom.toISOString()} to ` +
      `${windowTo.toISOString()}.`,
    "",
    followed(ordinary),
    "",
  ];
}

function followed({ isRefitted, lines, worseKinds }: Ordinary): string {
  if (isRefitted)
    return `What is ordinary (centres, components, the anomaly head) was learnt anew: no worse on ${lines} other lines of the corpus.`;
  const why = worseKinds.length
    ? `learnt anew, the anomaly head tells more ${worseKinds.join(", ")} events wrong among ${lines} other lines of the corpus`
    : "the window has too few ordinary events of any kind";
  return `What is ordinary (centres, components, the anomaly head) stays as it was, only the known templates follow: ${why}.`;
}

function comparisons({ differences }: ReportInput): string[] {
  const verdict = (d: Difference) => (d.isWorse ? "**worse**" : d.isBetter ? "better" : "");
  const value = (d: Difference, x: number) => (d.measure === "log loss" ? figure(x) : percent(x));
  const rank = (d: Difference) => (d.isWorse ? 0 : d.isBetter ? 1 : 2);
  const rows = [...differences]
    .sort((a, b) => rank(a) - rank(b))
    .map((d) => [
      d.set,
      d.kind,
      d.head,
      d.measure,
      d.events,
      value(d, d.incumbent),
      value(d, d.candidate),
      d.measure === "log loss"
        ? `${signed(d.low, 4)} to ${signed(d.high, 4)}`
        : `${signed(d.low * 100, 2)} to ${signed(d.high * 100, 2)} points`,
      verdict(d),
    ]);
  return [
    "## Judged on held-out events",
    "",
    "Both models on the same events, which neither learnt from: the last part of the window (site), as people and rules " +
      "label it, and lines of the corpora made for this (anchor). The interval (99.5 %, bootstrap over templates) is of " +
      "the difference; below zero the candidate is better.",
    "",
    table(["set", "kind", "head", "measure", "events", "in service", "candidate", "interval", ""], rows),
    "",
  ];
}

function changes({ replayed }: ReportInput): string[] {
  const parts = [
    "## What would change",
    "",
    `${replayed.changed} of ${replayed.events} replayed events get another label.`,
    "",
  ];
  if (replayed.changes.length === 0) return parts;
  const rows = replayed.changes
    .slice(0, MOST_CHANGES)
    .map(({ kind, template, from, to, events }) => [kind, template, `${from} → ${to}`, events]);
  parts.push(table(["kind", "template", "label", "events"], rows), "");
  if (replayed.changes.length > MOST_CHANGES)
    parts.push(`And ${replayed.changes.length - MOST_CHANGES} more.`, "");
  for (const change of replayed.changes.slice(0, MOST_EXAMPLES)) {
    const [example] = change.examples;
    if (!example) continue;
    const why = (reasons: readonly string[]) => (reasons.length ? ` (${reasons.join(", ")})` : "");
    parts.push(
      `- ${change.from} ${example.scores[0].toFixed(2)}${why(example.before)} → ` +
        `${change.to} ${example.scores[1].toFixed(2)}${why(example.after)}`,
      "",
      code(example.line, "  "),
      "",
    );
  }
  return parts;
}

function distributions({ replayed }: ReportInput, charts: Record<string, string>): string[] {
  const kinds = Object.keys(replayed.labels.incumbent).sort();
  const rows = kinds.map((kind) => {
    const shares = (labels: Record<string, number> | undefined) => {
      const total = Object.values(labels ?? {}).reduce((sum, n) => sum + n, 0);
      return ["bot", "attack", "anomaly"].map((label) =>
        percent((labels?.[label] ?? 0) / Math.max(1, total)),
      );
    };
    const before = shares(replayed.labels.incumbent[kind]);
    const after = shares(replayed.labels.candidate[kind]);
    return [kind, ...before.map((share, i) => `${share} → ${after[i]}`)];
  });
  return [
    "## Scores",
    "",
    table(["kind", "bot", "attack", "anomaly"], rows),
    "",
    ...HEADS.flatMap((head) => image(charts, fileOf("scores", head), `Scores of ${head}`)),
  ];
}

function calibration({ judgements, thresholds }: ReportInput, charts: Record<string, string>): string[] {
  const rows = HEADS.map((head) => {
    const before = measure(judgedOf(judgements, head, "incumbent"), thresholds[head]);
    const after = measure(judgedOf(judgements, head, "candidate"), thresholds[head]);
    const both = (of: (m: typeof before) => number) => `${figure(of(before))} → ${figure(of(after))}`;
    return [
      head,
      after.positives,
      after.negatives,
      both((m) => m.precision),
      both((m) => m.recall),
      both((m) => m.f1),
      both((m) => m.auc),
      both((m) => m.brier),
    ];
  });
  return [
    "## Calibration",
    "",
    "All held-out events together, site and corpora; model in service → candidate.",
    "",
    table(["head", "yes", "no", "precision", "recall", "F1", "AUC", "Brier"], rows),
    "",
    ...HEADS.flatMap((head) => image(charts, fileOf("calibration", head), `Calibration of ${head}`)),
  ];
}

function weights({ schema, before, after, candidate, replayed }: ReportInput): string[] {
  const texts = textsOf(candidate.module, after, replayed.specimens);
  const rows = (list: readonly WeightChange[], quoted: boolean) =>
    list.map(({ name, before: was, after: is }) => [
      quoted ? code(name) : plain(name),
      signed(was, 3),
      signed(is, 3),
      signed(is - was, 3),
    ]);
  return [
    "## Largest changes of weights",
    "",
    "What is added to a head's logit where the feature is there; hashed features are named by texts of replayed events.",
    "",
    ...HEADS.flatMap((head) => {
      const dense = denseChanges(schema, before, after, head, MOST_WEIGHTS);
      const hashed = TEXT_HEADS.includes(head) ? hashedChanges(texts, before, after, head, MOST_WEIGHTS) : [];
      if (dense.length + hashed.length === 0) return [`### ${head}`, "", "None.", ""];
      return [
        `### ${head}`,
        "",
        table(["feature", "before", "after", "change"], [...rows(hashed, true), ...rows(dense, false)]),
        "",
      ];
    }),
  ];
}

function drift({ candidate, psiSince }: ReportInput, charts: Record<string, string>): string[] {
  const since =
    psiSince === "model"
      ? "Since the window that the model in service was made from."
      : "Against the corpora, since the model in service was made from nothing else.";
  return [
    "## Drift of features",
    "",
    `${since} Population stability index over each feature's bins; from 0.1 on moderate, from 0.25 on large.`,
    "",
    table(
      ["feature", "PSI"],
      mostDrifted(candidate).map(([feature, index]) => [feature, index.toFixed(3)]),
    ),
    "",
    ...image(charts, fileOf("drift"), "Drift of features"),
  ];
}

function people({ reviewers }: ReportInput): string[] {
  if (reviewers.length === 0) return ["## Corrections", "", "Nobody has labelled an event.", ""];
  return [
    "## Corrections",
    "",
    "How far a reviewer is believed goes by how often a rule or somebody else says the same.",
    "",
    table(
      ["who", "events", "compared", "agreed", "believed"],
      reviewers.map(({ who, labels, compared, agreed, trust }) => [
        plain(who),
        labels,
        compared,
        agreed,
        percent(trust),
      ]),
    ),
    "",
  ];
}

function canaries({ canaries: flown }: ReportInput): string[] {
  const wrong = flown.filter(({ label, candidate }) => candidate !== label);
  const parts = ["## Canaries", "", `${flown.length - wrong.length} of ${flown.length} are told right.`, ""];
  for (const { label, incumbent, candidate, line } of wrong)
    parts.push(
      `- ${label}: ${incumbent} in service, ${candidate} by the candidate`,
      "",
      code(line, "  "),
      "",
    );
  return parts;
}

function run({ stages, peakRssMb }: ReportInput): string[] {
  return [
    "## The run",
    "",
    table(
      ["stage", "seconds"],
      stages.map(({ name, seconds }) => [name, seconds.toFixed(1)]),
    ),
    "",
    `At most ${Math.ceil(peakRssMb)} MiB of memory were resident.`,
  ];
}

function image(charts: Record<string, string>, file: string, title: string): string[] {
  return charts[file] === undefined ? [] : [`![${title}](${file})`, ""];
}
