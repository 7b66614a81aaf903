/**
 * Pairs of keys and values in a line: `key=value key="quoted value"`, as firewalls write them; CEF's extension, where
 * a value has blanks and ends before the next ` key=` (ArcSight Common Event Format, chapter "Character Encoding"); and
 * LEEF's attributes with a byte between them (https://www.ibm.com/docs/en/dsm?topic=overview-leef-event-components).
 * Of a field that comes twice the first counts, unless a client's text stands before: not all programs escape such texts.
 */
import { useOfFormat, usesOf } from "../../model/field-aliases";
import { Field } from "../../schema/fields";
import { findByte, hexValue, isDigit, isLetter } from "../../text/ascii";
import { Char } from "../../text/char";
import { FNV_OFFSET, fnv } from "../../text/hash";
import { skipBlanks, trimmedEnd, wordEnd } from "../words";
import { Capture, capture, captureAt, captureCount } from "./captures";
import { PairStyle } from "./operations";
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

function captureOf(field: u32): Capture | null {
  for (let i: u32 = 0; i < captureCount(); i++) if (captureAt(i).field == field) return captureAt(i);
  return null;
}

/** Whether a client may choose the field's text. */
function isClients(field: u32): bool {
  return field == Field.User || field == Field.Path || field == Field.Ua || field == Field.Ref;
}

/** Whether a text that a client may choose was taken. */
let isBehindText: bool = false;

function keep(format: u32, key: usize, keyStop: usize, at: usize, end: usize): void {
  const uses = usesOf(fnv(key, keyStop, FNV_OFFSET), key, keyStop);
  if (uses == 0) return;
  const use = useOfFormat(uses, format);
  if (!use) return;
  const before = captureOf(use.field);
  if (before) {
    before.isDropped = before.isUnsure;
    return;
  }
  capture(use.field, use.type, at, end);
  const taken = captureOf(use.field);
  if (taken) taken.isUnsure = isBehindText;
  if (isClients(use.field) && at < end) isBehindText = true;
}

/** Bytes of LEEF's delimiter at most: `0x5E`. */
const MAX_DELIMITER_BYTES: usize = 4;

/** Takes LEEF's pairs. Version 2 has the byte between them in front, itself or in hex; else a tab is between them. */
function takeLeef(format: u32, at: usize, end: usize): void {
  let delimiter: u32 = Char.Tab;
  const bar = findByte(at, min(at + MAX_DELIMITER_BYTES + 1, end), Char.Bar);
  if (bar < end && load<u8>(bar) == Char.Bar && findByte(at, bar, Char.Equals) == bar) {
    if (bar == at + 1) delimiter = load<u8>(at);
    else if (bar > at + 1)
      delimiter = <u32>((hexValue(load<u8>(bar - 2)) << 4) | hexValue(load<u8>(bar - 1)));
    at = bar + 1;
  }
  while (at < end) {
    const stop = keyEnd(at, end);
    const close = findByte(at, end, delimiter);
    if (stop > at && stop < close) keep(format, at, stop, stop + 1, close);
    at = close + 1;
  }
}

/** Takes the values of a format's keys in [at, end). */
export function takePairs(format: u32, style: PairStyle, at: usize, end: usize): void {
  isBehindText = false;
  if (style == PairStyle.Leef) {
    takeLeef(format, at, end);
    return;
  }
  const isCef = style == PairStyle.Cef;
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
