import type { Section } from "../config/shipper-config.ts";
import { takesAll } from "./expression.ts";
import type { Tag } from "./tag.ts";

/** A rule of the filter rewrite_tag. */
export interface Rule {
  key: string;
  regex: string;
  tag: string;
  /** Whether the record goes on under its old tag, too. */
  isKept: boolean;
}

/** Rules in their order: the first whose expression fits a record counts. */
export function rulesOf({ settings }: Section): Rule[] {
  return settings.all("rule").flatMap((value) => {
    const [key, regex, tag, keep = "false"] = words(value);
    if (key === undefined || regex === undefined || tag === undefined) return [];
    return [{ key, regex, tag, isKept: ["on", "true", "yes"].includes(keep.toLowerCase()) }];
  });
}

/** Whether every record that has the rule's key leaves its old tag. */
export function takesEveryRecord({ regex, isKept }: Rule): boolean {
  return !isKept && takesAll(regex);
}

/** The tag that a rule gives a record: parts that come from the record are unknown. */
export function newTag(rule: Rule, old: Tag): Tag {
  const parts = old.kind === "fixed" ? old.pattern.split(".") : undefined;
  const pattern = rule.tag
    .replace(/\$TAG\[(\d+)\]/g, (_, index: string) => (parts ? (parts[Number(index)] ?? "") : "*"))
    .replaceAll("$TAG", old.pattern)
    .replace(/\$[\w-]+(?:\[[^\]]*\])*/g, "*")
    .replace(/\*+/g, "*");
  const comesFromRecord = /\$(?!TAG\b)/.test(rule.tag);
  const kind = comesFromRecord ? "unknown" : pattern.includes("*") ? old.kind : "fixed";
  const examples =
    kind === "fixed" ? [pattern] : old.examples.map((each) => rule.tag.replaceAll("$TAG", each));
  return {
    pattern,
    kind,
    examples: comesFromRecord || /\$TAG\[/.test(rule.tag) ? (kind === "fixed" ? [pattern] : []) : examples,
    shown: rule.tag.replaceAll("$TAG", old.shown),
  };
}

/** Words with blanks between them; quotation marks hold one together. */
function words(value: string): string[] {
  return Array.from(value.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? "");
}
