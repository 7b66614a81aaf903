/**
 * logfmt (https://brandur.org/logfmt):
 * `time=2026-11-21T06:19:00Z level=info msg="a \"quoted\" text" user=ada duration=12ms`. Keys are looked up as the
 * members of a JSON record are.
 */
import { WEAK_RANK } from "../model/field-aliases";
import { fieldRank, hasField, setField, TYPE_STRING, unsetField } from "../record/fields";
import { hasFormatMember, keepFormatMember } from "../record/format-members";
import { openObjectAt } from "../record/json/keys";
import { fieldOfKeys, rankOfAlias, usesOfKeys } from "../record/json/member-field";
import { StringFlag, scanString, stringFlags } from "../record/json/string";
import { Field } from "../schema/fields";
import { findByte, isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv } from "../text/hash";
import { skipBlanks, wordEnd } from "./words";

const MAX_KEY_BYTES: usize = 64;
/** Pairs that make a line logfmt: one or two may be part of any sentence. */
const MIN_PAIRS: i32 = 3;

function isKeyByte(byte: u32): bool {
  return (
    isLetter(byte) ||
    isDigit(byte) ||
    byte == Char.Underscore ||
    byte == Char.Dot ||
    byte == Char.Minus ||
    byte == Char.At
  );
}

/** Where the key of a `key=` at `at` ends, or `at` where there is none. */
function keyEnd(at: usize, end: usize): usize {
  let p = at;
  while (p < end && isKeyByte(load<u8>(p))) p++;
  return p < end && load<u8>(p) == Char.Equals && p - at <= MAX_KEY_BYTES ? p : at;
}

/**
 * Keeps a value whose key in [key, keyStop) is a field's name, unless a better name gave the field already, and one whose
 * key formats have. Of a key that comes twice the first counts.
 */
function keep(key: usize, keyStop: usize, at: usize, end: usize, flags: u32): void {
  const object = openObjectAt(1);
  object.keyAt = key;
  object.keyEnd = keyStop;
  const field = fieldOfKeys(fnv(key, keyStop, FNV_OFFSET), 1);
  const uses = usesOfKeys();
  if (uses && !hasFormatMember(uses)) keepFormatMember(uses, at, end, TYPE_STRING | flags);
  if (field < 0) return;
  const rank = rankOfAlias();
  if (field == Field.Line && rank >= WEAK_RANK) return;
  if (hasField(field) && fieldRank(field) <= rank) return;
  setField(field, at, end, TYPE_STRING | flags, rank);
}

/**
 * Parses a line of pairs and keeps the values that have a field's name, undecoded, as the JSON scanner does. The
 * message key's value replaces the line; without such a key there is no line any more.
 */
export function logfmtLine(at: usize, end: usize): bool {
  if (keyEnd(at, end) == at) return false;
  // Two passes, to check and to keep: a line that turns out to be no logfmt must leave no fields behind.
  let pairs = 0;
  let isKeeping = false;
  let p = at;
  while (true) {
    p = skipBlanks(p, end);
    if (p >= end) {
      if (isKeeping) return true;
      if (pairs < MIN_PAIRS) return false;
      isKeeping = true;
      unsetField(Field.Line);
      p = at;
      continue;
    }
    const stop = keyEnd(p, end);
    if (stop == p) {
      // Words without `=` are allowed behind enough pairs.
      if (pairs < MIN_PAIRS) return false;
      p = wordEnd(p, end);
      continue;
    }
    pairs++;
    const name = p;
    let value = stop + 1;
    let valueEnd = value;
    let flags: u32 = 0;
    if (value < end && load<u8>(value) == Char.Quote) {
      value++;
      const close = scanString(value, end);
      // A quoted value that is no well-formed string is kept undecoded.
      valueEnd = close ? close : findByte(value, end, Char.Quote);
      if (close) flags = stringFlags() & StringFlag.Escaped;
      p = valueEnd + 1;
    } else {
      valueEnd = wordEnd(value, end);
      p = valueEnd;
    }
    if (isKeeping && valueEnd > value) keep(name, stop, value, valueEnd, flags);
  }
}
