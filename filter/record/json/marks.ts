/**
 * Places in the line's text that were written as escapes. The scanner has seen all of them, so neither parsers nor
 * writer have to search the line for quotes and other characters that JSON escapes.
 */
import { findByte } from "../../text/ascii";
import { Char } from "../../text/char";
import { decodeEscape, escapeEnd } from "./escapes";
import { escapeAt, escapeCount, MAX_ESCAPES, StringFlag } from "./string";

/** u32 address of each place in the text, ascending. */
const MARKS: usize = memory.data(MAX_ESCAPES << 2, 8);

/** The line whose places are noted. */
@unmanaged
class MarkedLine {
  from: usize;
  to: usize;
  /** Number of {@link MARKS}. */
  count: u32;
  /** The first line feed; 0 where there is none. */
  feed: usize;
  /** Whether all bytes but the marked ones can stand in a JSON string unchanged. */
  isPlain: bool;
}

const line: MarkedLine = changetype<MarkedLine>(memory.data(offsetof<MarkedLine>(), 8));

/** Forgets the line of the record before. */
export function forgetMarks(): void {
  line.to = 0;
}

/** Notes a line without escapes, as the scanner met it. */
export function noteUnescaped(at: usize, end: usize, flags: u32): void {
  line.count = 0;
  line.feed = 0;
  line.from = at;
  line.to = end;
  line.isPlain = (flags & ~StringFlag.AsScanned) == 0;
}

/**
 * Decodes the string in [at, end), the last one with escapes that was scanned, as decodeString does; notes the places.
 *
 * @param flags of the string
 * @returns address after the last byte written
 */
export function decodeMarked(at: usize, end: usize, text: usize, flags: u32): usize {
  const escapes = escapeCount();
  let isWide = false;
  line.from = text;
  line.feed = 0;
  for (let i: u32 = 0; i < escapes; i++) {
    const escape = escapeAt(i);
    memory.copy(text, at, escape - at);
    text += escape - at;
    store<u32>(i << 2, <u32>text, MARKS);
    if (load<u8>(escape, 1) == Char.Quote) {
      store<u8>(text++, Char.Quote);
      at = escape + 2;
      continue;
    }
    const after = decodeEscape(escape, end, text);
    if (line.feed == 0 && load<u8>(text) == Char.LineFeed) line.feed = text;
    isWide = isWide || after > text + 1;
    text = after;
    at = escapeEnd();
  }
  memory.copy(text, at, end - at);
  text += end - at;
  line.count = escapes;
  line.to = text;
  line.isPlain = (flags & ~StringFlag.AsScanned) == StringFlag.Escaped && !isWide;
  return text;
}

/** Whether the text can stand in a JSON string unchanged; false where that is not known. */
export function isKnownPlain(at: usize, end: usize): bool {
  if (line.from > at || line.to < end || !line.isPlain) return false;
  for (let i: u32 = 0; i < line.count; i++) {
    const mark: usize = load<u32>(i << 2, MARKS);
    if (mark >= end) return true;
    if (mark >= at) return false;
  }
  return true;
}

/** The first line feed in [at, end), or `end`. */
export function findLineFeed(at: usize, end: usize): usize {
  const isNoted = line.from <= at && line.to >= end && (line.feed == 0 || line.feed >= at);
  if (!isNoted) return findByte(at, end, Char.LineFeed);
  return line.feed && line.feed < end ? line.feed : end;
}

/** As findByte, for a byte that JSON escapes. */
export function findEscaped(at: usize, end: usize, byte: u32): usize {
  if (line.from > at || line.to < end) return findByte(at, end, byte);
  for (let i: u32 = 0; i < line.count; i++) {
    const mark: usize = load<u32>(i << 2, MARKS);
    if (mark >= end) return end;
    if (mark >= at && load<u8>(mark) == byte) return mark;
  }
  return end;
}
