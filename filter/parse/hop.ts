/**
 * Addresses in a list that proxies wrote, one behind the other, each of who connected to the proxy that wrote it:
 *
 * ```
 * 203.0.113.9, 10.0.0.2                                                       X-Forwarded-For
 * for=203.0.113.9;proto=https, for="[2001:db8::7]:4711"                       Forwarded (RFC 7239)
 * "203.0.113.9","10.0.0.2"                                                    header lines in an array
 * ```
 */
import { addressEnd, addressStart } from "../text/address";
import { readAddress } from "../text/address-value";
import { isDigit, isLetter } from "../text/ascii";
import { CASE_BIT, Char, chars4 } from "../text/char";

/** The longest element that can be an address: `for="[…]:65535";by="[…]:65535";host=…;proto=https`. */
const MAX_ELEMENT_BYTES: usize = 512;

/** The address read last. */
@unmanaged
class Hop {
  at: usize;
  end: usize;
  /** Whether a port stands behind it. */
  hasPort: bool;
}

export const hop: Hop = changetype<Hop>(memory.data(offsetof<Hop>(), 8));

/** Address of the last element of the list in [at, end), or 0 where it is too long. */
export function lastElement(at: usize, end: usize): usize {
  const limit = end - at > MAX_ELEMENT_BYTES ? end - MAX_ELEMENT_BYTES : at;
  while (end > limit && load<u8>(end - 1) != Char.Comma) end--;
  return end > at && load<u8>(end - 1) != Char.Comma ? 0 : end;
}

/** Whether the byte may stand around an address: IIS writes blanks as `+`, Apache escapes quotes. */
function isAround(byte: u32): bool {
  return (
    byte == Char.Space ||
    byte == Char.Tab ||
    byte == Char.Quote ||
    byte == Char.Backslash ||
    byte == Char.Plus
  );
}

/** Nginx' quotes, `\x22`. */
const ESCAPED_QUOTE: u32 = chars4(Char.Backslash, Char.x, Char._2, Char._2);

function trimStart(at: usize, end: usize): usize {
  while (at < end && isAround(load<u8>(at))) at += at + 4 <= end && load<u32>(at) == ESCAPED_QUOTE ? 4 : 1;
  return at;
}

function trimEnd(at: usize, end: usize): usize {
  while (at < end) {
    if (at + 4 <= end && load<u32>(end - 4) == ESCAPED_QUOTE) end -= 4;
    else if (isAround(load<u8>(end - 1))) end--;
    else break;
  }
  return end;
}

const FOR: u32 = chars4(Char.f, Char.o, Char.r, Char.Equals);
const FOLD: u32 = chars4(CASE_BIT, CASE_BIT, CASE_BIT, 0);

/** Address behind `for=` of an element of Forwarded; `at` where it has none. */
function behindFor(at: usize, end: usize): usize {
  for (let p = at; p + 4 <= end; ) {
    if ((load<u32>(p) | FOLD) == FOR) return p + 4;
    while (p < end && load<u8>(p) != Char.Semicolon) p++;
    p = trimStart(p + 1, end);
  }
  return at;
}

/** Whether no more than a zone, a closing bracket and a port stand in [at, end). */
function isBehindAddress(at: usize, end: usize): bool {
  hop.hasPort = false;
  if (at < end && load<u8>(at) == Char.Percent) {
    at++;
    while (at < end && (isLetter(load<u8>(at)) || isDigit(load<u8>(at)))) at++;
  }
  if (at < end && load<u8>(at) == Char.CloseBracket) at++;
  if (at == end) return true;
  hop.hasPort = true;
  if (load<u8>(at) != Char.Colon || at + 1 == end) return false;
  while (++at < end) if (!isDigit(load<u8>(at))) return false;
  return true;
}

/**
 * Reads the address of the element in [at, end) into {@link hop}, and its value (text/address-value.ts); false where the
 * element is none: empty, `unknown`, a name that hides the address (RFC 7239, section 6.3), or anything else.
 */
export function readHop(at: usize, end: usize): bool {
  at = trimStart(at, end);
  const value = behindFor(at, end);
  if (value > at) {
    at = value;
    let stop = at;
    while (stop < end && load<u8>(stop) != Char.Semicolon) stop++;
    end = stop;
    at = trimStart(at, end);
  }
  end = trimEnd(at, end);
  at = addressStart(at, end);
  const stop = addressEnd(at, end);
  if (stop == 0 || !isBehindAddress(stop, end)) return false;
  hop.at = at;
  hop.end = stop;
  return readAddress(at, stop);
}
