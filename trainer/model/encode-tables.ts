/** The tables that no learning makes: field aliases, dictionary, bot-name substrings, names of robots; layouts in filter/model. */
import type { RobotName } from "../../crawlers/names.ts";
import type { FieldAlias } from "../../formats/lib/field-aliases.ts";
import type { Format } from "../../formats/lib/format.ts";
import { DEFAULT_TYPES, TYPED } from "../../formats/lib/types.ts";
import type { Schema } from "../../host/filter.ts";
import { ModelError } from "./error.ts";
import { fnv, foldWord } from "./hash.ts";
import { type BotSubstring, DISTANCES, type Model } from "./model.ts";
import { nameBytes } from "./settings.ts";

/** Bytes of a slot: a hash, and a body of four bytes. */
const SLOT_BYTES = 8;

/** Slots of a table for so many entries: a power of two, at most so much of them full. */
function slotsFor(entries: number, fill = 2 / 3): number {
  let slots = 4;
  while (slots * fill < entries) slots *= 2;
  return slots;
}

/**
 * An open hash table with linear probing.
 *
 * @param entries bodies of four bytes by hash
 * @param fill the most that may be full
 */
function hashTable(entries: ReadonlyMap<number, Buffer>, fill?: number): Buffer {
  const slots = slotsFor(entries.size, fill);
  const table = Buffer.alloc(4 + slots * SLOT_BYTES);
  table.writeUInt32LE(slots, 0);
  const taken = new Set<number>();
  for (const [hash, body] of entries) {
    if (hash === 0)
      throw new ModelError("a name's hash is 0, which marks an empty slot: choose another name");
    let slot = hash & (slots - 1);
    while (taken.has(slot)) slot = (slot + 1) & (slots - 1);
    taken.add(slot);
    const at = 4 + slot * SLOT_BYTES;
    table.writeUInt32LE(hash, at);
    body.copy(table, at + 4);
  }
  return table;
}

/** A key's table entry in the making. */
interface KeyEntry {
  field: number;
  rank: number;
  /** Uses as the most telling marker of a format, and other uses. */
  telling: Buffer[];
  uses: Buffer[];
}

/** In a field's place: the key is only formats', and: the key tells a format's records. */
const NO_ALIAS = 0xff;
const MARKER = 0xfe;
const HAS_USES = 0x100;

/** What a format's key is to it, as the filter's `Use`. */
function useBytes(format: number, field: number, type: number, rank: number, value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([format, field, type, rank, bytes.length]), bytes]);
}

/** How many formats have a key; one that any record may have counts for more than all. */
function keyFrequencies(formats: readonly Format[], aliases: ReadonlySet<string>): (path: string) => number {
  const counts = new Map<string, number>();
  for (const { when, keys } of formats)
    for (const { path } of [...when, ...keys]) counts.set(path, (counts.get(path) ?? 0) + 1);
  return (path) => (counts.get(path) ?? 0) + (aliases.has(path) ? formats.length * 2 : 0);
}

/** Adds the keys of formats, numbered in the order of the list. */
function addKeys(entries: Map<string, KeyEntry>, formats: readonly Format[], schema: Schema): void {
  const frequency = keyFrequencies(formats, new Set(entries.keys()));
  const add = (path: string, kind: "telling" | "uses", use: Buffer) => {
    const entry = entries.get(path) ?? { field: NO_ALIAS, rank: 0, telling: [], uses: [] };
    entry[kind].push(use);
    entries.set(path, entry);
  };
  formats.forEach(({ when, keys }, number) => {
    const [telling] = [...when].sort((a, b) => frequency(a.path) - frequency(b.path));
    for (const marker of when)
      add(
        marker.path,
        marker === telling ? "telling" : "uses",
        useBytes(number, MARKER, 0, 0, marker.value ?? ""),
      );
    keys.forEach(({ path, field, type }, rank) => {
      const kind = type ?? DEFAULT_TYPES[field];
      const typeNumber = kind === undefined ? TYPED.length : TYPED.indexOf(kind);
      add(path, "uses", useBytes(number, schema.fields.indexOf(field), typeNumber, rank, ""));
    });
  });
}

/**
 * Field aliases, and the keys of formats.
 *
 * @param formats in the order of their numbers
 * @throws ModelError where an alias is of no field, twice there, or longer than the filter allows
 */
export function encodeFieldAliases(
  fieldAliases: readonly FieldAlias[],
  schema: Schema,
  formats: readonly Format[] = [],
): Buffer {
  const named = new Map<string, KeyEntry>();
  for (const { name, field, rank } of fieldAliases) {
    const number = schema.fields.indexOf(field);
    if (number < 0) throw new ModelError(`unknown field ${field} of name ${name}`);
    if (named.has(name)) throw new ModelError(`name ${name} stands twice, or its hash does`);
    named.set(name, { field: number, rank, telling: [], uses: [] });
  }
  addKeys(named, formats, schema);
  const entries = new Map<number, Buffer>();
  const texts: Buffer[] = [];
  let offset = slotsFor(named.size) * SLOT_BYTES;
  for (const [name, { field, rank, telling, uses }] of named) {
    const all = [...telling, ...uses];
    const hash = fnv(name);
    if (entries.has(hash)) throw new ModelError(`name ${name} stands twice, or its hash does`);
    const body = Buffer.alloc(4);
    body.writeUInt16LE(field | (all.length ? HAS_USES : 0), 0);
    if (offset > 0xffff) throw new ModelError("the formats have too many keys: leave some out");
    body.writeUInt16LE(offset, 2);
    entries.set(hash, body);
    const bytes = nameBytes(name, "a field's name");
    const text = Buffer.concat([
      Buffer.from([rank, bytes.length]),
      bytes,
      ...(all.length ? [Buffer.from([telling.length, all.length]), ...all] : []),
    ]);
    texts.push(text);
    offset += text.length;
  }
  return Buffer.concat([hashTable(entries), ...texts]);
}

/** Families of words in the filter's order: the dense features `words_…` and `ua_…` at the end of the schema. */
function familyNames(schema: Schema): string[] {
  return schema.dense.slice(schema.dense.indexOf("words_sqli"), -DISTANCES.length);
}

/** How full the dictionary may be: the filter copies it into a table with more room at its start. */
const DICTIONARY_FILL = 7 / 8;

/** @throws ModelError where a family is none of the schema's */
export function encodeDictionary(model: Model, schema: Schema): Buffer {
  const families = familyNames(schema);
  const entries = new Map<number, Buffer>();
  for (const [family, words] of Object.entries(model.dictionary)) {
    const number = families.indexOf(family);
    if (number < 0) throw new ModelError(`unknown family ${family}`);
    for (const word of words) {
      const hash = fnv(foldWord(word));
      if (entries.has(hash)) continue;
      const body = Buffer.alloc(4);
      body.writeUInt32LE(number);
      entries.set(hash, body);
    }
  }
  return hashTable(entries, DICTIONARY_FILL);
}

/** Lists that substrings are looked up in, by a hash of their first two bytes. */
const BUCKETS = 256;

/** @throws ModelError where a substring is not 2 to 255 bytes in lower case */
export function encodeBotSubstrings(list: readonly BotSubstring[]): Buffer {
  const buckets = new Map<number, Buffer[]>();
  for (const { text, atStart, beginsWord, endsWord } of list) {
    const bytes = Buffer.from(text, "latin1");
    if (bytes.length < 2 || bytes.length > 255 || text !== text.toLowerCase())
      throw new ModelError(`a substring is 2 to 255 bytes in lower case, ${JSON.stringify(text)} is not`);
    const bucket = (((bytes[0] as number) << 3) ^ (bytes[1] as number)) & (BUCKETS - 1);
    const where = (atStart ? 1 : 0) | (beginsWord ? 2 : 0) | (endsWord ? 4 : 0);
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), Buffer.from([bytes.length, where]), bytes]);
  }
  const heads = Buffer.alloc(BUCKETS * 2);
  const bodies: Buffer[] = [];
  let offset = heads.length;
  for (const [bucket, entries] of buckets) {
    const body = Buffer.concat([...entries, Buffer.from([0])]);
    heads.writeUInt16LE(offset, bucket * 2);
    bodies.push(body);
    offset += body.length;
  }
  return Buffer.concat([heads, ...bodies]);
}

/** In place of a hash's lowest bits: what the robot is to a site, as the filter's `Robot`, and whether it has to begin. */
const ROBOTS: Readonly<Record<RobotName["class"], number>> = { tool: 1, welcome: 2, hostile: 3 };
const AT_START = 4;

/** Hash of a word or of two, as the filter's `pairOf`. */
function hashOfName(name: string): number {
  const [word = 0, second] = name.split("-").map((part) => fnv(foldWord(part)));
  return second === undefined ? word : Math.imul(word, 0x01000193) + second;
}

/** @throws ModelError where the hashes of two names are one */
export function encodeRobotNames(names: readonly RobotName[]): Buffer {
  const entries = names
    .map((robot) => ({
      name: robot.name,
      value: ((hashOfName(robot.name) & ~7) | ROBOTS[robot.class] | (robot.atStart ? AT_START : 0)) >>> 0,
    }))
    .sort((a, b) => a.value - b.value);
  const bytes = Buffer.alloc(4 + entries.length * 4);
  bytes.writeUInt32LE(entries.length, 0);
  entries.forEach(({ name, value }, i) => {
    const before = entries[i - 1];
    if (before && before.value >>> 3 === value >>> 3)
      throw new ModelError(`the hashes of ${before.name} and ${name} are one: choose another name`);
    bytes.writeUInt32LE(value, 4 + i * 4);
  });
  return bytes;
}
