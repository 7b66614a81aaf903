/** Look-ups of patterns, as they lie in the section; the filter makes hash tables of them (filter/model/formats.ts). */
import { FormatError } from "./error.ts";
import type { Section } from "./section.ts";

const LOOKUP_BYTES = 6;
/** Slots of all hash tables that the filter makes of the look-ups, as there. */
const MAX_SLOTS = 8192;
const END_OF_LIST = 0xffff;
/** Of a list's offset, halved. */
const MAX_OFFSET = 0xffff;

function tooMany(): FormatError {
  return new FormatError("the formats have too many look-ups: leave some out");
}

/** Lists of pattern numbers by a key. */
export type Lists = Map<number, number[]>;

export function put(lists: Lists, key: number, number: number): void {
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

/** Look-ups: `{ u32 key, u16 offset of the list / 2 }` each; returns their offset and number. */
export function addLookups(section: Section, lists: Lists): [number, number] {
  const lookups = Buffer.alloc(lists.size * LOOKUP_BYTES);
  let at = 0;
  for (const [key, numbers] of lists) {
    const list = addList(section, numbers) / 2;
    if (list > MAX_OFFSET) throw tooMany();
    lookups.writeUInt32LE(key, at);
    lookups.writeUInt16LE(list, at + 4);
    at += LOOKUP_BYTES;
  }
  return [section.add(lookups, 2), lists.size];
}

/** Slots of the filter's table for so many look-ups, as there. */
export function slotsFor(count: number): number {
  let slots = 4;
  while (slots * 3 < (count + 1) * 4) slots *= 2;
  return slots;
}

/** @throws FormatError where the filter has no room for tables of so many slots together */
export function checkSlots(slots: number): void {
  if (slots > MAX_SLOTS) throw tooMany();
}
