/** Where a request stands in a text of any form: `METHOD TARGET HTTP/x`; with blanks in the target only behind a quote. */
import { ascii, find, isDigit, isLetter, isUpper } from "../text/ascii";
import { Char } from "../text/char";
import { behind, wordEnd } from "./words";

const HTTP: usize = ascii("HTTP/");
/** `HTTP/1.1` has three bytes behind the slash at most. */
const MAX_VERSION_BYTES: usize = 3;
const LEAST_METHOD_BYTES: usize = 3;
/** PROPPATCH and UPDATEREDIRECTREF are the long ones of IANA's list. */
const MAX_METHOD_BYTES: usize = 17;
/** How far in front of its version a request in quotes is looked for. */
const MAX_QUOTED_BYTES: usize = 2048;
/** Places of `HTTP/` that are looked at. */
const MAX_PLACES: i32 = 8;

/** A request in a text. */
@unmanaged
class FoundRequest {
  at: usize;
  end: usize;
  /** Whether there is no other: of two, one is in a text of the client's, and which one nobody knows. */
  isOnly: bool;
}

/** The request that {@link findRequest} found last. */
export const found: FoundRequest = changetype<FoundRequest>(memory.data(offsetof<FoundRequest>(), 8));

/** Where the version at `at`, behind the slash, ends; `at` where there is none. */
function versionEnd(at: usize, end: usize): usize {
  let p = at;
  while (p < end && p - at < MAX_VERSION_BYTES && (isDigit(load<u8>(p)) || load<u8>(p) == Char.Dot)) p++;
  const isWord = p < end && (isDigit(load<u8>(p)) || isLetter(load<u8>(p)));
  return p > at && isDigit(load<u8>(at)) && !isWord ? p : at;
}

/** Whether a target begins with this byte: a path, `*`, a URL or a name. */
function isTargetStart(byte: u32): bool {
  return byte == Char.Slash || byte == Char.Asterisk || isLetter(byte) || isDigit(byte);
}

/** Address of the method that the blank at `blank` ends, or 0. */
function methodStart(at: usize, blank: usize): usize {
  let method = blank;
  while (method > at && (isUpper(load<u8>(method - 1)) || load<u8>(method - 1) == Char.Minus)) method--;
  const length = blank - method;
  if (length < LEAST_METHOD_BYTES || length > MAX_METHOD_BYTES || !isUpper(load<u8>(method))) return 0;
  if (method == at) return method;
  const before = <u32>load<u8>(method - 1);
  return isLetter(before) || isDigit(before) || before == Char.Underscore ? 0 : method;
}

/** Address of the method behind the last quote in front of `target`, whose target has blanks; or 0. */
function quotedStart(at: usize, target: usize): usize {
  const limit = target - at > MAX_QUOTED_BYTES ? target - MAX_QUOTED_BYTES : at;
  let quote = target;
  while (quote > limit && load<u8>(quote - 1) != Char.Quote) quote--;
  if (quote == limit) return 0;
  const blank = wordEnd(quote, target);
  const method = blank < target && load<u8>(blank) == Char.Space ? methodStart(quote, blank) : 0;
  return method == quote && isTargetStart(load<u8>(blank, 1)) ? method : 0;
}

/** Address of the method whose request ends in front of the version at `version`, or 0. */
function requestStart(at: usize, version: usize): usize {
  if (version < at + 6 || load<u8>(version - 1) != Char.Space) return 0;
  let target = version - 1;
  while (target > at && load<u8>(target - 1) > <u8>Char.Space) target--;
  if (target == version - 1 || target < at + 4) return 0;
  const method =
    isTargetStart(load<u8>(target)) && load<u8>(target - 1) == Char.Space ? methodStart(at, target - 1) : 0;
  return method ? method : quotedStart(at, target);
}

/** Finds the first request in [at, end), for {@link found}; false where there is none. */
export function findRequest(at: usize, end: usize): bool {
  found.at = 0;
  found.isOnly = true;
  let place = find(at, end, HTTP);
  for (let i = 0; place && i < MAX_PLACES; i++, place = find(place + 1, end, HTTP)) {
    const version = behind(place, HTTP);
    const stop = versionEnd(version, end);
    const start = stop > version ? requestStart(at, place) : 0;
    if (start == 0) continue;
    if (found.at) {
      found.isOnly = false;
      return true;
    }
    found.at = start;
    found.end = stop;
  }
  return found.at != 0;
}
