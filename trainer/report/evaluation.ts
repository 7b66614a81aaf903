/** The report of an evaluation, as Markdown. */
import type { HeadResult, Mistake, SetResult } from "../evaluate/evaluate.ts";
import { figure, percent } from "../evaluate/figures.ts";
import type { Grouping, WrongGroup } from "../evaluate/grouping.ts";
import type { Metrics } from "../evaluate/metrics.ts";
import type { SessionsFound } from "../evaluate/sessions.ts";
import { code, plain, table } from "./markdown.ts";

const LINE_CHARACTERS = 220;
/** Templates that are grouped wrongly, which are shown. */
const MOST_WRONG = 20;
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
    if (set.grouping) parts.push("### Templates", "", ...templates(set.grouping), "");
    if (set.sessions) parts.push("### Sessions", "", sessionsTable(set.sessions), "");
  }
  const groupings = results.flatMap(({ name, grouping }) => (grouping ? [{ name, grouping }] : []));
  if (groupings.length) parts.push("## Templates of all sets", "", groupingTable(groupings), "");
  return parts.join("\n");
}

/** One row for each set, and the means over the sets. */
function groupingTable(sets: readonly { name: string; grouping: Grouping }[]): string {
  const mean = (of: (grouping: Grouping) => number) =>
    sets.reduce((sum, { grouping }) => sum + of(grouping), 0) / sets.length;
  const measures: ((grouping: Grouping) => number)[] = [
    ({ accuracy }) => accuracy,
    ({ pairF1 }) => pairF1,
    ({ groupF1 }) => groupF1,
  ];
  return table(
    ["set", "lines", "templates", "groups", "grouping accuracy", "F1 over pairs", "F1 of groups"],
    [
      ...sets.map(({ name, grouping }) => [
        plain(name),
        grouping.lines,
        grouping.templates,
        grouping.groups,
        ...measures.map((of) => figure(of(grouping))),
      ]),
      ["**mean**", "", "", "", ...measures.map((of) => figure(mean(of)))],
    ],
  );
}

function templates(grouping: Grouping): string[] {
  const shown = grouping.wrong.slice(0, MOST_WRONG).map(wrongGroup);
  return [
    `${grouping.templates - grouping.wrong.length} of ${grouping.templates} templates are a group of their own.`,
    "",
    ...shown,
  ];
}

function wrongGroup({ template, lines, groups, others, examples }: WrongGroup): string {
  const what = [
    ...(groups > 1 ? [`in ${groups} groups`] : []),
    ...(others ? [`with ${others} lines of others`] : []),
  ].join(", ");
  return `- ${plain(template)}: ${lines} lines ${what}\n${examples.map((line) => code(shortened(line), "  ")).join("\n")}`;
}

function shortened(line: string): string {
  return line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line;
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
    return `- ${figure(score)} ${plain(source)}${why.length ? ` (${why.join(", ")})` : ""}\n${code(shortened(line), "  ")}`;
  });
  return `${title}:\n\n${items.join("\n")}`;
}
