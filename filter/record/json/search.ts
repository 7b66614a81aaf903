/**
 * The line in a record that has it under no known key: an object within whose members are a record's, or the longest string.
 *
 * The record was scanned: it is well-formed. Searched are objects in each other, {@link MAX_DEPTH} at most, and no arrays.
 * What a key means there depends on its own text alone, not on its path.
 */
import { aliasOf, fieldOf, findKey, MAX_NAME_BYTES, WEAK_RANK } from "../../model/field-aliases";
import { FIELD_COUNT, Field } from "../../schema/fields";
import { ascii, findByte, isDigit } from "../../text/ascii";
import { Char } from "../../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../../text/hash";
import { addWords, findSlot, SLOT_BYTES } from "../../text/hash-table";
import { decodeString } from "./escapes";
import { forgetKeys, isLast, noteLast } from "./last-keys";
import { scanString } from "./string";

/** The record, and objects in it two deep. */
const MAX_DEPTH: u32 = 3;
/** A text without blanks is a line from this length on: a word, a name or a unit is none. */
const MIN_LINE_BYTES: usize = 16;
/** A number or a time, with blanks in it or not, is no line. */
const MAX_TIME_BYTES: usize = 36;

/** What the keys of an object say. */
const enum Has {
  /** A string under a key of the line, or under one that may be the line's. */
  Line = 1,
  WeakLine = 2,
  Status = 4,
  /** Method, path or request. */
  Request = 8,
  Level = 16,
}

/** An object around the cursor. */
@unmanaged
class Level {
  /** Its opening brace. */
  at: usize;
  /** Its last key, as it is written, and decoded. */
  writtenAt: usize;
  writtenEnd: usize;
  keyAt: usize;
  keyEnd: usize;
  /** Hash of the keys around, the dot behind included. */
  path: u32;
  /** {@link Has} bits. */
  has: u32;
}

const LEVELS: usize = memory.data((MAX_DEPTH + 1) * offsetof<Level>(), 8);

/** @inline */
function levelAt(depth: u32): Level {
  return changetype<Level>(LEVELS + <usize>depth * offsetof<Level>());
}

/** What was found. */
@unmanaged
class Found {
  /** The object, with its braces; 0 where there is none. */
  objectAt: usize;
  objectEnd: usize;
  objectDepth: u32;
  /** Of equals the lowest hash of a path counts: the order of members means nothing in JSON. */
  objectPath: u32;
  /** Objects that might have been taken, at the same depth. */
  objects: u32;
  /** The longest string, of those with blanks where there are any; 0 where there is none. */
  lineAt: usize;
  lineEnd: usize;
  linePath: u32;
  hasBlank: bool;
  /** Strings that might have been taken: those with blanks. */
  lines: u32;
  /** The string's keys, from the record's on: {@link keyOf}. */
  depth: u32;
}

export const foundLine: Found = changetype<Found>(memory.data(offsetof<Found>(), 8));
/** u32 address and end of each of the longest string's keys. */
const KEYS: usize = memory.data(MAX_DEPTH << 3, 8);
/** A longer key with escapes stays as it is written. */
const MAX_KEY_BYTES: u32 = MAX_NAME_BYTES * 6;
/** Bytes of a decoded key; decodeString writes up to seven more. */
const TEXT_BYTES: u32 = MAX_KEY_BYTES + 8;
/** Decoded keys: the last of each level, and those of the longest string. */
const LAST_TEXTS: usize = memory.data((MAX_DEPTH + 1) * TEXT_BYTES, 8);
const FOUND_TEXTS: usize = memory.data(MAX_DEPTH * TEXT_BYTES, 8);

/** Address of the longest string's key at `depth`, from 0. */
export function foundKeyAt(depth: u32): usize {
  return load<u32>(KEYS + (depth << 3));
}

export function foundKeyEnd(depth: u32): usize {
  return load<u32>(KEYS + (depth << 3), 4);
}

/** Objects whose keys a client, or whoever deployed the program, chooses: no line is looked for in them. */
const SLOTS: u32 = 64;
const OTHERS_KEYS: usize = memory.data(SLOTS * SLOT_BYTES, 8);
addWords(
  OTHERS_KEYS,
  SLOTS - 1,
  ascii(
    "headers header request_headers response_headers cookies cookie query params parameters args form labels annotations tags",
  ),
  1,
);

function isOthers(level: Level): bool {
  return findSlot(OTHERS_KEYS, SLOTS - 1, fnv(level.keyAt, level.keyEnd, FNV_OFFSET)) != null;
}

/** Address behind the container at `at`. */
function behindContainer(at: usize, end: usize): usize {
  let open = 0;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.Quote) at = scanString(at + 1, end);
    else if (byte == Char.OpenBrace || byte == Char.OpenBracket) open++;
    else if ((byte == Char.CloseBrace || byte == Char.CloseBracket) && --open == 0) return at + 1;
  }
  return end;
}

/** Bits of a key; those of the line only where its value is a string. */
function bitsOf(field: u32, rank: u32): u32 {
  switch (field) {
    case Field.Line:
      return rank < WEAK_RANK ? Has.Line : Has.WeakLine;
    case Field.Status:
      return Has.Status;
    case Field.Method:
    case Field.Path:
    case Field.Request:
      return Has.Request;
    case Field.Level:
      return Has.Level;
    default:
      return 0;
  }
}

/** Notes a string that is no known field's. */
function noteText(depth: u32, path: u32, at: usize, end: usize): void {
  const isShort = end - at <= MAX_TIME_BYTES;
  const hasBlank = findByte(at, end, Char.Space) < end && !(isShort && isDigit(load<u8>(at)));
  if (hasBlank) foundLine.lines++;
  if (!hasBlank && (foundLine.hasBlank || end - at < MIN_LINE_BYTES)) return;
  if (hasBlank == foundLine.hasBlank) {
    const longest = foundLine.lineEnd - foundLine.lineAt;
    if (end - at < longest || (end - at == longest && path >= foundLine.linePath)) return;
  }
  foundLine.linePath = path;
  foundLine.hasBlank = hasBlank;
  foundLine.lineAt = at;
  foundLine.lineEnd = end;
  foundLine.depth = depth;
  for (let i: u32 = 0; i < depth; i++) {
    store<u32>(KEYS + (i << 3), <u32>levelAt(i + 1).writtenAt);
    store<u32>(KEYS + (i << 3), <u32>levelAt(i + 1).writtenEnd, 4);
  }
}

/** Notes an object that has ended before `end`. */
function noteObject(depth: u32, end: usize): void {
  const has = levelAt(depth).has;
  const isRecord =
    (has & Has.Line) != 0 ||
    (has & (Has.Status | Has.Request)) == (Has.Status | Has.Request) ||
    (has & (Has.Level | Has.WeakLine)) == (Has.Level | Has.WeakLine);
  if (!isRecord || depth == 1) return;
  const path = levelAt(depth).path;
  if (foundLine.objectAt) {
    if (foundLine.objectDepth < depth) return;
    const isEqual = foundLine.objectDepth == depth;
    foundLine.objects = isEqual ? foundLine.objects + 1 : 1;
    if (isEqual && path >= foundLine.objectPath) return;
  } else foundLine.objects = 1;
  foundLine.objectPath = path;
  foundLine.objectAt = levelAt(depth).at;
  foundLine.objectEnd = end;
  foundLine.objectDepth = depth;
}

/** Address behind the key of [at, end), decoded to `text`; `text` where it has no escapes, or is too long. */
function decodeKey(at: usize, end: usize, text: usize): usize {
  if (end - at > MAX_KEY_BYTES || findByte(at, end, Char.Backslash) == end) return text;
  return decodeString(at, end, text);
}

/** Notes the last key of the level at `depth`. */
function noteKey(depth: u32, at: usize, end: usize): void {
  const level = levelAt(depth);
  level.writtenAt = at;
  level.writtenEnd = end;
  const text = LAST_TEXTS + depth * TEXT_BYTES;
  const textEnd = decodeKey(at, end, text);
  level.keyAt = textEnd > text ? text : at;
  level.keyEnd = textEnd > text ? textEnd : end;
}

/** Decodes the keys of the longest string. */
function decodeKeys(): void {
  for (let i: u32 = 0; i < foundLine.depth; i++) {
    const text = FOUND_TEXTS + i * TEXT_BYTES;
    const end = decodeKey(foundKeyAt(i), foundKeyEnd(i), text);
    if (end == text) continue;
    store<u32>(KEYS + (i << 3), <u32>text);
    store<u32>(KEYS + (i << 3), <u32>end, 4);
  }
}

/** Hash of the path of the level's last key. */
function pathOf(level: Level): u32 {
  return fnv(level.keyAt, level.keyEnd, level.path);
}

/** Opens the object at `at`, one level down. */
function openLevel(depth: u32, at: usize, path: u32): Level {
  const level = levelAt(depth);
  level.at = at;
  level.has = 0;
  level.path = path;
  return level;
}

/**
 * Walks through the record whose brace is at `at`: first to note the keys, then to find the line among those that stand last.
 */
function walk(at: usize, close: usize, isNoting: bool): void {
  let depth: u32 = 1;
  let isKey = true;
  let counts = true;
  let field: i32 = -1;
  let bits: u32 = 0;
  let level = openLevel(1, at, FNV_OFFSET);
  for (at = findByte(at, close, Char.OpenBrace) + 1; at < close; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.Quote) {
      const end = scanString(at + 1, close);
      if (isKey) {
        isKey = false;
        noteKey(depth, at + 1, end);
        const path = pathOf(level);
        if (isNoting) noteLast(path, at + 1, end);
        else {
          counts = isLast(path, at + 1, end);
          const slot = findKey(level.keyAt, level.keyEnd);
          field = slot ? fieldOf(slot) : -1;
          bits = slot && counts ? bitsOf(field, aliasOf(slot).rank) : 0;
          if (field != Field.Line) level.has |= bits;
        }
      } else if (!isNoting && counts && (field == Field.Line || <u32>field >= FIELD_COUNT)) {
        if (field == Field.Line) level.has |= bits;
        noteText(depth, pathOf(level), at + 1, end);
      }
      at = end;
    } else if (byte == Char.Comma) {
      isKey = true;
    } else if (byte == Char.OpenBrace && depth < MAX_DEPTH && counts && !isOthers(level)) {
      depth++;
      level = openLevel(depth, at, (pathOf(level) ^ Char.Dot) * FNV_PRIME);
      isKey = true;
    } else if (byte == Char.OpenBrace || byte == Char.OpenBracket) {
      at = behindContainer(at, close) - 1;
    } else if (byte == Char.CloseBrace) {
      if (!isNoting) noteObject(depth, at + 1);
      depth--;
      level = levelAt(depth);
    }
  }
}

/** Searches the record whose brace is at `at`; what it finds is in {@link foundLine}. */
export function searchLine(at: usize, close: usize): void {
  memory.fill(changetype<usize>(foundLine), 0, offsetof<Found>());
  forgetKeys();
  walk(at, close, true);
  walk(at, close, false);
  decodeKeys();
}
