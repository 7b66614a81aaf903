/** Words of templates that vary here: which become one. */
import type { ReportInput } from "./input.ts";
import { code, table } from "./markdown.ts";

const MOST_SHOWN = 20;

export function places({ places: { all, added } }: ReportInput): string[] {
  if (all.length === 0) return [];
  return [
    "## Words that vary",
    "",
    `At ${all.length} places in templates the word varies (\`*\`), ${added.length} of them new. Lines that differ there alone are of ` +
      "one template from now on.",
    "",
    ...(added.length === 0
      ? []
      : [
          table(
            ["template", "words", "events"],
            added.slice(0, MOST_SHOWN).map(({ text, words, events }) => [code(text), words, events]),
          ),
          "",
        ]),
  ];
}
