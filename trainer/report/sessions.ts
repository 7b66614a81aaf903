/** Classes of sessions: which are judged by the order of their lines from now on. */
import { percent } from "../evaluate/figures.ts";
import type { ReportInput } from "./input.ts";
import { code, table } from "./markdown.ts";

const MOST_SHOWN = 20;

export function sessions({ sessions: classes }: ReportInput): string[] {
  if (classes.length === 0) return [];
  return [
    "## Sessions",
    "",
    "The order of lines is learnt of classes with many sessions of several steps, and judged where of those held out hardly any would be called.",
    "",
    table(
      ["sessions of", "number", "sets of steps", "held out", "of them called", "judged"],
      classes
        .slice(0, MOST_SHOWN)
        .map(({ name, sessions, sets, heldOut, called, isJudged }) => [
          code(name),
          sessions,
          sets,
          heldOut,
          heldOut ? percent(called / heldOut, 2) : "–",
          isJudged ? "yes" : "no",
        ]),
    ),
    "",
  ];
}
