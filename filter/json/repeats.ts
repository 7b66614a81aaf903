/**
 * Keeps the members of an object that have a field's name. Of a key that comes twice the last counts, as for `jsonb`: a
 * later value replaces an earlier one, and a key that comes again drops the values from inside its earlier object.
 *
 * {@link Noted} are the objects whose path begins a field's name.
 */
import { fieldAt, fieldRank, fieldSet, hasField, setField, TYPE_STRING, unsetField } from "../fields";
import { claimedBits } from "./claims";
import { bitOf, isSameKey, openObjectAt } from "./keys";
import { fieldOfKeys, rankOfAlias } from "./member-field";

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

let objects: u32 = 0;
/** {@link bitOf} of each object's path and of the claimed keys. */
let seen: u64 = 0;
let dropped: u32 = 0;
let hasDropped = false;

/** The object being read: members of a JSON line don't replace those of the record around. */
let from: usize = 0;
let to: usize = 0;

/** Begins another object. */
export function startObject(start: usize, end: usize): void {
  from = start;
  to = end;
  dropped = 0;
}

/** Begins a reading of the object, the first or another one after values were dropped. */
export function startReading(): void {
  objects = 0;
  seen = claimedBits();
  hasDropped = false;
}

/** Whether another reading may find a value for a field whose value was dropped. */
export function needsAnother(): bool {
  return hasDropped;
}

function drop(field: u32): void {
  if (dropped < MAX_DROPPED) {
    store<u32>(DROPPED + (dropped << 2), <u32>fieldAt(field));
    dropped++;
    hasDropped = true;
  }
  setField(field, 0, 0, TYPE_STRING, 0);
  unsetField(field);
}

function wasDropped(at: usize): bool {
  for (let i: u32 = 0; i < dropped; i++) if (load<u32>(DROPPED + (i << 2)) == <u32>at) return true;
  return false;
}

/** Whether the field's value stands in this object, before `end`. */
function isBefore(field: u32, end: usize): bool {
  return fieldAt(field) >= from && fieldAt(field) < end;
}

/** Keeps the value of the last key at `depth`, if that is a field's name and no better name gave the field already. */
export function keepMember(name: u32, depth: u32, at: usize, end: usize, type: u32): void {
  const field = fieldOfKeys(name, depth);
  if (field < 0) return;
  const rank = rankOfAlias();
  if (hasField(field)) {
    const known = fieldRank(field);
    if (known < rank || (known == rank && !isBefore(field, to))) return;
  }
  if (dropped && wasDropped(at)) return;
  setField(field, at, end, type, rank);
}

/** Forgets the value of this name before `at`: the key came again, with a value that can't be kept. */
export function dropMember(name: u32, depth: u32, at: usize): void {
  const field = fieldOfKeys(name, depth);
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
  if (objects == MAX_OBJECTS) return 0;
  const inside = openObjectAt(depth);
  const entry = notedAt(objects);
  objects++;
  seen |= bitOf(name);
  entry.path = name;
  entry.parent = inside.noted;
  entry.keyAt = inside.keyAt;
  entry.keyEnd = inside.keyEnd;
  entry.start = at;
  entry.end = at;
  return changetype<usize>(entry);
}

/** Notes where an object ends, for {@link dropObjects}. */
export function closeObject(entry: usize, at: usize): void {
  changetype<Noted>(entry).end = at;
}

/** Whether a key with this hash may be an earlier object's or a claimed one. @inline */
export function mayBeKnown(name: u32): bool {
  return (seen & bitOf(name)) != 0;
}

/** Drops the values from earlier objects under the same path as the last key at `depth`. */
export function dropObjects(name: u32, depth: u32): void {
  const inside = openObjectAt(depth);
  for (let i: u32 = 0; i < objects; i++) {
    const entry = notedAt(i);
    if (entry.path != name || entry.parent != inside.noted) continue;
    if (!isSameKey(entry.keyAt, entry.keyEnd, inside.keyAt, inside.keyEnd)) continue;
    // Values are dropped once: later ones belong to a later object.
    entry.path = 0;
    for (let rest = fieldSet(); rest; rest &= rest - 1) {
      const field = <u32>ctz(rest);
      if (fieldAt(field) >= entry.start && fieldAt(field) < entry.end) drop(field);
    }
  }
}
