/** Rules in words, for pages and commands. Values are whatever people wrote: escape them. */
import type { Condition, Test, Value } from "./match.ts";
import type { Origin, Rule, Threshold, Way } from "./rule.ts";
import type { Count } from "./told.ts";
import { inWords, sizeInWords } from "./units.ts";

/** What one way of a rule does. */
export interface WayWords {
  /** Which events count. */
  counts: string;
  /** When an incident opens, how grave it is, and when it is over. */
  opens: string;
  /** What makes it graver; empty where nothing does. */
  raises: string;
}

const ORIGIN = {
  events: "events",
  answers: "requests",
  told: "what SmartLog itself told of",
} as const;
const COUNTED: Readonly<Record<Count, readonly [one: string, more: string]>> = {
  events: ["event", "events"],
  sources: ["address", "addresses"],
  targets: ["different target", "different targets"],
  users: ["different name", "different names"],
  sites: ["site", "sites"],
  bytes: ["byte", "bytes"],
  succeeded: ["that got what it wanted", "that got what they wanted"],
  grave: ["grave one", "grave ones"],
};

export function ruleWords({ ways }: Rule): WayWords[] {
  return ways.map(wayWords);
}

function wayWords(way: Way): WayWords {
  const { from, match, per, least, within, quiet, severity, raise, grave, succeeded } = way;
  const each = per.length === 0 ? "of all together" : `of one ${per.join(" and ")}`;
  const worse = [
    ...(grave.length > 0 ? [`Grave: ${conditionsWords(grave)}.`] : []),
    ...(succeeded.length > 0 ? [`Got what they wanted: ${conditionsWords(succeeded)}.`] : []),
  ];
  return {
    counts: [`Counts ${ORIGIN[from]}: ${conditionsWords(match)}.`, ...worse].join(" "),
    opens: `Opens at ${least.map((each) => thresholdWords(each, from)).join(", or ")} ${each} within ${inWords(within)}, as ${
      severity === "event" ? "grave as its gravest event" : severity
    }; over after ${inWords(quiet)} without more.`,
    raises: raise.map(({ to, at }) => `${capital(to)} at ${thresholdWords(at, from)}.`).join(" "),
  };
}

/** `5 events and 3 different names`. */
export function thresholdWords(threshold: Threshold, from: Origin = "events"): string {
  return Object.entries(threshold)
    .map(([name, least]) => {
      if (name === "share") return `${Math.round(100 * least)} % of all requests`;
      if (name === "slower") return `answers ${least} times slower than usual`;
      if (name === "bytes") return sizeInWords(least);
      const [one, more] =
        from === "answers" && name === "events" ? ["request", "requests"] : COUNTED[name as Count];
      return `${least.toLocaleString("en-US")} ${least === 1 ? one : more}`;
    })
    .join(" and ");
}

/** What a rule would have found, had it been in service. */
export function triedWords({ found, isCut }: { found: number; isCut: boolean }, seconds: number): string {
  const what =
    found === 0
      ? "no incident"
      : `${found.toLocaleString("en-US")} ${found === 1 ? "incident" : "incidents"}`;
  const cut = isCut ? " Not all of it was looked at: that would take too long." : "";
  return `It would have found ${what} in the last ${inWords(seconds)}.${cut}`;
}

function conditionsWords(conditions: readonly Condition[]): string {
  const words = conditions.map((tests) => (tests.length === 0 ? "all" : tests.map(testWords).join(", ")));
  return words.length === 1 ? (words[0] as string) : words.map((each) => `(${each})`).join(" or ");
}

function testWords({ field, not, values }: Test): string {
  const [only] = values;
  if (values.length === 1 && only && "is" in only && typeof only.is === "boolean")
    return `${only.is === not ? "not " : ""}${field}`;
  const isAny = values.length === 1 && only && "like" in only && only.like === "*";
  if (isAny) return `${not ? "no" : "any"} ${field}`;
  const words = values.map(valueWords);
  return not && words.length > 1
    ? `${field} is none of ${words.join(", ")}`
    : `${field} is ${not ? "not " : ""}${words.join(" or ")}`;
}

function valueWords(value: Value): string {
  if ("is" in value) return String(value.is);
  if ("like" in value) return value.like;
  if ("network" in value) return value.network;
  const { from, to } = value;
  if (from === undefined) return `at most ${to}`;
  if (to === undefined) return `at least ${from}`;
  return from === to ? String(from) : `${from} to ${to}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
