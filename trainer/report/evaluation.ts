/** The report of an evaluation, as Markdown. */
import type { HeadResult, Mistake, SetResult } from "../evaluate/evaluate.ts";
import { figure, percent } from "../evaluate/figures.ts";
import type { Metrics } from "../evaluate/metrics.ts";
import type { SessionsFound } from "../evaluate/sessions.ts";
import { code, plain, table } from "./markdown.ts";

const LINE_CHARACTERS = 220;
const COLUMNS = [
  "source",
  "yes",
  "no",
  "AUC",
  "precision",
  "recall",
  "F1",
  "false positives",
  "recall at 0.1 %",
  "at 1 %",
  "Brier",
];

/**
 * Writes the report.
 *
 * @param charts file name of the chart of each set and head, by `${set name}:${head}`
 */
export function evaluationReport(results: readonly SetResult[], charts: ReadonlyMap<string, string>): string {
  const parts = ["# Evaluation", "", "Threshold 0.5; lines in file order; core lines are judged.", ""];
  for (const set of results) {
    const kinds = [...set.kinds].map(([kind, count]) => `${kind} ${count}`).join(", ");
    parts.push(`## ${set.name}`, "", `${set.lines} lines: ${kinds}.`, "");
    for (const result of set.heads) {
      parts.push(`### ${result.head}`, "", metricsTable(result), "");
      const chart = charts.get(`${set.name}:${result.head}`);
      if (chart) parts.push(`![Calibration of ${result.head}](${chart})`, "");
      parts.push(mistakes("Worst false alarms", result.falseAlarms), "");
      parts.push(mistakes("Worst misses", result.misses), "");
    }
    if (set.sessions) parts.push("### Sessions", "", sessionsTable(set.sessions), "");
  }
  return parts.join("\n");
}

function metricsTable({ all, sources }: HeadResult): string {
  return table(COLUMNS, [row("**all**", all), ...[...sources].map(([source, of]) => row(plain(source), of))]);
}

function sessionsTable({ lineByLine, atEnd, auc }: SessionsFound): string {
  const found = (how: string, m: Metrics, area: string) => [
    how,
    m.positives,
    m.negatives,
    ...[m.precision, m.recall, m.f1].map(figure),
    percent(m.falsePositiveRate),
    area,
  ];
  return table(
    ["judged", "anomalies", "ordinary", "precision", "recall", "F1", "false positives", "AUC"],
    [found("line by line", lineByLine, figure(auc)), ...(atEnd ? [found("at the end", atEnd, "")] : [])],
  );
}

function row(name: string, m: Metrics): (string | number)[] {
  return [
    name,
    m.positives,
    m.negatives,
    figure(m.auc),
    figure(m.precision),
    figure(m.recall),
    figure(m.f1),
    percent(m.falsePositiveRate),
    figure(m.recallAt.fpr001),
    figure(m.recallAt.fpr01),
    figure(m.brier),
  ];
}

function mistakes(title: string, list: readonly Mistake[]): string {
  if (list.length === 0) return `${title}: none.`;
  const items = list.map(({ line, source, score, why }) => {
    const shown = line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line;
    return `- ${figure(score)} ${plain(source)}${why.length ? ` (${why.join(", ")})` : ""}\n${code(shown, "  ")}`;
  });
  return `${title}:\n\n${items.join("\n")}`;
}
