/** The evaluation's report, as Markdown. */
import type { HeadResult, Mistake, SetResult } from "../evaluate/evaluate.ts";
import type { Metrics } from "../evaluate/metrics.ts";

const LONGEST_LINE = 220;

function figure(value: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(3);
}

function percent(value: number): string {
  return Number.isNaN(value) ? "–" : `${(value * 100).toFixed(2)} %`;
}

function row(name: string, m: Metrics): string {
  const cells = [
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
  return `| ${cells.join(" | ")} |`;
}

function table(result: HeadResult): string {
  return [
    "| source | yes | no | AUC | precision | recall | F1 | false positives | recall at 0.1 % | at 1 % | Brier |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
    row("**all**", result.all),
    ...[...result.sources].map(([source, metrics]) => row(source, metrics)),
  ].join("\n");
}

function mistakes(title: string, list: readonly Mistake[]): string {
  if (list.length === 0) return `${title}: none.`;
  const items = list.map(({ line, source, score, why }) => {
    const shown = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
    return `- ${score.toFixed(3)} ${source}${why.length ? ` (${why.join(", ")})` : ""}\n  \`\`\`\n  ${shown}\n  \`\`\``;
  });
  return `${title}:\n\n${items.join("\n")}`;
}

/**
 * @param charts for each set and head the chart's file name, as `${set name}:${head}`
 */
export function report(results: readonly SetResult[], charts: ReadonlyMap<string, string>): string {
  const parts = ["# Evaluation", "", "Threshold 0.5; lines in file order; core lines are judged.", ""];
  for (const set of results) {
    const kinds = [...set.kinds].map(([kind, count]) => `${kind} ${count}`).join(", ");
    parts.push(`## ${set.name}`, "", `${set.lines} lines: ${kinds}.`, "");
    for (const result of set.heads) {
      parts.push(`### ${result.head}`, "", table(result), "");
      const chart = charts.get(`${set.name}:${result.head}`);
      if (chart) parts.push(`![Reliability of ${result.head}](${chart})`, "");
      parts.push(mistakes("Worst false alarms", result.falseAlarms), "");
      parts.push(mistakes("Worst misses", result.misses), "");
    }
  }
  return parts.join("\n");
}
