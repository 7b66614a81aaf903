/** Rules as text. */
import type { RulesWithOwn } from "../../rules/lib/own.ts";
import type { Rule } from "../../rules/lib/rule.ts";
import { ruleWords } from "../../rules/lib/words.ts";
import type { Tried } from "../../watch/judge/try.ts";
import { columns, count, minute, printable } from "../lib/output.ts";

const MAX_TITLE_CHARACTERS = 110;

/** All that act, with when each opens; then those that can't be used. */
export function ruleList({ rules, unusable }: RulesWithOwn): string {
  return [
    ...rules.map(ruleText),
    ...unusable.map(({ name, message }) => `${name}\n  can't be used: ${printable(message)}`),
  ].join("\n\n");
}

export function ruleText(rule: Rule): string {
  const { class: name, title, owner, channels } = rule;
  const told = [...(owner === undefined ? [] : [owner]), ...(channels ?? [])];
  return [
    `${name}: ${printable(title)}`,
    ...ruleWords(rule).flatMap(({ counts, opens, raises }) =>
      [counts, opens, raises].filter(Boolean).map((words) => `  ${printable(words)}`),
    ),
    ...(told.length === 0 ? [] : [`  Tells ${printable(told.join(", "))}.`]),
  ].join("\n");
}

export function triedList({ incidents }: Tried): string[] {
  return columns(
    incidents.map(({ severity, first, events, title }) => [
      "",
      severity,
      minute(first),
      count(events),
      printable(title, MAX_TITLE_CHARACTERS),
    ]),
    [3],
  );
}
