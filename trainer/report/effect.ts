/** What the candidate would change in service: labels, and the distributions of scores. */
import { percent } from "../evaluate/figures.ts";
import { HEADS } from "../model/model.ts";
import { type Charts, fileOf, image } from "./figures-of-run.ts";
import type { ReportInput } from "./input.ts";
import { code, table } from "./markdown.ts";

const MOST_CHANGES = 25;
const MOST_EXAMPLES = 12;

export function changes({ replayed }: ReportInput): string[] {
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

export function distributions({ replayed }: ReportInput, charts: Charts): string[] {
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
