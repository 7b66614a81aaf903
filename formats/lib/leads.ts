/** Where a pattern is looked up: by the bytes that its lines begin with, or by a literal that they hold. */
import type { Item } from "./pattern.ts";

/** Bytes of a lead. */
export const LEAD_BYTES = 3;
/** Bytes of a literal that a line is searched for: whatever its place, four of them begin at a multiple of four. */
export const ANCHOR_BYTES = 7;

/** What stands before the lead. */
export type Before = "nothing" | "time" | "bracketed time";

export interface Leads {
  before: Before;
  /** Three bytes each; one of them begins every such line. */
  texts: string[];
}

/** Texts of `length` bytes that the items' text may begin with; null where that is not known. */
function leadTexts(items: readonly Item[], length: number): string[] | null {
  if (length === 0) return [""];
  const [item, ...rest] = items;
  if (item === undefined) return null;
  if (item.is === "optional") {
    const [taken, left] = [leadTexts([...item.items, ...rest], length), leadTexts(rest, length)];
    return taken && left ? [...taken, ...left] : null;
  }
  const words = item.is === "literal" ? [item.text] : item.is === "choice" ? item.words : null;
  if (words === null) return null;
  const found: string[] = [];
  for (const word of words) {
    const bytes = Buffer.from(word).toString("latin1").slice(0, length);
    const more = leadTexts(rest, length - bytes.length);
    if (more === null) return null;
    found.push(...more.map((text) => bytes + text));
  }
  return found;
}

/** What a line's pattern begins with. */
export function beforeOf([first, second]: readonly Item[]): Before {
  const isTime = (item: Item | undefined) => item?.is === "typed" && item.type === "time";
  if (isTime(first)) return "time";
  return first?.is === "literal" && first.text === "[" && isTime(second) ? "bracketed time" : "nothing";
}

const ITEMS_BEFORE = { nothing: 0, time: 1, "bracketed time": 2 } as const;

/** The pattern's lead, or null. */
export function leadsOf(items: readonly Item[], isLine: boolean): Leads | null {
  const before = isLine ? beforeOf(items) : "nothing";
  const texts = leadTexts(items.slice(ITEMS_BEFORE[before]), LEAD_BYTES);
  return texts && { before, texts: [...new Set(texts)] };
}

/** The first long literal that every such line has, as bytes in latin1; null where none is long enough. */
export function anchorOf(items: readonly Item[]): string | null {
  const literals = items.flatMap((item) =>
    item.is === "literal" ? [Buffer.from(item.text).toString("latin1")] : [],
  );
  return literals.find((text) => text.length >= ANCHOR_BYTES) ?? null;
}

/** How many bytes every such line has in common: the more, the more special the pattern. */
export function weightOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => {
    if (item.is === "literal") return sum + Buffer.byteLength(item.text);
    if (item.is === "choice") return sum + Math.min(...item.words.map((word) => word.length));
    return sum;
  }, 0);
}

/** What a line may begin with, bits as the filter's `LeadClass`. */
const CLASS = { digit: 1, letter: 2, bracket: 4, other: 8, address: 16, time: 32, dash: 64 } as const;
const ANY_BYTE = 15;
const ANY_CLASS = 127;

function classOf(text: string): number {
  if (/^\d/.test(text)) return CLASS.digit;
  if (/^[a-z]/i.test(text)) return CLASS.letter;
  return text.startsWith("[") ? CLASS.bracket : CLASS.other;
}

/** What the items' text may begin with. */
export function classesOf(items: readonly Item[]): number {
  const [item, ...rest] = items;
  if (item === undefined) return ANY_BYTE;
  switch (item.is) {
    case "literal":
      return classOf(item.text);
    case "choice":
      return item.words.reduce((bits, word) => bits | classOf(word), 0);
    case "optional":
      return classesOf(item.items) | classesOf(rest);
    case "blanks":
      return CLASS.other;
    case "typed":
      if (item.type === "time") return CLASS.time;
      if (["address", "endpoint", "address-port"].includes(item.type)) return CLASS.address;
      if (["host", "level", "encoded", "url", "forwarded"].includes(item.type)) return ANY_BYTE;
      return item.type === "name" ? CLASS.letter | CLASS.other : CLASS.digit | CLASS.other;
    default:
      return ANY_BYTE;
  }
}

/** The items behind the time that they begin with, and the blanks behind that. */
function behindTime(items: readonly Item[]): readonly Item[] {
  const before = beforeOf(items);
  if (before === "nothing") return items;
  const [next, ...rest] = items.slice(ITEMS_BEFORE[before]);
  if (next?.is === "blanks") return rest;
  if (next?.is === "literal" && next.text.startsWith(" ")) return withoutBlank(next, rest);
  return next === undefined ? rest : [next, ...rest];
}

/** Items behind the blank that a literal begins with. */
function withoutBlank(literal: Item & { is: "literal" }, rest: readonly Item[]): readonly Item[] {
  const text = literal.text.slice(1);
  return text === "" ? rest : [{ is: "literal", text }, ...rest];
}

/** What may stand behind the time that the items begin with, and the blanks behind that; without a time, at the beginning. */
export function classesBehind(items: readonly Item[]): number {
  return classesOf(behindTime(items));
}

/** Whether a value is a word, so that the first blank behind its beginning is the one that delimits it. */
function isWord(item: Item | undefined): boolean {
  if (item?.is === "text") return item.type === "word";
  return item?.is === "typed" && !["time", "encoded", "url", "forwarded"].includes(item.type);
}

/** What the second word may begin with: behind a time, or from the beginning; all classes where that is not known. */
export function classesOfSecond(items: readonly Item[]): number {
  const [first, next, ...rest] = behindTime(items);
  if (!isWord(first)) return ANY_CLASS;
  let second: readonly Item[];
  if (next?.is === "blanks") second = rest;
  else if (next?.is === "literal" && next.text.startsWith(" ")) second = withoutBlank(next, rest);
  else return ANY_CLASS;
  // A dash stands in any value's place.
  return classesOf(second) | (second[0]?.is === "typed" ? CLASS.dash : 0);
}
