/**
 * A raw line as the record that Fluent Bit would hand to the filter.
 *
 * Fluent Bit writes its records as JSON with everything past ASCII escaped (`json.escape_unicode`, on by default), and
 * puts bytes that are not UTF-8 into the private use area, byte b as U+E000 + b. The same here, so that the same line
 * has the same id, scores and fields by either way. (Source: flb_utils_write_str in Fluent Bit 5.1's flb_utils.c.)
 */

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const PRIVATE_USE = 0xe000;

const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  8: "\\b",
  9: "\\t",
  10: "\\n",
  12: "\\f",
  13: "\\r",
  [QUOTE]: '\\"',
  [BACKSLASH]: "\\\\",
};

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** How long a UTF-8 sequence is by its first byte, as Fluent Bit counts (up to six, as RFC 2279 had it). */
function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  if (lead < 0xf8) return 4;
  return lead < 0xfc ? 5 : 6;
}

function privateUse(byte: number): string {
  return String.fromCharCode(PRIVATE_USE | byte);
}

/** Bytes of a line as the inside of a JSON string. */
function escapeLine(line: Buffer): string {
  let out = "";
  let plainFrom = 0;
  let at = 0;
  const flush = () => {
    if (plainFrom < at) out += line.toString("latin1", plainFrom, at);
  };
  while (at < line.length) {
    const byte = line[at] as number;
    if (byte >= 0x20 && byte < 0x7f && byte !== QUOTE && byte !== BACKSLASH) {
      at++;
      continue;
    }
    flush();
    if (byte < 0x80) {
      out += SHORT_ESCAPES[byte] ?? unicodeEscape(byte);
      at++;
    } else {
      const [text, length] = escapeSequence(line, at);
      out += text;
      at += length;
    }
    plainFrom = at;
  }
  flush();
  return out;
}

/**
 * The byte sequence at `at`, past ASCII: its escape, and how many bytes it takes.
 *
 * As Fluent Bit decodes, which takes overlong forms (`c0 af` is a slash, `c0 80` a NUL) but no halves of surrogate pairs
 * and nothing above U+10FFFF.
 */
function escapeSequence(line: Buffer, at: number): [text: string, length: number] {
  const lead = line[at] as number;
  const length = sequenceLength(lead);
  // A sequence that the line's end cuts off loses its first byte.
  if (at + length > line.length) return ["", 1];
  if (lead < 0xc0 || lead >= 0xf8) return [privateUse(lead), 1];
  let point = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = line[at + i] as number;
    point = (point << 6) | (next & 0x3f);
    const isLast = i === length - 1;
    const fits = (next & 0xc0) === 0x80 && !(isLast && (point > 0x10ffff || isSurrogate(point)));
    // The bytes before the one that doesn't fit are kept, each by itself.
    if (!fits) return [Array.from(line.subarray(at, at + i), privateUse).join(""), i];
  }
  const text = String.fromCodePoint(point);
  return [Array.from({ length: text.length }, (_, i) => unicodeEscape(text.charCodeAt(i))).join(""), length];
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

/** `{"log":"…"}`, with the line's origin in front where it is known, as Fluent Bit's tail makes it. */
export function recordOfLine(line: Buffer, origin?: Origin): string {
  const log = `"log":"${escapeLine(line)}"}`;
  if (origin === undefined) return `{${log}`;
  return `{"file":"${escapeLine(Buffer.from(origin.file))}","offset":${origin.offset},${log}`;
}
