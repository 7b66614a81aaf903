/**
 * What stands before the time of an access line:
 *
 * ```
 * ADDRESS IDENT USER        SITE[:PORT] ADDRESS IDENT USER
 * ADDRESS, PROXY, … - USER  ADDRESS (FORWARDED) - USER       ADDRESS - [ADDRESS] - USER
 * "FORWARDED" IDENT USER    "FORWARDED" ADDRESS IDENT USER
 * ```
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte, isDigit } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { isAddress } from "./endpoint";
import { lastElement, readHop } from "./hop";
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

/** Whether the word is a list without blanks. */
function isList(at: usize, end: usize): bool {
  if (findByte(at, end, Char.Comma) == end) return false;
  const element = lastElement(at, end);
  return element == end || (element != 0 && readHop(element, end));
}

/**
 * Takes a list, as X-Forwarded-For has the client first and then the proxies; what a client sent in front may have blanks.
 *
 * @param stop where the word ends in which the first comma stands
 * @returns address behind the list, or 0
 */
function takeList(at: usize, stop: usize, end: usize): usize {
  while (stop < end && load<u8>(stop - 1) == Char.Comma) {
    const next = stop + 1;
    stop = findByte(next, end, Char.Space);
    const bare = load<u8>(stop - 1) == Char.Comma ? stop - 1 : stop;
    if (!isAddress(next, bare) && !isList(next, bare)) return 0;
  }
  setText(Field.Forwarded, at, stop);
  return stop + 1;
}

/** Address of the byte in [at, end) that no backslash escapes, or `end`. */
function plainByte(at: usize, end: usize, byte: u32): usize {
  let p = findByte(at, end, byte);
  while (p < end && load<u8>(p - 1) == Char.Backslash) p = findByte(p + 1, end, byte);
  return p;
}

/** Takes the list in [at, close), unless what closes it comes again: then a client may have written the first one. */
function takeClosed(at: usize, close: usize, end: usize): void {
  if (plainByte(close + 1, end, load<u8>(close)) == end) setText(Field.Forwarded, at, close);
}

/** Takes an address with a list in parentheses behind it; address behind both, or 0. */
function takeBoth(at: usize, firstEnd: usize, end: usize): usize {
  const list = firstEnd + 2;
  const close = findByte(list, end, Char.CloseParen);
  if (!isAddress(at, firstEnd) || close + 1 >= end || load<u8>(close, 1) != Char.Space) return 0;
  setText(Field.Ip, at, firstEnd);
  takeClosed(list, close, end);
  return close + 2;
}

/** Takes a quoted list, and the address of who connected where that stands behind; address behind both, or 0. */
function takeQuoted(at: usize, end: usize): usize {
  const close = plainByte(at + 1, end, Char.Quote);
  if (close + 2 >= end || load<u8>(close, 1) != Char.Space) return 0;
  const next = close + 2;
  takeClosed(at + 1, close, end);
  const nextEnd = findByte(next, end, Char.Space);
  if (nextEnd == end || !isAddress(next, nextEnd)) return next;
  setText(Field.Ip, next, nextEnd);
  return nextEnd + 1;
}

/**
 * Parses the words before the time. The site may be an address too, even of the client's choice; the client's own
 * address stands behind.
 */
export function prefix(at: usize, end: usize): bool {
  if (load<u8>(at) == Char.Quote) {
    const ident = takeQuoted(at, end);
    if (ident) takeUser(nextWord(ident, end), end);
    return ident != 0;
  }
  const firstEnd = findByte(at, end, Char.Space);
  if (firstEnd >= end) {
    setText(Field.Ip, at, firstEnd);
    return firstEnd > at;
  }
  const second = firstEnd + 1;
  const secondEnd = findByte(second, end, Char.Space);
  let ident: usize = 0;
  if (load<u8>(second) == Char.OpenParen) ident = takeBoth(at, firstEnd, end);
  else if (isList(at, firstEnd)) ident = takeList(at, firstEnd, end);
  else if (load<u8>(secondEnd - 1) == Char.Comma) ident = takeList(at, secondEnd, end);
  if (ident) {
    takeUser(nextWord(ident, end), end);
    return true;
  }
  const third = secondEnd < end ? secondEnd + 1 : end;
  const thirdEnd = findByte(third, end, Char.Space);
  // A request in front of the time: what looks like one is in a text of the client's.
  if (load<u8>(second) == Char.Quote) return false;
  const hasSite = load<u8>(firstEnd - 1) != Char.Colon && isAddress(second, secondEnd);
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
