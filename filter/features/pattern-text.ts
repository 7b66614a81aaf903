/** The text of a template for people, noted down while it is hashed; bounded. */
import { bytesOf, lengthOf } from "../text/ascii";
import { Char, chars2 } from "../text/char";

/** Bytes that are noted of a text; {@link PatternText.isLonger} says of more. */
export const PATTERN_BYTES: usize = 200;
const TEXT: usize = memory.data(<i32>PATTERN_BYTES + 8, 8);
const ASIDE: usize = memory.data(<i32>PATTERN_BYTES, 8);

@unmanaged
class PatternText {
  /** Bytes noted so far. */
  length: usize;
  /** Brackets that were taken back and are still open. */
  open: u32;
  isOn: bool;
  isLonger: bool;
}

/** Of the template that was hashed last with notes. */
export const patternText: PatternText = changetype<PatternText>(memory.data(offsetof<PatternText>(), 8));

/** The template that is hashed from now on is noted down, until {@link endPattern}. */
export function beginPattern(): void {
  patternText.length = 0;
  patternText.open = 0;
  patternText.isOn = true;
  patternText.isLonger = false;
}

export function endPattern(): void {
  patternText.isOn = false;
}

/** Where the text begins. @inline */
export function patternAt(): usize {
  return TEXT;
}

/** Notes a byte. @inline */
export function noteByte(byte: u32): void {
  if (patternText.isOn) addByte(byte);
}

/** Notes the bytes in [at, end). */
export function noteBytes(at: usize, end: usize): void {
  if (!patternText.isOn) return;
  const length = end - at;
  const fits = min<usize>(length, PATTERN_BYTES - patternText.length);
  if (fits < length) patternText.isLonger = true;
  memory.copy(TEXT + patternText.length, at, fits);
  patternText.length += fits;
}

/** Notes a literal made by `ascii`. */
export function noteLiteral(literal: usize): void {
  noteBytes(bytesOf(literal), bytesOf(literal) + lengthOf(literal));
}

function addByte(byte: u32): void {
  if (patternText.length < PATTERN_BYTES) store<u8>(TEXT + patternText.length++, byte);
  else patternText.isLonger = true;
}

/** Bytes noted so far. @inline */
export function notedBytes(): usize {
  return patternText.length;
}

/** Whether notes are taken. @inline */
export function isNoted(): bool {
  return patternText.isOn;
}

/** Takes back what was noted behind so many bytes, but for brackets that close what was opened in front. */
export function cutNotes(bytes: usize): void {
  let to = TEXT + bytes;
  for (let p = to; p < TEXT + patternText.length; p++) {
    const byte = <u32>load<u8>(p);
    if (isOpening(byte)) patternText.open++;
    else if (!isClosing(byte)) continue;
    else if (patternText.open) patternText.open--;
    else store<u8>(to++, byte);
  }
  patternText.length = to - TEXT;
}

/** Notes a byte between words; of blanks one, and no bracket that closes one that was taken back. */
export function noteSeparator(byte: u32): void {
  if (byte == Char.Space && (patternText.length == 0 || load<u8>(TEXT + patternText.length - 1) == byte))
    return;
  if (patternText.open && isClosing(byte)) patternText.open--;
  else addByte(byte);
}

function isOpening(byte: u32): bool {
  return byte == Char.OpenParen || byte == Char.OpenBracket || byte == Char.OpenBrace;
}

function isClosing(byte: u32): bool {
  return byte == Char.CloseParen || byte == Char.CloseBracket || byte == Char.CloseBrace;
}

/** Puts what was noted behind so many bytes in front of them, with a colon and a blank between. */
export function noteInFront(bytes: usize): void {
  if (!patternText.isOn || bytes == 0) return;
  const length = patternText.length - bytes;
  if (length + 2 > PATTERN_BYTES) return;
  const room = PATTERN_BYTES - 2 - length;
  if (bytes > room) patternText.isLonger = true;
  bytes = min(bytes, room);
  memory.copy(ASIDE, TEXT + patternText.length - length, length);
  memory.copy(TEXT + length + 2, TEXT, bytes);
  memory.copy(TEXT, ASIDE, length);
  store<u16>(TEXT + length, chars2(Char.Colon, Char.Space));
  patternText.length = length + 2 + bytes;
}
