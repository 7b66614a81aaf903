/**
 * A raw line as the record that Fluent Bit would hand to the filter.
 *
 * Fluent Bit writes its records as JSON with everything past ASCII escaped (`json.escape_unicode`, on by default), and
 * puts bytes that are not UTF-8 into the private use area, byte b as U+E000 + b. The same here, so that the same line
 * has the same id, scores and fields by either way. (Source: flb_utils_write_str in Fluent Bit 5.1's flb_utils.c.)
 *
 * Bytes are written, not strings: a megabyte of escapes put together as strings takes a hundred.
 */

import { MAX_LINE_BYTES } from "./limits.ts";

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
/** What a byte becomes at most: `\u0000`. */
const ESCAPE_BYTES = 6;
/** What a sequence of bytes becomes at most: a pair of surrogates. */
const SEQUENCE_BYTES = 12;
const FRAME_BYTES = 128;

/** Code of the letter behind the backslash, by the byte that it stands for. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = {
  8: 0x62,
  9: 0x74,
  10: 0x6e,
  12: 0x66,
  13: 0x72,
  [QUOTE]: QUOTE,
  [BACKSLASH]: BACKSLASH,
};
const HEX = Buffer.from("0123456789abcdef");

/** Where records are written, one over the other. What of it was never written to takes no memory. */
let out = Buffer.alloc(0);
let length = 0;

function reserve(bytes: number): void {
  length = 0;
  if (out.length < bytes) out = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * out.length));
}

function putAscii(text: string): void {
  length += out.write(text, length, "latin1");
}

function putUnicodeEscape(unit: number): void {
  out[length] = BACKSLASH;
  out[length + 1] = 0x75;
  for (let i = 0; i < 4; i++) out[length + 2 + i] = HEX[(unit >> (12 - 4 * i)) & 15] as number;
  length += 6;
}

/** U+E000 + byte, in UTF-8. */
function putPrivateUse(byte: number): void {
  out[length] = 0xee;
  out[length + 1] = 0x80 | (byte >> 6);
  out[length + 2] = 0x80 | (byte & 0x3f);
  length += 3;
}

/** How long a UTF-8 sequence is by its first byte, as Fluent Bit counts (up to six, as RFC 2279 had it). */
function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  if (lead < 0xf8) return 4;
  return lead < 0xfc ? 5 : 6;
}

/** Bytes of a line as the inside of a JSON string of at most so many bytes; returns how many of the line's are in it. */
function putLine(line: Uint8Array, most: number): number {
  const end = length + most - SEQUENCE_BYTES;
  let at = 0;
  while (at < line.length) {
    const byte = line[at] as number;
    // Near the end plain bytes still fit, so that a line of these has all of its room.
    if (length > end && length + costOf(byte) > end + SEQUENCE_BYTES) break;
    if (byte >= 0x80) {
      at += putSequence(line, at);
      continue;
    }
    at++;
    const letter = SHORT_ESCAPES[byte];
    if (letter !== undefined) {
      out[length++] = BACKSLASH;
      out[length++] = letter;
    } else if (byte >= 0x20 && byte !== 0x7f) out[length++] = byte;
    else putUnicodeEscape(byte);
  }
  return at;
}

/** Bytes that a byte becomes, at most. */
function costOf(byte: number): number {
  if (byte >= 0x80) return SEQUENCE_BYTES;
  if (SHORT_ESCAPES[byte] !== undefined) return 2;
  return byte >= 0x20 && byte !== 0x7f ? 1 : ESCAPE_BYTES;
}

/**
 * Writes the byte sequence at `at`, past ASCII; returns how many bytes it takes.
 *
 * As Fluent Bit decodes, which takes overlong forms (`c0 af` is a slash, `c0 80` a NUL) but no halves of surrogate pairs
 * and nothing above U+10FFFF.
 */
function putSequence(line: Uint8Array, at: number): number {
  const lead = line[at] as number;
  const bytes = sequenceLength(lead);
  // A sequence that the line's end cuts off loses its first byte.
  if (at + bytes > line.length) return 1;
  if (lead < 0xc0 || lead >= 0xf8) {
    putPrivateUse(lead);
    return 1;
  }
  let point = lead & (0x7f >> bytes);
  for (let i = 1; i < bytes; i++) {
    const next = line[at + i] as number;
    point = (point << 6) | (next & 0x3f);
    const isLast = i === bytes - 1;
    const fits = (next & 0xc0) === 0x80 && !(isLast && (point > 0x10ffff || isSurrogate(point)));
    if (fits) continue;
    // The bytes before the one that doesn't fit are kept, each by itself.
    for (let kept = 0; kept < i; kept++) putPrivateUse(line[at + kept] as number);
    return i;
  }
  if (point > 0xffff) {
    putUnicodeEscape(0xd800 | ((point - 0x10000) >> 10));
    putUnicodeEscape(0xdc00 | ((point - 0x10000) & 0x3ff));
  } else putUnicodeEscape(point);
  return bytes;
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

/** Where a line is from: what Fluent Bit's tail adds with `path_key file` and `offset_key offset`. */
export interface Origin {
  file: string;
  /** Byte offset of the line's first byte in its file. */
  offset: number;
}

/** A line as a record. */
export interface LineRecord {
  /** JSON in UTF-8; valid until the next line is written. */
  bytes: Buffer;
  /** Bytes of the line that are not in it. */
  cut: number;
}

/**
 * `{"log":"…"}`, with the line's origin in front where it is known, as Fluent Bit's tail makes it. What a line becomes
 * ends at {@link MAX_LINE_BYTES}; where something is missing, `cut` comes last and says how many bytes of the line.
 *
 * @param cut bytes that were left out of the line before
 */
export function writeRecord(line: Uint8Array, origin?: Origin, cut = 0): LineRecord {
  return write(line, origin, cut, MAX_LINE_BYTES);
}

/** The record of a line as text, all of it. */
export function recordOfLine(line: Uint8Array, origin?: Origin): string {
  return write(line, origin, 0, Number.POSITIVE_INFINITY).bytes.toString();
}

function write(line: Uint8Array, origin: Origin | undefined, cut: number, longest: number): LineRecord {
  const file = origin === undefined ? undefined : Buffer.from(origin.file);
  const most = Math.min(longest, ESCAPE_BYTES * line.length + SEQUENCE_BYTES);
  reserve(FRAME_BYTES + ESCAPE_BYTES * (file?.length ?? 0) + SEQUENCE_BYTES + most);
  putAscii("{");
  if (origin && file) {
    putAscii('"file":"');
    putLine(file, Number.POSITIVE_INFINITY);
    putAscii(`","offset":${origin.offset},`);
  }
  putAscii('"log":"');
  const left = cut + line.length - putLine(line, most);
  putAscii(left > 0 ? `","cut":${left}}` : '"}');
  return { bytes: out.subarray(0, length), cut: left };
}
