/**
 * What must become of a record's own bytes, worked out another way than the filter does: with JSON.parse as the judge
 * and regular expressions over the bytes as Latin-1.
 */

const MAX_DEPTH = 256;
/** From 1e308 on a number may be too large for a double, which the shipper makes of it. */
const MAX_EXPONENT = 307;
/** Most digits behind the point of Postgres's `numeric`, and an exponent that neither takes. */
const MAX_DECIMALS = 16383;
const EXPONENT_CAP = 1e8;
const TOKEN = /"(?:[^"\\]|\\[\s\S])*"|-?[0-9][-+.0-9eE]*|[[\]{}]|[^"[\]{}]/g;

/** The record's own part of the answer, to its closing brace excluded; undefined where it has to go out as `raw`. */
export function keptPart(record: Uint8Array): string | undefined {
  const latin1 = Buffer.from(record).toString("latin1");
  if (!isObject(latin1)) return undefined;
  const body = latin1.replace(/[ \t\n\r]+$/, "").slice(0, -1);
  let out = "";
  let depth = 0;
  let deepest = 0;
  for (const token of body.matchAll(TOKEN)) {
    const [text] = token;
    if (text === "{" || text === "[") deepest = Math.max(deepest, ++depth);
    else if (text === "}" || text === "]") depth--;
    if (text[0] === '"') {
      const isKey = /^[ \t\n\r]*:/.test(
        body.slice(token.index + text.length, token.index + text.length + 64),
      );
      const claimed = isKey && depth === 1 && ["date", "smartlog"].includes(keyText(text));
      out += claimed ? `"_${fitted(text).slice(1)}` : fitted(text);
    } else if (/^-?[0-9]/.test(text)) out += isUnfit(text) ? `"${text}"` : text;
    else out += text;
  }
  return deepest > MAX_DEPTH ? undefined : out;
}

function isObject(latin1: string): boolean {
  try {
    const value = JSON.parse(latin1);
    return value !== null && typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}

function keyText(token: string): string {
  return JSON.parse(fitted(token).replace(/[\u0080-\u00ff]/g, "?"));
}

/** By the power of ten of the number's first digit that counts, and of its last digit. */
function isUnfit(number: string): boolean {
  const [, whole = "", fraction = "", power = "0"] =
    /^-?([0-9]+)\.?([0-9]*)(?:[eE](.*))?$/.exec(number) ?? [];
  const digits = (whole + fraction).search(/[1-9]/);
  if (Math.abs(Number(power)) >= EXPONENT_CAP || fraction.length - Number(power) > MAX_DECIMALS) return true;
  return digits >= 0 && whole.length - 1 - digits + Number(power) > MAX_EXPONENT;
}

/** A string token with what Postgres can't take replaced. */
function fitted(token: string): string {
  return token
    .replace(
      /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\[\s\S]/g,
      (all, high, _low, unit) => {
        if (high !== undefined || unit === undefined) return all;
        return unit === "0000" || /^d[89a-f]/i.test(unit) ? "\\ufffd" : all;
      },
    )
    .replace(UTF8, (all) => (all.length > 1 || all < "\u0080" ? all : "\\ufffd"));
}

/** A well-formed UTF-8 sequence (RFC 3629, section 4), as Latin-1, or else any one byte. */
const UTF8 = new RegExp(
  [
    "[\\xc2-\\xdf][\\x80-\\xbf]",
    "\\xe0[\\xa0-\\xbf][\\x80-\\xbf]",
    "[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}",
    "\\xed[\\x80-\\x9f][\\x80-\\xbf]",
    "\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}",
    "[\\xf1-\\xf3][\\x80-\\xbf]{3}",
    "\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}",
    "[\\s\\S]",
  ].join("|"),
  "g",
);

/** What `raw` must say: the record's text, with U+FFFD for NUL and for each byte that is not UTF-8. */
export function rawText(record: Uint8Array): string {
  const whole = Buffer.from(record)
    .toString("latin1")
    .replace(UTF8, (all) => (all.length > 1 || (all < "\u0080" && all !== "\0") ? all : "\xef\xbf\xbd"));
  return Buffer.from(whole, "latin1").toString("utf8");
}
