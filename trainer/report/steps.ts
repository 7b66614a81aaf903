/** How much of what each head learnt is in the candidate, and what was tried. */
import { percent } from "../evaluate/figures.ts";
import type { ReportInput } from "./input.ts";
import { plain, table } from "./markdown.ts";

export function steps({ steps: taken }: ReportInput): string[] {
  const rows = taken.flatMap(({ head, tried }) =>
    tried.map(({ share, heldHarder, gain, against }) => [
      head,
      percent(share, 1),
      heldHarder.map(plain).join(", "),
      gain,
      plain(against) || "nothing",
    ]),
  );
  return [
    "## How much was taken",
    "",
    ...taken.map(({ head, share, heldHarder }) => {
      const held =
        heldHarder.length > 0 ? `, learnt with ${heldHarder.map(plain).join(" and ")} held harder` : "";
      return `- ${head}: ${percent(share, 1)} of the step from the weights in service to those learnt${held}`;
    }),
    "",
    "Of each head the largest share is taken that passes on a sample of the held-out events and of the corpora; the gain is " +
      "how many events more are told right there, as far as people, rules and consensus say.",
    "",
    table(["head", "share", "held harder", "gain", "what stands against it"], rows),
    "",
  ];
}
