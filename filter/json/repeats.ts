/**
 * The members of one object that are kept, and keys that come twice in it: the last counts, as it does for `jsonb`. So a
 * value is replaced by that of the same key behind it, and what an object held is dropped where its key comes again.
 *
 * {@link Noted} are objects that have a name of interest.
 */
import { fieldAt, fieldRank, fieldSet, hasField, setField, TYPE_STRING, unsetField } from "../fields";
import { fieldOfAlias, rankOfAlias } from "../model/field-aliases";
import { claimedBits } from "./claims";
import { bitOf, isSameKey, openObjectAt } from "./keys";

const MAX_OBJECTS: u32 = 128;
const MAX_DROPPED: u32 = 32;
const OBJECTS: usize = memory.data(MAX_OBJECTS * offsetof<Noted>(), 8);
/** u32 address of each value that was dropped: a lesser name may stand in for it when the record is read again. */
const DROPPED: usize = memory.data(MAX_DROPPED << 2, 8);

@unmanaged
class Noted {
  /** Hash of its path; 0 where what it held was dropped. */
  path: u32;
  /** The object that it is in; 0 for the outermost. */
  parent: usize;
  /** Its key, as it is written. */
  keyAt: usize;
  keyEnd: usize;
  /** Its opening brace, and what follows its closing one. */
  start: usize;
  end: usize;
}

let objects: u32 = 0;
/** {@link bitOf} of each object's path, and of the keys that are claimed. */
let seen: u64 = 0;
let dropped: u32 = 0;
let hasDropped = false;

/** The object that is read. A line's own members don't replace those of the record that it came in. */
let from: usize = 0;
let to: usize = 0;

/** Begins another object. */
export function startObject(start: usize, end: usize): void {
  from = start;
  to = end;
  dropped = 0;
}

/** Begins to read it, once more where the last time values were dropped. */
export function startReading(): void {
  objects = 0;
  seen = claimedBits();
  hasDropped = false;
}

/** Whether reading again may find what stands in for a value that was dropped. */
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

/** Keeps the value of the key met last at `depth`, if it is the name of a field and none better is there. */
export function keepMember(name: u32, depth: u32, at: usize, end: usize, type: u32): void {
  const field = fieldOfAlias(name, depth);
  if (field < 0) return;
  const rank = rankOfAlias();
  if (hasField(field)) {
    const known = fieldRank(field);
    if (known < rank || (known == rank && !isBefore(field, to))) return;
  }
  if (dropped && wasDropped(at)) return;
  setField(field, at, end, type, rank);
}

/** Forgets the value that this name had before `at`: the key came again, with nothing that could be kept. */
export function dropMember(name: u32, depth: u32, at: usize): void {
  const field = fieldOfAlias(name, depth);
  if (field >= 0 && hasField(field) && fieldRank(field) == rankOfAlias() && isBefore(field, at)) drop(field);
}

/** @inline */
function notedAt(index: u32): Noted {
  return changetype<Noted>(OBJECTS + <usize>index * offsetof<Noted>());
}

/**
 * Notes an object that opens under the key met last at `depth`.
 *
 * @returns its entry, for {@link closeObject}; 0 where there are too many, and its members don't count
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

export function closeObject(entry: usize, at: usize): void {
  changetype<Noted>(entry).end = at;
}

/** Whether a key with this hash may be that of an object before it, or one that is claimed. @inline */
export function mayBeKnown(name: u32): bool {
  return (seen & bitOf(name)) != 0;
}

/** Drops what the objects held that came before under the key met last at `depth`. */
export function dropObjects(name: u32, depth: u32): void {
  const inside = openObjectAt(depth);
  for (let i: u32 = 0; i < objects; i++) {
    const entry = notedAt(i);
    if (entry.path != name || entry.parent != inside.noted) continue;
    if (!isSameKey(entry.keyAt, entry.keyEnd, inside.keyAt, inside.keyEnd)) continue;
    // Once is enough: what comes behind it is another's.
    entry.path = 0;
    for (let rest = fieldSet(); rest; rest &= rest - 1) {
      const field = <u32>ctz(rest);
      if (fieldAt(field) >= entry.start && fieldAt(field) < entry.end) drop(field);
    }
  }
}
