/** A message as parts in order, ten at most: each channel writes them in its own markup, and escapes them. */
import { printable } from "../host/printable.ts";
import { cut } from "./cut.ts";
import type { Links } from "./links.ts";
import type { Change, Item, Message, SampleLine } from "./message.ts";

export type Part =
  | { kind: "text"; text: string }
  /** A log line, cut; what was hit stands between `before` and `after`, and is empty where it is not known. */
  | { kind: "line"; before: string; hit: string; after: string }
  | { kind: "link"; label: string; url: string };

export interface Parts {
  subject: string;
  parts: Part[];
}

export interface PartsContext {
  links: Links;
  timeZone: string;
}

const MOST_PARTS = 10;
const MOST_TITLE_CHARACTERS = 300;
const MOST_LINE_CHARACTERS = 240;
/** What of a cut line stands before its hit. */
const BEFORE_HIT_CHARACTERS = 80;

const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  opened: "new",
  raised: "got worse",
  reopened: "again",
  repeated: "still goes on",
  escalated: "nobody has acknowledged it",
  closed: "over",
  over: "over already",
};

export function partsOf(message: Message, context: PartsContext): Parts {
  const subject = clean(message.title, MOST_TITLE_CHARACTERS);
  const [only] = message.items;
  const parts =
    message.items.length === 1 && message.more === 0 && only
      ? partsOfOne(message, only, context)
      : partsOfMany(message, context);
  return { subject, parts: parts.slice(0, MOST_PARTS) };
}

function partsOfOne(message: Message, item: Item, { links, timeZone }: PartsContext): Part[] {
  const isOver = item.change === "closed" || item.change === "over";
  const page = links.incident(item.incident);
  const mute = isOver ? undefined : links.act("mute", item.incident, message.madeAt);
  const acknowledge = isOver ? undefined : links.act("acknowledge", item.incident, message.madeAt);
  return [
    text(`${stateOf(item)}, ${spanOf(item, timeZone)}`),
    ...(item.where ? [text(clean(item.where, MOST_TITLE_CHARACTERS))] : []),
    ...item.lines.slice(0, 3).map(linePart),
    ...(item.advice && !isOver ? [text(`To do: ${printable(cut(item.advice, MOST_TITLE_CHARACTERS))}`)] : []),
    ...(page ? [link("Incident", page)] : []),
    ...(acknowledge ? [link("Acknowledge", acknowledge)] : []),
    ...(mute ? [link("Mute", mute)] : []),
    ...(message.note ? [text(message.note)] : []),
  ];
}

function partsOfMany(message: Message, { links, timeZone }: PartsContext): Part[] {
  const page = links.incidents();
  const last: Part[] = [
    ...(page ? [link("All incidents", page)] : []),
    ...(message.note ? [text(message.note)] : []),
  ];
  const lines = message.text.map((each) => text(clean(each, MOST_TITLE_CHARACTERS)));
  const room = MOST_PARTS - last.length - lines.length;
  const shown = message.items.length + (message.more > 0 ? 1 : 0) <= room ? message.items.length : room - 1;
  const left = message.items.length - shown + message.more;
  const items = message.items.slice(0, Math.max(0, shown)).map((item) => {
    const url = links.incident(item.incident);
    const words = `${item.severity}, ${CHANGE_WORDS[item.change]}: ${clean(item.title, MOST_LINE_CHARACTERS)} (${clock(item.first, timeZone)})`;
    return url ? link(words, url) : text(words);
  });
  return [...lines, ...items, ...(left > 0 && room > 0 ? [text(`… and ${left} more`)] : []), ...last];
}

function stateOf({ severity, change }: Item): string {
  return `${severity[0]?.toUpperCase()}${severity.slice(1)}, ${CHANGE_WORDS[change]}`;
}

function spanOf({ first, last, change }: Item, timeZone: string): string {
  if (change !== "closed" && change !== "over") return `since ${clock(first, timeZone)}`;
  return `from ${clock(first, timeZone)} to ${clock(last, timeZone)}`;
}

/** A time of the zone with the zone's name: "30 Nov 22:17 CET". */
export function clock(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).formatToParts(new Date(iso));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("day")} ${of("month")} ${of("hour")}:${of("minute")} ${of("timeZoneName")}`;
}

/**
 * Text out of a log as one line, without what could move a cursor or turn the reading direction. Addresses are written so
 * that no program makes links of them (hxxp://), since attackers' lines are full of them.
 */
export function clean(words: string, most: number): string {
  return printable(cut(withoutLinks(words.replace(/\s+/g, " ").trim()), most));
}

function withoutLinks(words: string): string {
  return words.replace(
    /\b(ht|f)tp(s?):\/\//gi,
    (_whole, scheme: string, s: string) => `${scheme === "f" ? "fxp" : "hxxp"}${s}://`,
  );
}

function text(words: string): Part {
  return { kind: "text", text: words };
}

function link(label: string, url: string): Part {
  return { kind: "link", label, url };
}

/** The line around its hit, as long as a line of a message may be. */
function linePart({ text: line, hit = "" }: SampleLine): Part {
  const at = hit === "" ? -1 : line.indexOf(hit);
  if (at < 0) return { kind: "line", before: clean(line, MOST_LINE_CHARACTERS), hit: "", after: "" };
  const from = Math.max(0, at - BEFORE_HIT_CHARACTERS);
  const before = shown((from > 0 ? "…" : "") + line.slice(from, at));
  const marked = shown(hit);
  const room = Math.max(1, MOST_LINE_CHARACTERS - before.length - marked.length);
  return { kind: "line", before, hit: marked, after: shown(line.slice(at + hit.length), room) };
}

/** A piece of a line, with the blanks at its ends. */
function shown(piece: string, most = MOST_LINE_CHARACTERS): string {
  return printable(cut(withoutLinks(piece), most));
}

/** A part as plain text; a hit stands between » and «. */
export function plain(part: Part): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "link") return `${part.label}: ${part.url}`;
  return `  ${part.before}${part.hit && `»${part.hit}«`}${part.after}`;
}

/** A whole message as plain text, without its subject. */
export function plainText({ parts }: Parts): string {
  return parts.map(plain).join("\n");
}
