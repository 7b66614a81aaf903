/** How good the candidate is: compared with the model in service, calibrated, and on canaries. */
import { figure, percent, signed } from "../evaluate/figures.ts";
import { measure } from "../evaluate/metrics.ts";
import type { Difference } from "../judge/compare.ts";
import { FALSE_DISCOVERY_RATE } from "../judge/false-discovery.ts";
import { HEADS } from "../model/model.ts";
import { type Charts, fileOf, image, judgedOf } from "./figures-of-run.ts";
import type { ReportInput } from "./input.ts";
import { code, table } from "./markdown.ts";

export function comparisons({ differences }: ReportInput): string[] {
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
      d.p < 1 ? d.p.toFixed(4) : "",
      verdict(d),
    ]);
  return [
    "## Judged on held-out events",
    "",
    "Both models on the same events, which neither learnt from: the last part of the window (site), as people and rules " +
      "label it, and lines of the corpora made for this, of kinds that the site has (corpus) and of kinds that it has not " +
      "(elsewhere), where the candidate is held against the default model. The interval (99.5 %, bootstrap over templates, of web requests by their parameters, too) " +
      "is of the difference; below zero the candidate is better. p is how likely so much worse would be by chance, where it " +
      `is worse by what matters. Worse counts what is left at a false discovery rate of ${percent(FALSE_DISCOVERY_RATE, 0)} ` +
      "(Benjamini and Hochberg) over all comparisons: where nothing is worse, at most so many trainings are refused by chance.",
    "",
    table(["set", "kind", "head", "measure", "events", "before", "candidate", "interval", "p", ""], rows),
    "",
  ];
}

export function calibration({ judgements, thresholds }: ReportInput, charts: Charts): string[] {
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
    "All held-out events together, site and corpora: the model in service, of kinds that the site has not the default model → " +
      "the candidate.",
    "",
    table(["head", "yes", "no", "precision", "recall", "F1", "AUC", "Brier"], rows),
    "",
    ...HEADS.flatMap((head) => image(charts, fileOf("calibration", head), `Calibration of ${head}`)),
  ];
}

export function canaries({ canaries: flown }: ReportInput): string[] {
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
