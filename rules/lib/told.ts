/** Titles of incidents in words, with counts that grow: `{users|name|names} tried on {site} in {span}`. */
import { RuleError } from "./error.ts";
import { inWords, sizeInWords } from "./units.ts";

/** What can be counted of an incident. */
export const COUNTS = [
  "events",
  "sources",
  "targets",
  "users",
  "sites",
  "bytes",
  "succeeded",
  "grave",
] as const;
export type Count = (typeof COUNTS)[number];

/** What an incident can be grouped by. */
export const PER = [
  "source",
  "network",
  "agent",
  "robot",
  "user",
  "site",
  "service",
  "template",
  "reason",
  "domain",
  "kind",
  /** Of events of kind rate and session: what they tell of. */
  "subject",
] as const;
export type Per = (typeof PER)[number];

/** What a title may name besides: how long, how large a part of all, how many times slower, what the event says itself. */
const OTHERS = ["span", "share", "slower", "message"] as const;

export type Facts = Partial<Record<Count | "share" | "slower", number>> &
  Partial<Record<Per | "message", string>> & {
    /** Seconds from the first to the last. */
    span: number;
  };

const PART = /\{([^{}]*)\}/g;
const MOST_VALUE = 120;
const MOST_TITLE = 400;

/**
 * Checks a template.
 *
 * - `{source}`: the value; of counts the number, of `bytes` a size
 * - `{events|request|requests}`: the number with the word for one or more
 * - `{succeeded|none succeeded|one succeeded|# succeeded}`: words for none, one and more; `#` is the number
 */
export function checkTold(template: string, field: string): void {
  for (const [, part = ""] of template.matchAll(PART)) {
    const [name = "", ...forms] = part.split("|");
    const isCount = (COUNTS as readonly string[]).includes(name);
    if (!isCount && ![...PER, ...OTHERS].some((each) => each === name))
      throw new RuleError(`${field} has {${part}}: name one of ${[...COUNTS, ...PER, ...OTHERS].join(", ")}`);
    if (forms.length > 0 && (!isCount || ![2, 3].includes(forms.length)))
      throw new RuleError(
        `${field} has {${part}}: a count takes two words (one|more) or three (none|one|more)`,
      );
  }
  if (template.trim() === "" || template.length > MOST_TITLE)
    throw new RuleError(`${field} has to be text of at most ${MOST_TITLE} characters`);
}

/** An incident's title. Values out of logs are cut, and lose what is not printable. */
export function tell(template: string, facts: Facts): string {
  const text = template.replace(PART, (_, part: string) => {
    const [name = "", ...forms] = part.split("|");
    const value = (facts as unknown as Record<string, string | number | undefined>)[name];
    if (name === "span") return inWords(facts.span);
    if (name === "bytes") return sizeInWords(Number(value ?? 0));
    if (name === "share") return `${Math.round(100 * Number(value ?? 0))} %`;
    if (name === "slower") return Number(value ?? 0).toFixed(1);
    if (forms.length > 0) return counted(Number(value ?? 0), forms);
    return value === undefined || value === "" ? "unknown" : printable(String(value));
  });
  return text.length > 1000 ? `${text.slice(0, 999)}…` : text;
}

function counted(count: number, forms: readonly string[]): string {
  const number = count.toLocaleString("en-US");
  if (forms.length === 2) return `${number} ${forms[count === 1 ? 0 : 1]}`;
  return (forms[Math.min(count, 2)] as string).replaceAll("#", number);
}

/** Without control characters and what turns the direction of text. */
function printable(value: string): string {
  const text = value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ");
  const characters = [...text];
  return characters.length > MOST_VALUE ? `${characters.slice(0, MOST_VALUE).join("")}…` : text;
}
