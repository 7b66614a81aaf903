/**
 * Access lines of web servers: common, combined and vhost-combined log format, with or without fields behind
 * (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html,
 * https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format).
 *
 * ```
 * [vhost[:port] ]ADDRESS IDENT USER [17/May/2015:10:05:43 +0000] "GET /x HTTP/1.1" 200 512[ "REF" "UA"[ more]]
 * ```
 */
import { setField, setText, TYPE_NUMBER } from "../record/fields";
import { findEscaped } from "../record/json/marks";
import { Field } from "../schema/fields";
import { findByte, isDigit, parseMilli, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { commonLogTime } from "../text/time";
import { isAddress } from "./endpoint";
import { parsed } from "./parsed";
import { requestLine } from "./request-line";

/** How far into the line the request's opening quote may stand. */
const MAX_PREFIX_BYTES: usize = 1024;
/** `[17/May/2015:10:05:43 +0000] `. */
const TIME_BYTES: usize = 29;

/** Address of the quote that closes the string at `at`, or `end`. A backslash escapes. */
function closingQuote(at: usize, end: usize): usize {
  const start = at;
  while (at < end) {
    const quote = findEscaped(at, end, Char.Quote);
    let slash = quote;
    while (slash > start && load<u8>(slash - 1) == Char.Backslash) slash--;
    if (((quote - slash) & 1) == 0) return quote;
    at = quote + 1;
  }
  return end;
}

/** Address behind the spaces at `at`: servers write no tabs. */
function skipBlanks(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) == Char.Space) at++;
  return at;
}

/** Where the port behind the colon at `at` ends; `end` for `at` at `end`, no colon. */
function portEnd(at: usize, end: usize): usize {
  while (++at < end && isDigit(load<u8>(at))) {}
  return min(at, end);
}

/**
 * Parses the words before the time: `[vhost[:port] ]address ident user`. The site may be an address too, even of the
 * client's choice; the client's own address stands behind.
 */
function prefix(at: usize, end: usize): bool {
  const firstEnd = findByte(at, end, Char.Space);
  if (firstEnd >= end) {
    setText(Field.Ip, at, firstEnd);
    return firstEnd > at;
  }
  const second = firstEnd + 1;
  const secondEnd = findByte(second, end, Char.Space);
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
    setText(Field.User, thirdEnd + 1, end);
  } else {
    setText(Field.Ip, at, firstEnd);
    // Names of Basic authentication may have blanks.
    setText(Field.User, third, end);
  }
  return true;
}

/** Parses what follows the size: referer, user agent, request time and other fields. */
function suffix(at: usize, end: usize): void {
  let quoted = 0;
  at = skipBlanks(at, end);
  while (at < end) {
    if (load<u8>(at) == Char.Quote) {
      const close = closingQuote(at + 1, end);
      if (quoted == 0) setText(Field.Ref, at + 1, close);
      else if (quoted == 1) setText(Field.Ua, at + 1, close);
      quoted++;
      at = skipBlanks(close + 1, end);
      continue;
    }
    const stop = findByte(at, end, Char.Space);
    const equals = findByte(at, stop, Char.Equals);
    const value = equals < stop ? equals + 1 : at;
    // Times in seconds have a point (`0.012`, `rt=0.012`); whole numbers are sizes or ports.
    if (findByte(value, stop, Char.Dot) < stop) {
      const milli = parseMilli(value, stop);
      if (milli >= 0) parsed.setDuration(milli * 1000);
    }
    at = skipBlanks(stop, end);
  }
}

/** Time in the bracket that {@link timeBracket} returned last. */
let lineTime: i64 = NO_TIME;

/** Address of the last bracket in [at, quote) with a time in it, or `quote`. */
function timeBracket(at: usize, quote: usize): usize {
  const usual = quote - TIME_BYTES;
  if (usual > at && load<u8>(usual) == Char.OpenBracket) {
    lineTime = commonLogTime(usual + 1, quote);
    if (lineTime != NO_TIME) return usual;
  }
  let last = quote;
  for (
    let p = findByte(at, quote, Char.OpenBracket);
    p < quote;
    p = findByte(p + 1, quote, Char.OpenBracket)
  ) {
    if (commonLogTime(p + 1, quote) != NO_TIME) last = p;
  }
  if (last < quote) lineTime = commonLogTime(last + 1, quote);
  return last;
}

/**
 * Address of the bracket before the line's time, or 0.
 *
 * Servers escape quotes in a client's text, so the first plain quote opens the request. The last time before that quote
 * counts: a user's name may hold another.
 */
function findTime(at: usize, end: usize): usize {
  const limit = min(at + MAX_PREFIX_BYTES, end);
  let from = at;
  while (true) {
    let quote = findEscaped(from, limit, Char.Quote);
    // Apache escapes a quote with a backslash.
    while (quote < limit && quote > at && load<u8>(quote - 1) == Char.Backslash)
      quote = findEscaped(quote + 1, limit, Char.Quote);
    if (quote >= limit) return 0;
    const bracket = timeBracket(from, quote);
    if (bracket < quote) return bracket;
    from = quote + 1;
  }
}

/** Parses an access line; false for any other line. */
export function webLine(at: usize, end: usize): bool {
  const bracket = findTime(at, end);
  if (bracket <= at + 1) return false;
  const time = lineTime;
  let p = timeEnd();
  if (p + 3 >= end || load<u8>(p) != Char.CloseBracket || load<u8>(p, 1) != Char.Space) return false;
  p = findEscaped(p, end, Char.Quote);
  if (p >= end) return false;
  const request = p + 1;
  const requestEnd = closingQuote(request, end);
  p = requestEnd + 2;
  if (p + 3 > end || parseUnsigned(p, p + 3) < 0) return false;
  if (p + 3 < end && load<u8>(p, 3) != Char.Space) return false;
  if (!prefix(at, bracket - 1)) return false;
  parsed.time = time;
  requestLine(request, requestEnd);
  setField(Field.Status, p, p + 3, TYPE_NUMBER, 0);
  p += 4;
  if (p >= end) return true;
  const size = p;
  p = findByte(size, end, Char.Space);
  if (parseUnsigned(size, p) >= 0) setField(Field.Bytes, size, p, TYPE_NUMBER, 0);
  suffix(p, end);
  return true;
}
