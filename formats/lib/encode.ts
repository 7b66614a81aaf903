/** Formats as a section of the model's blob; its layout is drawn in filter/model/formats.ts. */
import type { Schema } from "../../host/filter.ts";
import { FormatError } from "./error.ts";
import type { Format, FormatKind, Pattern } from "./format.ts";
import { anchorOf, beforeOf, classesBehind, classesOf, classesOfSecond, leadsOf, weightOf } from "./leads.ts";
import { assemble, encodeValues, type FieldNumbers, fieldNumbers, literal, sharedBytes } from "./program.ts";

/**
 * Contexts of lines, and of messages of any program; those of programs are the hashes of their names. Where no text tells a
 * line's pattern, the class of what the line begins with, or of what stands behind its time, is part of the context.
 */
const CONTEXT = { nothing: 1, time: 2, "bracketed time": 3, message: 4 } as const;
const CLASS_CONTEXT = { nothing: 64, time: 128, "bracketed time": 192 } as const;
/** In `programs`, stands for messages of any program, and lines without a header. */
const ANY_PROGRAM = "*";
const WRAPPER_KIND = 254;
const GOLDEN = 0x9e3779b1;
/** One byte for each of the anchors' hashes. */
const FILTER_BITS = 12;
const SLOT_BYTES = 8;
const MAX_FORMATS = 255;
const END_OF_LIST = 0xffff;
const HEADER_BYTES = 56;
const FORMAT_BYTES = 20;
const PATTERN_BYTES = 12;
const MAX_BYTE = 255;

/** FNV-1a of a text's bytes. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Key of the index: a context and three bytes; 0 stands for any bytes. */
function indexKey(context: number, lead: string): number {
  const bytes = Buffer.from(lead, "latin1");
  const value = lead === "" ? 0 : bytes.readUIntLE(0, 3);
  const key = (Math.imul(value, GOLDEN) ^ context) >>> 0;
  return key === 0 ? 1 : key;
}

/** One pattern of one format, with its number among all. */
interface Entry {
  format: number;
  pattern: Pattern;
  /** Contexts in which it is looked up; empty for lines. */
  contexts: number[];
  isHeader: boolean;
}

/** Names as the filter hashes them: without the path. */
function programContext(name: string): number {
  return name === ANY_PROGRAM ? CONTEXT.message : hashOf(name.slice(name.lastIndexOf("/") + 1));
}

/** Context of the messages that a format's own headers and records hold. */
function ownContext(format: Format): number {
  return hashOf(`format:${format.name}`);
}

function entriesOf(format: Format, number: number): Entry[] {
  const hasMessages = format.programs.length > 0 || format.headers.length > 0 || format.when.length > 0;
  const programs = [...new Set(format.programs.map(programContext))];
  const contexts = hasMessages ? [ownContext(format), ...programs] : [];
  const named = programs.filter((context) => context !== CONTEXT.message);
  // A pattern never goes behind a later one of its file.
  const weights = new Map<Pattern, number>();
  for (const list of [format.headers, format.patterns]) {
    let most = 0;
    for (const pattern of [...list].reverse()) {
      most = Math.max(most, weightOf(pattern.items));
      weights.set(pattern, most);
    }
  }
  const entry = (pattern: Pattern, isHeader: boolean, contexts: number[]): Entry & { weight: number } => ({
    format: number,
    pattern,
    contexts,
    isHeader,
    weight: weights.get(pattern) as number,
  });
  return [
    ...format.headers.map((pattern) => entry(pattern, true, [])),
    // A program that writes to the journal has its own header in the message.
    ...(named.length ? format.headers.map((pattern) => entry(pattern, true, named)) : []),
    ...format.patterns.map((pattern) => entry(pattern, false, contexts)),
  ];
}

/** Growing bytes; offsets are from the section's start. */
class Section {
  /** Offsets of the lists so far, by what is in them: look-ups with the same patterns share one. */
  readonly lists = new Map<string, number>();
  readonly #parts: Buffer[] = [];
  #length = 0;

  add(bytes: Buffer, align = 1): number {
    const padding = (align - (this.#length % align)) % align;
    this.#parts.push(Buffer.alloc(padding), bytes);
    const offset = this.#length + padding;
    this.#length = offset + bytes.length;
    return offset;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Lists of pattern numbers by a key. */
type Lists = Map<number, number[]>;

function put(lists: Lists, key: number, number: number): void {
  const list = lists.get(key);
  if (list) list.push(number);
  else lists.set(key, [number]);
}

function addList(section: Section, numbers: readonly number[]): number {
  const name = numbers.join();
  const known = section.lists.get(name);
  if (known !== undefined) return known;
  const list = Buffer.alloc((numbers.length + 1) * 2);
  [...numbers, END_OF_LIST].forEach((number, i) => {
    list.writeUInt16LE(number, i * 2);
  });
  const offset = section.add(list, 2);
  section.lists.set(name, offset);
  return offset;
}

/** An open hash table of lists: `{ u32 key, u32 offset of the list }`; returns its offset and mask. */
function addTable(section: Section, lists: Lists, slotOf: (key: number) => number): [number, number] {
  let slots = 4;
  // Most look-ups find nothing: a quarter of the slots is free, so that they end soon.
  while (slots * 0.75 < lists.size + 1) slots *= 2;
  const table = Buffer.alloc(slots * SLOT_BYTES);
  const taken = new Set<number>();
  for (const [key, numbers] of lists) {
    let slot = slotOf(key) & (slots - 1);
    while (taken.has(slot)) slot = (slot + 1) & (slots - 1);
    taken.add(slot);
    table.writeUInt32LE(key, slot * SLOT_BYTES);
    table.writeUInt32LE(addList(section, numbers), slot * SLOT_BYTES + 4);
  }
  return [section.add(table, 4), slots - 1];
}

/** Where a window of four bytes stands in the anchors' filter and table, as in the filter. */
function spread(window: number): number {
  return Math.imul(window, GOLDEN) >>> 0;
}

/** The look-ups of the patterns of one group of formats: user's or built-in. */
function addGroup(section: Section, entries: readonly [number, Entry][]): Buffer {
  const index: Lists = new Map();
  const anchors: Lists = new Map();
  const filter = Buffer.alloc(1 << FILTER_BITS);
  for (const [number, { pattern, contexts }] of entries) {
    const isLine = contexts.length === 0;
    const leads = leadsOf(pattern.items, isLine);
    const texts = leads?.texts ?? [""];
    for (const context of contexts) for (const text of texts) put(index, indexKey(context, text), number);
    if (!isLine) continue;
    const anchor = anchorOf(pattern.items);
    const before = beforeOf(pattern.items);
    if (leads) for (const text of texts) put(index, indexKey(CONTEXT[before], text), number);
    else if (anchor !== null) {
      for (let shift = 0; shift < 4; shift++) {
        const window = Buffer.from(anchor, "latin1").readUInt32LE(shift);
        filter[spread(window) >>> (32 - FILTER_BITS)] = 1;
        put(anchors, window, number);
      }
    } else
      for (const bit of bitsOf(classesBehind(pattern.items)))
        put(index, indexKey(CLASS_CONTEXT[before] + bit, ""), number);
  }
  const [indexAt, indexMask] = addTable(section, index, (key) => key ^ (key >>> 15));
  const [anchorsAt, anchorsMask] = addTable(section, anchors, (key) => spread(key) >>> 8);
  const group = Buffer.alloc(20);
  [indexAt, indexMask, anchorsAt, anchorsMask, section.add(filter)].forEach((value, i) => {
    group.writeUInt32LE(value, i * 4);
  });
  return group;
}

/** The bits of a number, each as a number. */
function bitsOf(value: number): number[] {
  return [1, 2, 4, 8, 16, 32].filter((bit) => (value & bit) !== 0);
}

function kindNumber(kind: FormatKind, schema: Schema): number {
  return kind === "wrapper" ? WRAPPER_KIND : schema.kinds.indexOf(kind);
}

/**
 * The formats as a section.
 *
 * @param builtIn formats that SmartLog brings
 * @param own the user's, which come before
 * @throws FormatError where there are too many
 */
export function encodeFormats(builtIn: readonly Format[], own: readonly Format[], schema: Schema): Buffer {
  const formats = [...own, ...builtIn];
  if (formats.length > MAX_FORMATS)
    throw new FormatError(`there are ${formats.length} formats, ${MAX_FORMATS} is the most`);
  const numbers = fieldNumbers(schema.fields);
  const section = new Section();
  section.add(Buffer.alloc(HEADER_BYTES));
  const entries = formats.flatMap(
    (format, number) => entriesOf(format, number) as (Entry & { weight: number })[],
  );
  const isOwn = ({ format }: Entry) => format < own.length;
  entries.sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || b.weight - a.weight);
  const numbered = entries.map((entry, number): [number, Entry] => [number, entry]);
  const groups = [
    addGroup(
      section,
      numbered.filter(([, entry]) => isOwn(entry)),
    ),
    addGroup(
      section,
      numbered.filter(([, entry]) => !isOwn(entry)),
    ),
  ];
  const formatsAt = addFormats(section, formats, schema, numbers);
  const patternsAt = addPatterns(section, entries, schema, numbers);
  const bytes = section.bytes();
  Buffer.concat(groups).copy(bytes, 0);
  bytes.writeUInt32LE(formatsAt, 40);
  bytes.writeUInt32LE(formats.length, 44);
  bytes.writeUInt32LE(patternsAt, 48);
  bytes.writeUInt32LE(entries.length, 52);
  return bytes;
}

function addFormats(
  section: Section,
  formats: readonly Format[],
  schema: Schema,
  numbers: FieldNumbers,
): number {
  const table = Buffer.alloc(formats.length * FORMAT_BYTES);
  formats.forEach((format, i) => {
    const at = i * FORMAT_BYTES;
    table.writeUInt32LE(ownContext(format), at);
    table.writeUInt32LE(section.add(encodeValues(format.values, numbers)), at + 4);
    table.writeUInt32LE(format.service === undefined ? 0 : section.add(literal(format.service)), at + 8);
    table.writeUInt32LE(section.add(literal(format.name)), at + 12);
    table.writeUInt8(kindNumber(format.kind, schema), at + 16);
    table.writeUInt8(format.when.length, at + 17);
  });
  return section.add(table, 4);
}

function addPatterns(
  section: Section,
  entries: readonly Entry[],
  schema: Schema,
  numbers: FieldNumbers,
): number {
  const table = Buffer.alloc(entries.length * PATTERN_BYTES);
  let before: Buffer[] = [];
  entries.forEach(({ format, pattern, isHeader }, i) => {
    const at = i * PATTERN_BYTES;
    const operations = assemble(pattern.items, pattern.set, numbers);
    table.writeUInt32LE(section.add(Buffer.concat(operations)), at);
    table.writeUInt8(format, at + 4);
    table.writeUInt8(kindNumber(pattern.kind, schema), at + 5);
    table.writeUInt8(classesOf(pattern.items), at + 6);
    table.writeUInt8(isHeader ? 1 : 0, at + 7);
    table.writeUInt8(classesOfSecond(pattern.items), at + 8);
    table.writeUInt8(Math.min(sharedBytes(operations, before), MAX_BYTE), at + 9);
    before = operations;
  });
  return section.add(table, 4);
}
