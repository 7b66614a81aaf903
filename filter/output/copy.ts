/**
 * Copies a well-formed record and replaces what the shipper or Postgres can't take (RecordFlag in json/scan.ts):
 * `\u0000`, half surrogate pairs and bytes that are not UTF-8 become U+FFFD, a number that a double or `numeric` can't
 * hold becomes a string, and a claimed top-level key gets a `_` in front. A record that needs none of this is copied
 * whole instead.
 */
import { isClaimed } from "../record/json/claims";
import { hex4, isLowAfterHigh } from "../record/json/escapes";
import { isUnfitNumber, scanNumber } from "../record/json/number";
import { StringFlag, scanString, skipPlain, stringFlags } from "../record/json/string";
import { putReplacement } from "../record/json/write-text";
import { position, putByte, putBytes, reserve, startWriting } from "../record/json/writer";
import { isDigit } from "../text/ascii";
import { Char } from "../text/char";
import { isAscii, utf8Length } from "../text/utf8";

/** Writes the text between a string's quotes, unfit bytes replaced. */
function copyString(at: usize, end: usize): void {
  while (at < end) {
    const plain = skipPlain(at, end);
    putBytes(at, plain);
    at = plain;
    if (at >= end) return;
    const byte = <u32>load<u8>(at);
    if (!isAscii(byte)) {
      const length = utf8Length(at, end);
      if (length) putBytes(at, at + length);
      else putReplacement();
      at += length ? length : 1;
      continue;
    }
    if (load<u8>(at, 1) != Char.u) {
      putBytes(at, at + 2);
      at += 2;
      continue;
    }
    const unit = hex4(at + 2, end);
    if (unit == 0) {
      putReplacement();
      at += 6;
    } else if ((unit & 0xf800) == 0xd800) {
      const isPair = isLowAfterHigh(unit, at + 6, end);
      if (isPair) putBytes(at, at + 12);
      else putReplacement();
      at += isPair ? 12 : 6;
    } else {
      putBytes(at, at + 6);
      at += 6;
    }
  }
}

/**
 * Copies the record's bytes [at, end) to the writer.
 *
 * @returns false where memory ran out; nothing is written then
 */
export function copyRecord(at: usize, end: usize): bool {
  const start = position();
  let depth = 0;
  while (at < end) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.Minus || isDigit(byte)) {
      const after = scanNumber(at, end);
      if (!reserve(after - at + 8)) break;
      const quote = isUnfitNumber(at, after);
      if (quote) putByte(Char.Quote);
      putBytes(at, after);
      if (quote) putByte(Char.Quote);
      at = after;
      continue;
    }
    if (byte != Char.Quote) {
      if (byte == Char.OpenBrace || byte == Char.OpenBracket) depth++;
      else if (byte == Char.CloseBrace || byte == Char.CloseBracket) depth--;
      if (!reserve(8)) break;
      putByte(byte);
      at++;
      continue;
    }
    const close = scanString(at + 1, end);
    const flags = stringFlags();
    if (!reserve((close - at) * (flags & StringFlag.Unfit ? 6 : 1) + 8)) break;
    putByte(Char.Quote);
    // At depth 1 a string that a colon follows is a key; values can't be followed by one.
    if (depth == 1 && isKey(close, end) && isClaimed(at + 1, close)) putByte(Char.Underscore);
    if (flags & StringFlag.Unfit) copyString(at + 1, close);
    else putBytes(at + 1, close);
    putByte(Char.Quote);
    at = close + 1;
  }
  if (at < end) {
    startWriting(start);
    return false;
  }
  return true;
}

/** Whether a colon follows the quote at `close`. */
function isKey(close: usize, end: usize): bool {
  let at = close + 1;
  while (at < end && load<u8>(at) <= <u8>Char.Space) at++;
  return at < end && load<u8>(at) == Char.Colon;
}
