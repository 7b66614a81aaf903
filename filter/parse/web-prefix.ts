/**
 * What stands before the time of an access line:
 *
 * ```
 * ADDRESS IDENT USER        SITE[:PORT] ADDRESS IDENT USER
 * ADDRESS, PROXY, … - USER  ADDRESS (FORWARDED) - USER       ADDRESS - [ADDRESS] - USER
 * ```
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte, isDigit } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { isAddress } from "./endpoint";
import { skipBlanks } from "./words";

/** Where the port behind the colon at `at` ends; `end` for `at` at `end`, no colon. */
function portEnd(at: usize, end: usize): usize {
  while (++at < end && isDigit(load<u8>(at))) {}
  return min(at, end);
}

const DASH: u32 = chars2(Char.Minus, Char.Space);

/**
 * Whether the words have the usual form, IDENT a dash, so that no format knows more of them. (A wrong answer costs a
 * search, no more.)
 */
export function isUsualPrefix(at: usize, end: usize): bool {
  const firstEnd = findByte(at, end, Char.Space);
  if (firstEnd >= end || load<u8>(firstEnd - 1) == Char.Comma) return false;
  if (load<u16>(firstEnd, 1) == DASH) return load<u8>(firstEnd, 3) != Char.OpenBracket;
  const secondEnd = findByte(firstEnd + 1, end, Char.Space);
  // lighttpd's second word is the site, and its third the user.
  const isLighttpd = load<u8>(secondEnd, 3) == Char.OpenBracket;
  return load<u16>(secondEnd, 1) == DASH && !isLighttpd && load<u8>(firstEnd, 1) != Char.OpenParen;
}

/** Takes the user; ingress-nginx before 0.26 has the address again in front, `[ADDRESS] - USER`. */
function takeUser(at: usize, end: usize): void {
  if (at < end && load<u8>(at) == Char.OpenBracket) {
    const close = findByte(at, end, Char.CloseBracket);
    if (close + 4 <= end && isAddress(at + 1, close) && load<u16>(close, 1) == chars2(Char.Space, Char.Minus))
      at = skipBlanks(close + 3, end);
  }
  // Names of Basic authentication may have blanks.
  setText(Field.User, at, end);
}

/** Address behind the word at `at` and one blank, or `end`. */
function nextWord(at: usize, end: usize): usize {
  const stop = findByte(at, end, Char.Space);
  return stop < end ? stop + 1 : end;
}

/**
 * Takes the first address of a list, as X-Forwarded-For has the client first and then the proxies, or an address with
 * another in parentheses behind.
 *
 * @returns address behind the list, or 0
 */
function takeList(at: usize, end: usize): usize {
  let p = at;
  let stop = findByte(p, end, Char.Space);
  const isList = stop > at && stop < end && load<u8>(stop - 1) == Char.Comma;
  const firstEnd = isList ? stop - 1 : stop;
  while (stop < end && load<u8>(stop - 1) == Char.Comma) {
    p = stop + 1;
    stop = findByte(p, end, Char.Space);
    const bare = load<u8>(stop - 1) == Char.Comma ? stop - 1 : stop;
    if (!isAddress(p, bare)) return 0;
  }
  const behind = stop + 1;
  if (isList) {
    if (isAddress(at, firstEnd)) setText(Field.Ip, at, firstEnd);
    return behind;
  }
  if (!isAddress(at, firstEnd) || behind >= end || load<u8>(behind) != Char.OpenParen) return 0;
  const close = findByte(behind, end, Char.CloseParen);
  if (close + 1 >= end || load<u8>(close, 1) != Char.Space) return 0;
  setText(Field.Ip, at, firstEnd);
  return close + 2;
}

/**
 * Parses the words before the time. The site may be an address too, even of the client's choice; the client's own
 * address stands behind.
 */
export function prefix(at: usize, end: usize): bool {
  const firstEnd = findByte(at, end, Char.Space);
  if (firstEnd >= end) {
    setText(Field.Ip, at, firstEnd);
    return firstEnd > at;
  }
  const second = firstEnd + 1;
  const secondEnd = findByte(second, end, Char.Space);
  if (load<u8>(firstEnd - 1) == Char.Comma || load<u8>(second) == Char.OpenParen) {
    const ident = takeList(at, end);
    if (ident) {
      takeUser(nextWord(ident, end), end);
      return true;
    }
  }
  const third = secondEnd < end ? secondEnd + 1 : end;
  const thirdEnd = findByte(third, end, Char.Space);
  const hasSite = isAddress(second, secondEnd);
  // Any other three words, and `WARNING:module:…`, belong to a program that quotes an access line.
  if (secondEnd < end && !hasSite) {
    const colon = findByte(at, firstEnd, Char.Colon);
    const isAnonymous =
      secondEnd == second + 1 && load<u8>(second) == Char.Minus && portEnd(colon, firstEnd) == firstEnd;
    if (!isAnonymous && !isAddress(at, firstEnd)) return false;
  }
  if (thirdEnd < end && hasSite) {
    setText(Field.Host, at, firstEnd);
    setText(Field.Ip, second, secondEnd);
    takeUser(thirdEnd + 1, end);
  } else {
    setText(Field.Ip, at, firstEnd);
    takeUser(third, end);
  }
  return true;
}
