/** The report of a run, as Markdown with charts: its sections in their order. */
import type { Ordinary } from "../learn/ordinary.ts";
import { alarms } from "./alarms.ts";
import { annotators, drift, weights } from "./causes.ts";
import { changes, distributions } from "./effect.ts";
import { type Charts, drawCharts } from "./figures-of-run.ts";
import type { ReportInput } from "./input.ts";
import { plain, table } from "./markdown.ts";
import { places } from "./places.ts";
import { calibration, canaries, comparisons } from "./quality.ts";
import { sessions } from "./sessions.ts";
import { steps } from "./steps.ts";

/**
 * Writes the report of a run.
 *
 * @returns Markdown, and its charts: SVG by the file name that the Markdown names
 */
export function writeReport(input: ReportInput): { report: string; charts: Charts } {
  const charts = drawCharts(input);
  const parts = [
    ...heading(input),
    ...steps(input),
    ...places(input),
    ...sessions(input),
    ...comparisons(input),
    ...changes(input),
    ...distributions(input, charts),
    ...alarms(input),
    ...calibration(input, charts),
    ...weights(input),
    ...drift(input, charts),
    ...annotators(input),
    ...canaries(input),
    ...run(input),
  ];
  return { report: `${parts.join("\n")}\n`, charts };
}

function heading({ candidate, decision, ordinary }: ReportInput): string[] {
  const { id, parent, windowFrom, windowTo, counts } = candidate;
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const kinds = Object.entries(counts).map(([kind, n]) => `${n} ${kind}`);
  return [
    `# Model ${id}: ${decision.publish ? "may serve" : "refused"}`,
    "",
    ...(decision.refusal ? [plain(decision.refusal), ""] : []),
    ...decision.reasons.map((reason) => `- ${plain(reason)}`),
    "",
    `Learnt on from ${plain(parent)}, from ${total} events (${kinds.join(", ")}) of ${windowFrom.toISOString()} to ` +
      `${windowTo.toISOString()}.`,
    "",
    followed(ordinary),
    "",
  ];
}

function followed({ isRefitted, isGivenUp, lines, worseKinds }: Ordinary): string {
  if (isRefitted)
    return `What is ordinary (centroids, components, the anomaly head) was learnt anew: no worse on ${lines} other lines of the corpus.`;
  if (isGivenUp)
    return "What is ordinary (centroids, components, the anomaly head) stays as it was, only the known templates follow: learnt anew it does not pass.";
  const why = worseKinds.length
    ? `learnt anew, the anomaly head tells more ${worseKinds.join(", ")} events wrong among ${lines} other lines of the corpus`
    : "the window has too few ordinary events of any kind";
  return `What is ordinary (centroids, components, the anomaly head) stays as it was, only the known templates follow: ${why}.`;
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
