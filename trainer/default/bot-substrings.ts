/** Substrings of robots' names: the patterns of the package `isbot` that are plain text, with where they count. */
import { list as patterns } from "isbot";
import type { BotSubstring } from "../model/model.ts";

/** A pattern that is plain text, and what stands around it. */
const PLAIN = /^(\^|\\b)?((?:[\w \-/;@,!]|\\[./()])+?)(\\b|\$|\[ \/\](?:\\d)?|\\d)?$/;
/** Plain substitutes of patterns with exceptions; the learnt weights know the exceptions. */
const WITH_EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  bot: ["bot\\b", "bots\\b", "bot_", "^bot"],
  scan: ["scan"],
  http: ["http"],
  news: ["news"],
  java: ["java"],
  google: ["google"],
};

function substringOf(pattern: string): BotSubstring | undefined {
  const [, before, text = "", after] = PLAIN.exec(pattern) ?? [];
  const plain = text.replaceAll("\\", "").toLowerCase();
  if (plain.length < 2) return undefined;
  return {
    text: plain,
    atStart: before === "^",
    beginsWord: before === "\\b",
    endsWord: after !== undefined && after !== "\\d",
  };
}

/** Patterns that people's programs match (Readdle's, DoggCatcher), and no listed robot that has no other. */
const OF_PEOPLE: ReadonlySet<string> = new Set(["^read", "catch"]);

const FOUND = [
  ...patterns.filter((pattern) => !pattern.includes("(?") && !OF_PEOPLE.has(pattern)),
  ...Object.entries(WITH_EXCEPTIONS).flatMap(([word, plain]) =>
    patterns.some((pattern) => pattern.includes("(?") && pattern.includes(word)) ? plain : [],
  ),
]
  .map(substringOf)
  .filter((found) => found !== undefined);

/** Without duplicates. */
export const BOT_SUBSTRINGS: readonly BotSubstring[] = [
  ...new Map(FOUND.map((found) => [JSON.stringify(found), found])).values(),
];
