/** Patterns of a log of text: what many lines have in common, column by column. */
import type { PatternField } from "../../../../formats/lib/types.ts";
import { BLANKS } from "../nodes.ts";
import { type Columns, columnsOf } from "./columns.ts";
import { FieldChooser } from "./fields.ts";
import { commonShape } from "./shapes.ts";

export interface TextPattern {
  pattern: string;
  fields: ReadonlySet<PatternField>;
  notes: string[];
  /** Places of its lines among all. */
  lines: number[];
}

/** Lines that go on with the majority: with fewer, the rest is a message. */
const MAJORITY = 0.8;
/** A pattern for fewer lines says little of the next ones. */
const FEWEST_LINES = 3;
const LEAST_SHARE = 0.02;
const MOST_PATTERNS = 6;
/** Text that stands for the format: a pattern without would take any line. */
const LEAST_TEXT = 3;

/** @returns patterns for most of the lines, the most frequent first */
export function textPatterns(lines: readonly string[]): TextPattern[] {
  const columns = lines.map(columnsOf);
  const found: TextPattern[] = [];
  let left = lines.map((_, i) => i).filter((i) => (lines[i] as string).trim() !== "");
  const fewest = Math.max(FEWEST_LINES, LEAST_SHARE * left.length);
  while (left.length >= fewest && found.length < MOST_PATTERNS) {
    const best = patternOf(columns, left);
    if (best.lines.length < fewest) break;
    const taken = new Set(best.lines);
    left = left.filter((i) => !taken.has(i));
    if (isSpecial(best)) found.push(best);
  }
  return found;
}

/** Whether a pattern says enough to tell its lines from others'. */
function isSpecial({ pattern, fields }: TextPattern): boolean {
  const text = pattern.replace(/\{\{|\}\}/g, "x").replace(/\{[^}]*\}/g, "");
  const isMessageOnly = [...fields].every((field) => field === "message");
  if (isMessageOnly) return false;
  return (
    fields.has("request") ||
    (fields.has("time") && fields.has("level")) ||
    text.replace(/[\s[\]"]/g, "").length >= LEAST_TEXT
  );
}

function most<T>(values: readonly T[]): { value: T; count: number } {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return { value, count };
}

function patternOf(all: readonly Columns[], places: readonly number[]): TextPattern {
  let lines = [...places];
  const chooser = new FieldChooser();
  let pattern = "";
  let isBehindWord = false;
  const endsHere = (text: string, of = lines): TextPattern => ({ ...chooser.end(text), lines: of });
  for (let column = 0; ; column++) {
    const separatorOf = (i: number) => (all[i] as Columns).separators[column];
    const separators = lines.map((i) => separatorOf(i) ?? "");
    const { value: key, count } = most(separators.map(oneBlank));
    if (column > 0 && count < MAJORITY * lines.length)
      return endsHere(withRest(behind(pattern, commonStart(separators)), chooser));
    lines = lines.filter((i) => oneBlank(separatorOf(i) ?? "") === key);
    const actual = new Set(lines.map(separatorOf));
    const separator = actual.size === 1 ? ([...actual][0] ?? "") : key.replaceAll(" ", BLANKS);
    const ends = lines.filter((i) => (all[i] as Columns).values.length <= column);
    if (ends.length >= MAJORITY * lines.length) return endsHere(behind(pattern, key).trimEnd(), ends);
    pattern = behind(pattern, separator);
    if (ends.length > (1 - MAJORITY) * lines.length) return endsHere(withRest(pattern, chooser));
    const ended = new Set(ends);
    lines = lines.filter((i) => !ended.has(i));
    const values = lines.map((i) => (all[i] as Columns).values[column] as string);
    const kept = sameWord(values);
    if (kept) {
      lines = lines.filter((_, i) => values[i] === kept);
      pattern += escaped(kept);
      isBehindWord = true;
      continue;
    }
    const next = most(lines.map((i) => (all[i] as Columns).separators[column + 1] as string)).value;
    // Behind a word that all lines have, a varying one is that message's value.
    if (!isBehindWord && chooser.isMessage(values, separator, next))
      return endsHere(withRest(pattern, chooser));
    const word = sameWord(lines.map((i) => (all[i] as Columns).values[column + 1]));
    isBehindWord = false;
    pattern += chooser.token(values, { separator, next, word });
  }
}

/** A message behind a pattern; in place of a text at its end, which would not show where the message begins. */
function withRest(pattern: string, chooser: FieldChooser): string {
  return pattern.replace(/\{(?:\w*:word|[a-z]*|:quoted)\}$/, "") + chooser.rest();
}

/** Blanks line columns up: how many there are says nothing. */
function oneBlank(text: string): string {
  return text.replace(/[ \t]+/g, " ");
}

function commonStart(texts: readonly string[]): string {
  let length = 0;
  const [first = ""] = texts;
  while (length < first.length && texts.every((text) => text[length] === first[length])) length++;
  return first.slice(0, length);
}

/** Text behind a pattern: the quote that ends a quoted value belongs to that. */
function behind(pattern: string, separator: string): string {
  const isTaken = pattern.endsWith(":quoted}") && separator.startsWith('"');
  return pattern + escaped(isTaken ? separator.slice(1) : separator);
}

function escaped(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replace(/ {2,}|\t+|\ue002+/g, "{ }");
}

/** A word that most lines have, which is no value; lines without it make another pattern. */
function sameWord(values: readonly (string | undefined)[]): string | undefined {
  const { value, count } = most(values);
  if (value === undefined) return undefined;
  // Names with dots are hosts, loggers, versions, those with many digits ids: the next file has others.
  const isName = /\w\.\w|\d.*\d.*\d/.test(value);
  const isWord = commonShape([value]) === "word" && /[A-Za-z]/.test(value) && !isName;
  return isWord && values.length >= FEWEST_LINES && count > values.length / 2 ? value : undefined;
}
