/**
 * One pass over a record: is the record one well-formed JSON object (RFC 8259), and where in it is what the filter
 * needs?
 *
 * No recursion (the shipper's stack is 8 KiB): open containers are bits (containers.ts). Nesting deeper than MAX_DEPTH
 * counts as malformed: Postgres parses recursively and has a limit of its own.
 *
 * Members are looked up by the FNV-1a hash of their path with dots, so `{"source":{"ip":…}}` and `{"source.ip":…}` are
 * the same name, and an array's first elements are called `0` to `31`; the text of a path is then compared whole (keys.ts). Of a key that comes twice the last counts, as for
 * `jsonb` and JSON.parse: what is scored is what is shown (repeats.ts).
 */
import { ascii, bytesOf, isDigit, lengthOf } from "../../text/ascii";
import { Char, chars4 } from "../../text/char";
import { fnv } from "../../text/hash";
import { TYPE_NUMBER, TYPE_OTHER, TYPE_STRING } from "../fields";
import { isClaimed } from "./claims";
import { closeContainer, isObjectAt, MAX_DEPTH, openContainer, openOutermost } from "./containers";
import { hashKey, MAX_NAMED_DEPTH, openObjectAt } from "./keys";
import { isUnfitNumber, scanNumber } from "./number";
import {
  dropMember,
  dropObjects,
  keepMember,
  mayBeKnown,
  needsAnother,
  startObject,
  startReading,
} from "./repeats";
import { StringFlag, scanString, stringFlags } from "./string";

/** Readings of a record at most, where keys that come twice hide others. */
const MAX_READINGS: u32 = 8;

/** What may stand next: after an opening bracket, a comma, a key or a value. */
const enum Expect {
  FirstKey,
  Key,
  FirstValue,
  Value,
  Comma,
}

/** Bits of {@link recordFlags}. */
export const enum RecordFlag {
  /** A string or a number that can't be copied as it is. */
  Unfit = 1,
  /** A top-level key that is claimed (claims.ts). */
  ClaimedKey = 2,
  /** The object has no members. */
  Empty = 4,
}

/** {@link RecordFlag} bits of the object read last. */
let flags: u32 = 0;

/** Flags of the object that {@link scanObject} read last: bits of {@link RecordFlag}. */
export function recordFlags(): u32 {
  return flags;
}

/** @inline */
function isSpace(byte: u32): bool {
  return byte == Char.Space || byte == Char.LineFeed || byte == Char.CarriageReturn || byte == Char.Tab;
}

function skipSpace(at: usize, end: usize): usize {
  while (at < end && isSpace(load<u8>(at))) at++;
  return at;
}

/** Address after `true`, `false` or `null` at `at`, or 0. */
function scanWord(at: usize, end: usize): usize {
  if (at + 4 > end) return 0;
  const word = load<u32>(at);
  if (word == chars4(Char.t, Char.r, Char.u, Char.e) || word == chars4(Char.n, Char.u, Char.l, Char.l))
    return at + 4;
  if (word == chars4(Char.f, Char.a, Char.l, Char.s) && at + 5 <= end && load<u8>(at, 4) == Char.e)
    return at + 5;
  return 0;
}

/**
 * Notes the key in [at, end) of an object at `depth`; returns the hash of its path, 0 where no field has such a name.
 */
function readKey(at: usize, end: usize, depth: u32, isEscaped: bool): u32 {
  const object = openObjectAt(depth);
  if (object.path == 0) return 0;
  object.keyAt = at;
  object.keyEnd = end;
  const name = hashKey(at, end, object.path, isEscaped);
  if (mayBeKnown(name)) {
    if (name) dropObjects(name, depth);
    if (depth == 1 && isClaimed(at, end)) flags |= RecordFlag.ClaimedKey;
  }
  return name;
}

/** The names of an array's elements that are looked up, two bytes each; the first ten have the second byte alone. */
const ELEMENTS: usize = ascii("0001020304050607080910111213141516171819202122232425262728293031");

/** Notes the next element of the array at `depth`; returns the hash of its path, 0 where no field has such a name. */
function readElement(depth: u32): u32 {
  if (depth >= MAX_NAMED_DEPTH) return 0;
  const array = openObjectAt(depth);
  const index = array.elements++;
  if (array.path == 0 || index >= <u32>lengthOf(ELEMENTS) >> 1) return 0;
  const name = bytesOf(ELEMENTS) + (index << 1);
  array.keyAt = index < 10 ? name + 1 : name;
  array.keyEnd = name + 2;
  return fnv(array.keyAt, array.keyEnd, array.path);
}

/**
 * Reads the object in [start, end) and keeps the members that have a field's name (repeats.ts), in as many readings as
 * needed.
 *
 * @returns address of the object's closing brace, or 0 where the bytes are not one well-formed object
 */
export function scanObject(start: usize, end: usize): usize {
  startObject(start, end);
  let close = readObject(start, end);
  for (let reading: u32 = 1; close && needsAnother() && reading < MAX_READINGS; reading++)
    close = readObject(start, end);
  return close;
}

/** One reading of the object; returns as {@link scanObject}. */
function readObject(start: usize, end: usize): usize {
  flags = 0;
  let at = skipSpace(start, end);
  if (at >= end || load<u8>(at) != Char.OpenBrace) return 0;
  at++;
  let depth: u32 = 1;
  let expect = Expect.FirstKey;
  let name: u32 = 0;
  let inObject = true;
  startReading();
  openOutermost();

  while (true) {
    if (at < end && load<u8>(at) <= <u8>Char.Space) at = skipSpace(at, end);
    if (at >= end) return 0;
    const byte = <u32>load<u8>(at);

    if (byte == Char.Quote) {
      const close = scanString(at + 1, end);
      if (close == 0) return 0;
      const found = stringFlags();
      if (found & StringFlag.Unfit) flags |= RecordFlag.Unfit;
      if (expect <= Expect.Key) {
        name = depth < MAX_NAMED_DEPTH ? readKey(at + 1, close, depth, (found & StringFlag.Escaped) != 0) : 0;
        at = skipSpace(close + 1, end);
        if (at >= end || load<u8>(at) != Char.Colon) return 0;
        expect = Expect.Value;
      } else {
        if (expect == Expect.Comma) return 0;
        if (!inObject) name = readElement(depth);
        if (name) keepMember(name, depth, at + 1, close, TYPE_STRING | found | StringFlag.AsScanned);
        at = close;
        expect = Expect.Comma;
      }
      at++;
      continue;
    }

    if (expect == Expect.Comma) {
      at++;
      if (byte == Char.Comma) {
        expect = inObject ? Expect.Key : Expect.Value;
        continue;
      }
      if (byte != (inObject ? Char.CloseBrace : Char.CloseBracket)) return 0;
    } else if (expect == Expect.FirstKey && byte == Char.CloseBrace) {
      if (depth == 1) flags |= RecordFlag.Empty;
      at++;
    } else if (expect == Expect.FirstValue && byte == Char.CloseBracket) {
      at++;
    } else if (expect <= Expect.Key) {
      return 0;
    } else if (byte == Char.OpenBrace || byte == Char.OpenBracket) {
      if (!inObject) name = readElement(depth);
      if (++depth > MAX_DEPTH) return 0;
      at++;
      const isObject = byte == Char.OpenBrace;
      openContainer(depth, isObject, name, at);
      inObject = isObject;
      expect = isObject ? Expect.FirstKey : Expect.FirstValue;
      continue;
    } else {
      const isNumber = byte == Char.Minus || isDigit(byte);
      const after = isNumber ? scanNumber(at, end) : scanWord(at, end);
      if (after == 0) return 0;
      if (isNumber && isUnfitNumber(at, after)) flags |= RecordFlag.Unfit;
      if (!inObject) name = readElement(depth);
      if (name) {
        if (byte == Char.n) dropMember(name, depth, at);
        else keepMember(name, depth, at, after, isNumber ? TYPE_NUMBER : TYPE_OTHER);
      }
      at = after;
      expect = Expect.Comma;
      continue;
    }

    // A container has closed.
    closeContainer(depth, at);
    depth--;
    if (depth == 0) return skipSpace(at, end) == end ? at - 1 : 0;
    inObject = isObjectAt(depth);
    expect = Expect.Comma;
  }
}
