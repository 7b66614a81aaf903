/**
 * The quoted request of an access line, as servers write it that escape no quotes (Envoy, morgan, older Traefik), and
 * behind another quoted text:
 *
 * ```
 * "GET /a"b HTTP/1.1" 200 512                "www.example.com" "GET / HTTP/1.1" 400 204
 * ```
 */
import { ascii, find, findByte, isDigits } from "../text/ascii";
import { Char } from "../text/char";
import { behind } from "./words";

const VERSION: usize = ascii(" HTTP/");
const STATUS_DIGITS: u32 = 3;
/** `HTTP/1.1` has three bytes behind the slash. */
const MAX_VERSION_BYTES: usize = 3;

/** Whether a blank, and a status or the dash in place of one, follow the quote at `quote`. */
export function isBeforeStatus(quote: usize, end: usize): bool {
  const p = quote + 2;
  if (p >= end || load<u8>(quote, 1) != Char.Space) return false;
  if (load<u8>(p) == Char.Minus) return p + 1 == end || load<u8>(p, 1) == Char.Space;
  return (
    p + STATUS_DIGITS <= end &&
    isDigits(p, STATUS_DIGITS) &&
    (p + STATUS_DIGITS == end || load<u8>(p, STATUS_DIGITS) == Char.Space)
  );
}

/** Address of the quote behind the first version that a status follows, or `end`: a target has no blanks. */
function versionQuote(at: usize, end: usize): usize {
  for (let version = find(at, end, VERSION); version; version = find(version + 1, end, VERSION)) {
    const number = behind(version, VERSION);
    const quote = findByte(number, min(number + MAX_VERSION_BYTES + 1, end), Char.Quote);
    if (quote - number <= MAX_VERSION_BYTES && isBeforeStatus(quote, end)) return quote;
  }
  return end;
}

/** Address of the only quote that a status follows, or `end`. */
function onlyQuote(at: usize, end: usize): usize {
  let found = end;
  for (let quote = findByte(at, end, Char.Quote); quote < end; quote = findByte(quote + 1, end, Char.Quote)) {
    if (!isBeforeStatus(quote, end)) continue;
    if (found < end) return end;
    found = quote;
  }
  return found;
}

/** Address behind the opening quote of the request where another text, of no blanks, is quoted in front; else `at`. */
export function behindQuoted(at: usize, close: usize, end: usize): usize {
  if (close + 2 >= end || load<u8>(close, 1) != Char.Space || load<u8>(close, 2) != Char.Quote) return at;
  return findByte(at, close, Char.Space) == close ? close + 3 : at;
}

/** Address of the quote that closes the request at `at` and has quotes in it, or `end`. */
export function rawRequestEnd(at: usize, end: usize): usize {
  const quote = versionQuote(at, end);
  return quote < end ? quote : onlyQuote(at, end);
}
