/** What the candidate learnt from whom: weights that changed, drift of features, annotators. */
import { percent, signed } from "../evaluate/figures.ts";
import { HEADS, TEXT_HEADS } from "../model/model.ts";
import { type Charts, fileOf, image, mostDrifted } from "./figures-of-run.ts";
import type { ReportInput } from "./input.ts";
import { code, plain, table } from "./markdown.ts";
import { denseChanges, hashedChanges, textsOf, type WeightChange } from "./weight-changes.ts";

const MOST_WEIGHTS = 12;

export function weights({ schema, before, after, candidate, replayed }: ReportInput): string[] {
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

export function drift({ candidate, psiSince }: ReportInput, charts: Charts): string[] {
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

export function annotators({ annotators: rated }: ReportInput): string[] {
  if (rated.length === 0) return ["## Corrections", "", "Nobody has labelled an event.", ""];
  return [
    "## Corrections",
    "",
    "How far a reviewer is believed goes by how often a rule or somebody else says the same.",
    "",
    table(
      ["who", "events", "compared", "agreed", "believed"],
      rated.map(({ name, labels, compared, agreed, reliability }) => [
        plain(name),
        labels,
        compared,
        agreed,
        percent(reliability),
      ]),
    ),
    "",
  ];
}
