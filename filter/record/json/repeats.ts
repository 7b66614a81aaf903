/**
 * Keeps the members of an object that have a field's name. Of a key that comes twice the last counts, as for `jsonb`: a
 * later value replaces an earlier one, and a key that comes again drops the values from inside its earlier object.
 *
 * {@link Noted} are the objects whose path begins a field's name.
 */

import { Field } from "../../schema/fields";
import { Char } from "../../text/char";
import { fieldAt, fieldRank, fieldSet, hasField, setField, TYPE_STRING, unsetField } from "../fields";
import { dropFormatMembers, keepFormatMember } from "../format-members";
import { claimedBits } from "./claims";
import { bitOf, isSameKey, openObjectAt } from "./keys";
import { fieldOfKeys, rankOfAlias, usesOfKeys } from "./member-field";

const MAX_OBJECTS: u32 = 128;
const MAX_DROPPED: u32 = 32;
const OBJECTS: usize = memory.data(MAX_OBJECTS * offsetof<Noted>(), 8);
/** u32 address of each dropped value: when the record is read again, another name may give the field. */
const DROPPED: usize = memory.data(MAX_DROPPED << 2, 8);

@unmanaged
class Noted {
  /** Hash of the path; 0 once its values were dropped. */
  path: u32;
  /** The object around; 0 for the outermost. */
  parent: usize;
  /** The key, with its escapes. */
  keyAt: usize;
  keyEnd: usize;
  /** Address behind the opening brace, and behind the closing one. */
  start: usize;
  end: usize;
}

/** The reading of an object. */
@unmanaged
class Reading {
  /** The object: members of a JSON line don't replace those of the record around. */
  from: usize;
  to: usize;
  /** Number of {@link OBJECTS}. */
  objects: u32;
  /** Number of {@link DROPPED}, over all readings of the object. */
  dropped: u32;
  /** {@link bitOf} of each object's path and of the claimed keys. */
  seen: u64;
  /** Whether this reading dropped a value. */
  hasDropped: bool;
}

const reading: Reading = changetype<Reading>(memory.data(offsetof<Reading>(), 8));

/** Begins another object. */
export function startObject(start: usize, end: usize): void {
  reading.from = start;
  reading.to = end;
  reading.dropped = 0;
}

/** Begins a reading of the object, the first or another one after values were dropped. */
export function startReading(): void {
  reading.objects = 0;
  reading.seen = claimedBits();
  reading.hasDropped = false;
}

/** Whether another reading may find a value for a field whose value was dropped. */
export function needsAnother(): bool {
  return reading.hasDropped;
}

function drop(field: u32): void {
  if (reading.dropped < MAX_DROPPED) {
    store<u32>(DROPPED + (reading.dropped << 2), <u32>fieldAt(field));
    reading.dropped++;
    reading.hasDropped = true;
  }
  setField(field, 0, 0, TYPE_STRING, 0);
  unsetField(field);
}

function wasDropped(at: usize): bool {
  for (let i: u32 = 0; i < reading.dropped; i++) if (load<u32>(DROPPED + (i << 2)) == <u32>at) return true;
  return false;
}

/** Whether the field's value stands in this object, before `end`. */
function isBefore(field: u32, end: usize): bool {
  return fieldAt(field) >= reading.from && fieldAt(field) < end;
}

/** Keeps the value of the last key at `depth`, if that is a field's name and no better name gave the field already. */
export function keepMember(name: u32, depth: u32, at: usize, end: usize, type: u32): void {
  const field = fieldOfKeys(name, depth);
  if (usesOfKeys()) keepFormatMember(usesOfKeys(), at, end, type);
  if (field < 0) return;
  const rank = rankOfAlias();
  if (hasField(field)) {
    const known = fieldRank(field);
    if (known < rank || (known == rank && !isBefore(field, reading.to))) return;
  }
  if (reading.dropped && wasDropped(at)) return;
  setField(field, at, end, type, rank);
}

/** Forgets the value of this name before `at`: the key came again, with a value that can't be kept. */
export function dropMember(name: u32, depth: u32, at: usize): void {
  const field = fieldOfKeys(name, depth);
  if (usesOfKeys()) dropFormatMembers(usesOfKeys(), 0, 0);
  if (field >= 0 && hasField(field) && fieldRank(field) == rankOfAlias() && isBefore(field, at)) drop(field);
}

/** @inline */
function notedAt(index: u32): Noted {
  return changetype<Noted>(OBJECTS + <usize>index * offsetof<Noted>());
}

/**
 * Notes an object that opens under the last key at `depth`.
 *
 * @returns the entry, for {@link closeObject}; 0 where there are too many: the object's members don't count then
 */
export function noteObject(name: u32, depth: u32, at: usize): usize {
  if (reading.objects == MAX_OBJECTS) return 0;
  const inside = openObjectAt(depth);
  const entry = notedAt(reading.objects);
  reading.objects++;
  reading.seen |= bitOf(name);
  entry.path = name;
  entry.parent = inside.noted;
  entry.keyAt = inside.keyAt;
  entry.keyEnd = inside.keyEnd;
  entry.start = at;
  entry.end = at;
  return changetype<usize>(entry);
}

/** Notes where an object, or an array, ends, for {@link dropObjects}. An array of a list of addresses is kept as it is written. */
export function closeObject(entry: usize, depth: u32, at: usize): void {
  const object = changetype<Noted>(entry);
  object.end = at;
  if (object.path == 0 || load<u8>(object.start - 1) != Char.OpenBracket) return;
  if (fieldOfKeys(object.path, depth - 1) == Field.Forwarded)
    keepMember(object.path, depth - 1, object.start, at - 1, TYPE_STRING);
}

/** Whether a key with this hash may be an earlier object's or a claimed one. @inline */
export function mayBeKnown(name: u32): bool {
  return (reading.seen & bitOf(name)) != 0;
}

/** Drops the values from earlier objects under the same path as the last key at `depth`. */
export function dropObjects(name: u32, depth: u32): void {
  const inside = openObjectAt(depth);
  for (let i: u32 = 0; i < reading.objects; i++) {
    const entry = notedAt(i);
    if (entry.path != name || entry.parent != inside.noted) continue;
    if (!isSameKey(entry.keyAt, entry.keyEnd, inside.keyAt, inside.keyEnd)) continue;
    // Values are dropped once: later ones belong to a later object.
    entry.path = 0;
    dropFormatMembers(0, entry.start, entry.end);
    for (let rest = fieldSet(); rest; rest &= rest - 1) {
      const field = <u32>ctz(rest);
      if (fieldAt(field) >= entry.start && fieldAt(field) < entry.end) drop(field);
    }
  }
}
