/** How text gets into a request target: the percent-encodings that browsers, libraries and attack tools use. */
import type { Random } from "../lib/random.ts";

/**
 * - `full`: everything but RFC 3986's unreserved characters, hex digits in lower or upper case as tools differ
 * - `upper`: the same with upper-case hex digits (what browsers send)
 * - `form`: `+` for a space, the rest as `upper` (application/x-www-form-urlencoded)
 * - `double`: `upper` twice
 * - `mixed`: `upper`, and some characters that need no encoding encoded as well
 * - `latin1`: one byte per character where ISO 8859-1 has it (old sites); else as `upper`
 * - `minimal`: only what can't stand in a request line (space, quotes, control characters, non-ASCII)
 * - `none`: as it is, except what would break the log line
 *
 * All but `minimal`, `none` and `latin1` are lossless: decoding gives the text back.
 */
export type EncodeStyle = "full" | "minimal" | "form" | "upper" | "double" | "mixed" | "none" | "latin1";

/** The styles that decoding undoes. */
export const LOSSLESS_STYLES: readonly EncodeStyle[] = ["full", "form", "upper", "double", "mixed"];

const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

/** What a raw request target in a log line can't hold: controls, space, quotes of the line, bytes above ASCII. */
const UNLOGGABLE = /[^\x21\x23-\x7e]/u;

const encoder = new TextEncoder();

const LOWER_HEX = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).padStart(2, "0")}`);
const UPPER_HEX = LOWER_HEX.map((triplet) => triplet.toUpperCase());

function percentByte(byte: number, upper: boolean): string {
  return (upper ? UPPER_HEX[byte] : LOWER_HEX[byte]) ?? "";
}

function percentCharacter(character: string, upper: boolean): string {
  const code = character.charCodeAt(0);
  if (code < 128) return percentByte(code, upper);
  let out = "";
  for (const byte of encoder.encode(character)) out += percentByte(byte, upper);
  return out;
}

/**
 * Percent-encodes text (as UTF-8 unless `latin1`).
 * @param rng needed by `mixed` only: which of the harmless characters are encoded too (without it, every third)
 */
export function percentEncode(text: string, style: EncodeStyle, rng?: Random): string {
  if (style === "double") return percentEncode(percentEncode(text, "upper"), "upper");
  const upper = style !== "full";
  let out = "";
  let index = 0;
  for (const character of text) {
    index++;
    if (style === "minimal" || style === "none") {
      out += UNLOGGABLE.test(character) ? percentCharacter(character, upper) : character;
    } else if (style === "form" && character === " ") {
      out += "+";
    } else if (UNRESERVED.test(character)) {
      const extra = style === "mixed" && (rng ? rng.chance(0.3) : index % 3 === 0);
      out += extra ? percentCharacter(character, upper) : character;
    } else if (style === "latin1" && character.charCodeAt(0) < 256) {
      out += percentByte(character.charCodeAt(0), upper);
    } else {
      out += percentCharacter(character, upper);
    }
  }
  return out;
}
