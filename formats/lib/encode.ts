/** Formats as a section of the model's blob; its layout is drawn in filter/model/formats.ts. */
import type { Schema } from "../../host/filter.ts";
import { FormatError } from "./error.ts";
import type { Format, FormatKind, Pattern } from "./format.ts";
import { anchorOf, beforeOf, classesBehind, classesOf, classesOfSecond, leadsOf, weightOf } from "./leads.ts";
import { addLookups, checkSlots, type Lists, put, slotsFor } from "./lookups.ts";
import { assemble, encodeValues, type FieldNumbers, fieldNumbers, literal, sharedBytes } from "./program.ts";
import { Section } from "./section.ts";
import { addPrograms } from "./tails.ts";

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
const GROUP_BYTES = 16;
const MAX_FORMATS = 255;
const HEADER_BYTES = 48;
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

/** The look-ups of the patterns of one group of formats, user's or built-in; with the slots of its tables. */
function addGroup(section: Section, entries: readonly [number, Entry][]): { group: Buffer; slots: number } {
  const index: Lists = new Map();
  const anchors: Lists = new Map();
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
      for (let shift = 0; shift < 4; shift++)
        put(anchors, Buffer.from(anchor, "latin1").readUInt32LE(shift), number);
    } else
      for (const bit of bitsOf(classesBehind(pattern.items)))
        put(index, indexKey(CLASS_CONTEXT[before] + bit, ""), number);
  }
  const group = Buffer.alloc(GROUP_BYTES);
  [...addLookups(section, index), ...addLookups(section, anchors)].forEach((value, i) => {
    group.writeUInt32LE(value, i * 4);
  });
  return { group, slots: slotsFor(index.size) + slotsFor(anchors.size) };
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
  checkSlots(groups.reduce((sum, { slots }) => sum + slots, 0));
  const formatsAt = addFormats(section, formats, schema, numbers);
  const patternsAt = addPatterns(section, entries, schema, numbers);
  const bytes = section.bytes();
  Buffer.concat(groups.map(({ group }) => group)).copy(bytes, 0);
  [formatsAt, formats.length, patternsAt, entries.length].forEach((value, i) => {
    bytes.writeUInt32LE(value, GROUP_BYTES * 2 + i * 4);
  });
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
  const programs = entries.map(({ pattern }) => assemble(pattern.items, pattern.set, numbers));
  const places = addPrograms(section, programs);
  let before: Buffer[] = [];
  entries.forEach(({ format, pattern, isHeader }, i) => {
    const at = i * PATTERN_BYTES;
    const operations = programs[i] as Buffer[];
    table.writeUInt32LE(places[i] as number, at);
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
