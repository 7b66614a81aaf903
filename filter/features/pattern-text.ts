/** The text of a template for people, noted down while it is hashed; bounded. */
import { bytesOf, lengthOf } from "../text/ascii";

/** Bytes that are noted of a text; {@link PatternText.isLonger} says of more. */
export const PATTERN_BYTES: usize = 200;
const TEXT: usize = memory.data(<i32>PATTERN_BYTES + 8, 8);

@unmanaged
class PatternText {
  /** Bytes noted so far. */
  length: usize;
  isOn: bool;
  isLonger: bool;
}

/** Of the template that was hashed last with notes. */
export const patternText: PatternText = changetype<PatternText>(memory.data(offsetof<PatternText>(), 8));

/** The template that is hashed from now on is noted down, until {@link endPattern}. */
export function beginPattern(): void {
  patternText.length = 0;
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
