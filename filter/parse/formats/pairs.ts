/**
 * Pairs of keys and values in a line: `key=value key="quoted value"`, as firewalls write them, and CEF's extension, where
 * a value has blanks and ends before the next ` key=` (ArcSight Common Event Format, chapter "Character Encoding").
 * Of a key that comes twice the first counts: a value that a client chose can only come to stand behind.
 */
import { useOfFormat, usesOf } from "../../model/field-aliases";
import { isDigit, isLetter } from "../../text/ascii";
import { Char } from "../../text/char";
import { FNV_OFFSET, fnv } from "../../text/hash";
import { skipBlanks, trimmedEnd, wordEnd } from "../words";
import { capture, captureAt, captureCount } from "./captures";
import { quotedEnd } from "./take";

const MAX_KEY_BYTES: usize = 64;

function isKeyByte(byte: u32): bool {
  return isLetter(byte) || isDigit(byte) || byte == Char.Underscore || byte == Char.Minus || byte == Char.Dot;
}

/** Where the key before an equals sign at `at` ends; `at` where there is none. */
function keyEnd(at: usize, end: usize): usize {
  let p = at;
  const limit = min(at + MAX_KEY_BYTES, end);
  while (p < limit && isKeyByte(load<u8>(p))) p++;
  return p < end && load<u8>(p) == Char.Equals ? p : at;
}

/** Where CEF's value at `at` ends: before the last blank in front of the next key, or at `end`. */
function cefEnd(at: usize, end: usize): usize {
  for (let p = at; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (byte == Char.Backslash) p++;
    else if (byte == Char.Space && keyEnd(p + 1, end) > p + 1) return p;
  }
  return end;
}

function hasField(field: u32): bool {
  for (let i: u32 = 0; i < captureCount(); i++) if (captureAt(i).field == field) return true;
  return false;
}

function keep(format: u32, key: usize, keyStop: usize, at: usize, end: usize): void {
  const uses = usesOf(fnv(key, keyStop, FNV_OFFSET), key, keyStop);
  if (uses == 0) return;
  const use = useOfFormat(uses, format);
  if (use && !hasField(use.field)) capture(use.field, use.type, at, end);
}

/** Takes the values of a format's keys in [at, end). */
export function takePairs(format: u32, isCef: bool, at: usize, end: usize): void {
  while (true) {
    at = skipBlanks(at, end);
    if (at >= end) return;
    const stop = keyEnd(at, end);
    if (stop == at) {
      at = wordEnd(at, end);
      continue;
    }
    const value = stop + 1;
    if (isCef) {
      const close = cefEnd(value, end);
      keep(format, at, stop, value, trimmedEnd(value, close));
      at = close;
    } else if (value < end && load<u8>(value) == Char.Quote) {
      const close = quotedEnd(value + 1, end);
      keep(format, at, stop, value + 1, close);
      at = min(close + 1, end);
    } else {
      // Commas between pairs belong to no value.
      const close = wordEnd(value, end);
      const comma = close > value && load<u8>(close - 1) == Char.Comma ? close - 1 : close;
      keep(format, at, stop, value, comma);
      at = close;
    }
  }
}
