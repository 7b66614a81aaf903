/**
 * The members of one object that are kept, and keys that come twice in it: the last counts, as it does for `jsonb`. So a
 * value is replaced by that of the same key behind it, and what an object held is dropped where its key comes again.
 *
 * Objects that have a name of interest, 16 bytes each: u32 hash of the path | u32 hash of the path before it |
 * u32 address of the opening brace | u32 address past the closing one.
 */
import { fieldAt, fieldRank, fieldSet, hasField, setField, TYPE_STRING, unsetField } from "../fields";
import { fieldOfName, rankOfName } from "../model/names";

const MAX_OBJECTS: u32 = 128;
const MAX_DROPPED: u32 = 32;
const OBJECTS: usize = memory.data(2048, 8);
/** u32 address of each value that was dropped: a lesser name may stand in for it when the record is read again. */
const DROPPED: usize = memory.data(128, 8);
let objects: u32 = 0;
/** A bit for some of the hash of each object's path: most keys are none of them. */
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
  seen = 0;
  hasDropped = false;
}

/** Whether reading again may find what stands in for a value that was dropped. */
export function needsAnother(): bool {
  return hasDropped;
}

function bitOf(name: u32): u64 {
  return (<u64>1) << (<u64>(name >> 26));
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

/** Keeps a value if its name is that of a field, and none better is there. */
export function keepMember(name: u32, at: usize, end: usize, type: u32): void {
  const field = fieldOfName(name);
  if (field < 0) return;
  const rank = rankOfName();
  if (hasField(field)) {
    const known = fieldRank(field);
    if (known < rank || (known == rank && !isBefore(field, to))) return;
  }
  if (dropped && wasDropped(at)) return;
  setField(field, at, end, type, rank);
}

/** Forgets the value that this name had before `at`: the key came again, with nothing that could be kept. */
export function dropMember(name: u32, at: usize): void {
  const field = fieldOfName(name);
  if (field >= 0 && hasField(field) && fieldRank(field) == rankOfName() && isBefore(field, at)) drop(field);
}

/**
 * Notes an object that opens under a name.
 *
 * @returns where its end is to be stored by {@link closeObject}; 0 where there are too many, and its members don't count
 */
export function noteObject(name: u32, before: u32, at: usize): usize {
  if (objects == MAX_OBJECTS) return 0;
  const entry = OBJECTS + (objects << 4);
  objects++;
  seen |= bitOf(name);
  store<u32>(entry, name);
  store<u32>(entry, before, 4);
  store<u32>(entry, <u32>at, 8);
  store<u32>(entry, <u32>at, 12);
  return entry;
}

export function closeObject(entry: usize, at: usize): void {
  store<u32>(entry, <u32>at, 12);
}

/** Drops what the objects of this key that came before held. @inline */
export function dropObjects(name: u32, before: u32): void {
  if (seen & bitOf(name)) dropNoted(name, before);
}

function dropNoted(name: u32, before: u32): void {
  for (let i: u32 = 0; i < objects; i++) {
    const entry = OBJECTS + (i << 4);
    if (load<u32>(entry) != name || load<u32>(entry, 4) != before) continue;
    // Once is enough: what comes behind it is another's.
    store<u32>(entry, 0);
    const start: usize = load<u32>(entry, 8);
    const end: usize = load<u32>(entry, 12);
    for (let rest = fieldSet(); rest; rest &= rest - 1) {
      const field = <u32>ctz(rest);
      if (fieldAt(field) >= start && fieldAt(field) < end) drop(field);
    }
  }
}
