/** Pieces of robots' names: the patterns of the package `isbot` that are plain text, with where they stand. */
import { list as patterns } from "isbot";
import type { Fragment } from "../model/model.ts";

/** What a pattern begins and ends with, around text without any further meaning. */
const PLAIN = /^(\^|\\b)?((?:[\w \-/;@,!]|\\[./()])+?)(\\b|\$|\[ \/\](?:\\d)?|\\d)?$/;
/** Patterns with exceptions, that are told without them: the learnt weights know the exceptions. */
const WITH_EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  bot: ["bot\\b", "bots\\b", "bot_", "^bot"],
  scan: ["scan"],
  http: ["http"],
  news: ["news"],
  java: ["java"],
  google: ["google"],
};

function fragment(pattern: string): Fragment | undefined {
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

const FOUND = [
  ...patterns.filter((pattern) => !pattern.includes("(?")),
  ...Object.entries(WITH_EXCEPTIONS).flatMap(([word, plain]) =>
    patterns.some((pattern) => pattern.includes("(?") && pattern.includes(word)) ? plain : [],
  ),
]
  .map(fragment)
  .filter((found) => found !== undefined);

/** Each once. */
export const FRAGMENTS: readonly Fragment[] = [
  ...new Map(FOUND.map((found) => [JSON.stringify(found), found])).values(),
];
