/** The charts of a run, and the figures that charts and tables share. */
import { type Judged, reliability } from "../evaluate/metrics.ts";
import type { Candidate } from "../judge/candidate.ts";
import type { Judgements } from "../judge/judged.ts";
import { HEADS, type Head } from "../model/model.ts";
import { calibrationChart, distributionChart, driftChart } from "./charts.ts";
import type { ReportInput } from "./input.ts";

const MOST_DRIFT = 20;

/** SVG by file name. */
export type Charts = Record<string, string>;

/** Name of a chart's file. */
export const fileOf = (what: string, head?: Head) => (head ? `${what}-${head}.svg` : `${what}.svg`);

export function drawCharts({ candidate, replayed, judgements }: ReportInput): Charts {
  const charts: Charts = {};
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

/** Scores of one model, with the labels that it was judged by. */
export function judgedOf(judgements: Judgements, head: Head, model: "incumbent" | "candidate"): Judged[] {
  const out: Judged[] = [];
  for (const judgement of judgements)
    if (judgement.head === head) out.push({ score: judgement[model], label: judgement.label });
  return out;
}

/** Features with their stability index, the most drifted first. */
export function mostDrifted({ metrics }: Candidate): [string, number][] {
  return Object.entries(metrics.psi)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_DRIFT);
}

/** A chart in Markdown; nothing where there is none. */
export function image(charts: Charts, file: string, title: string): string[] {
  return charts[file] === undefined ? [] : [`![${title}](${file})`, ""];
}
