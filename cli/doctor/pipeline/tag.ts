import type { Settings } from "../config/settings.ts";
import { canOverlap, fitsWildcard } from "../config/wildcard.ts";
import { expression } from "./expression.ts";

/** A tag, or as much of it as is known before anything runs. */
export interface Tag {
  /** `*` stands for what is not known. */
  pattern: string;
  /**
   * `fixed`: exactly this. `expands`: the rest comes from files or units. `unknown`: the rest comes with the records,
   * from whoever sends them.
   */
  kind: "fixed" | "expands" | "unknown";
  /** Tags that it has today, of files that are there. */
  examples: readonly string[];
  /** As the configuration has it, for people. */
  shown: string;
}

/** `maybe`: some of its records, or it can't be known. */
export type Answer = "yes" | "no" | "maybe";

/** A character that no tag has: what `*` of a tag stands for, when all that it may be has to fit. */
const ANYTHING = "\uffff";
/** What an unknown part of a tag may be. */
const SAMPLES = ["", "x", "a.b", "var.log.a.log", "web-7d9c_shop_nginx-01ab"];

export function fixedTag(tag: string): Tag {
  return { pattern: tag, kind: "fixed", examples: [tag], shown: tag };
}

/** Whether a section takes records of a tag, by `match` and `match_regex`; without either it takes none. */
export function takes(settings: Settings, tag: Tag): Answer {
  const [match, regex] = [settings.get("match"), settings.get("match_regex")];
  const answers: Answer[] = [];
  if (regex !== undefined && regex !== "") answers.push(byExpression(regex, tag));
  if (match !== undefined && match !== "") answers.push(byWildcard(match, tag));
  if (answers.includes("yes")) return "yes";
  return answers.includes("maybe") ? "maybe" : "no";
}

function byWildcard(match: string, { pattern, kind }: Tag): Answer {
  if (kind === "fixed") return fitsWildcard(match, pattern) ? "yes" : "no";
  if (fitsWildcard(match, pattern.replaceAll("*", ANYTHING))) return "yes";
  return canOverlap(match, pattern) ? "maybe" : "no";
}

/** Fluent Bit wants a match at the tag's first character that is not empty. */
function byExpression(regex: string, { pattern, kind, examples }: Tag): Answer {
  const translated = expression(regex);
  if (!translated) return "maybe";
  const anchored = new RegExp(translated.source, `${translated.flags}y`);
  const fits = (tag: string) => {
    anchored.lastIndex = 0;
    return (anchored.exec(tag)?.[0].length ?? 0) > 0;
  };
  if (kind === "fixed") return fits(pattern) ? "yes" : "no";
  const tags = [...examples, ...SAMPLES.map((sample) => pattern.replaceAll("*", sample))];
  const fitting = tags.filter(fits).length;
  if (fitting === tags.length) return "yes";
  // A literal beginning that the expression excludes is a certain no.
  return fitting === 0 && kind === "expands" ? "no" : "maybe";
}
