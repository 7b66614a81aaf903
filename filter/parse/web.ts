/**
 * Access lines of web servers: common, combined and vhost-combined log format, with or without fields behind
 * (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html,
 * https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format).
 *
 * ```
 * [vhost[:port] ]ADDRESS IDENT USER [17/May/2015:10:05:43 +0000] "GET /x HTTP/1.1" 200 512[ "REF" "UA"[ more]]
 * ```
 */
import { setField, setText, TYPE_NUMBER, unsetField } from "../record/fields";
import { findEscaped } from "../record/json/marks";
import { Field } from "../schema/fields";
import { KIND_COUNT, Kind } from "../schema/kinds";
import { findByte, isDigit, isLetter, parseMilli, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { commonLogTime } from "../text/time";
import { otherFormat } from "./formats/find";
import { parsed } from "./parsed";
import { requestLine } from "./request-line";
import { mayForward, noteNoForward } from "./web-forwarded";
import { isUsualPrefix, prefix } from "./web-prefix";
import { behindQuoted, isBeforeStatus, rawRequestEnd } from "./web-request";

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

/** Whether a format may know more of what follows the user agent: a number without a point, or a word. */
function isOddTail(at: usize, end: usize): bool {
  if (at >= end) return false;
  const byte = <u32>load<u8>(at);
  if (!isDigit(byte) && !isLetter(byte)) return false;
  const stop = findByte(at, end, Char.Space);
  return findByte(at, stop, isDigit(byte) ? Char.Dot : Char.Equals) == stop;
}

/** Whether a name with a value stands at `at`, `rt=0.012`. */
function isNamed(at: usize, end: usize): bool {
  const stop = min(findByte(at, end, Char.Quote), findByte(at, end, Char.Space));
  return isLetter(load<u8>(at)) && findByte(at, stop, Char.Equals) < stop;
}

/** Where referer and user agent end, of the line at hand; 0 for none. */
let refererEnd: usize = 0;
let agentEnd: usize = 0;

/** Finds referer and user agent; returns whether a format may know more of what follows the size. */
function isOddSuffix(at: usize, end: usize): bool {
  refererEnd = 0;
  agentEnd = 0;
  at = skipBlanks(at, end);
  if (at >= end) return false;
  if (load<u8>(at) != Char.Quote) return true;
  refererEnd = closingQuote(at + 1, end);
  at = skipBlanks(refererEnd + 1, end);
  if (at >= end || load<u8>(at) != Char.Quote) return isOddTail(at, end);
  agentEnd = closingQuote(at + 1, end);
  const tail = agentEnd + 1;
  if (tail >= end || load<u8>(tail) == Char.Space) return isOddTail(skipBlanks(tail, end), end);
  // Servers that escape no quotes may have some in the last text.
  if (!isNamed(tail, end) && load<u8>(end - 1) == Char.Quote) agentEnd = end - 1;
  return true;
}

/** Parses what follows the size: referer, user agent, request time and other fields. */
function suffix(at: usize, end: usize): void {
  let texts = 0;
  at = skipBlanks(at, end);
  if (refererEnd) {
    setText(Field.Ref, at + 1, refererEnd);
    at = skipBlanks(refererEnd + 1, end);
    texts = 1;
  }
  if (agentEnd) {
    setText(Field.Ua, at + 1, agentEnd);
    at = skipBlanks(agentEnd + 1, end);
    texts = 2;
  }
  while (at < end) {
    if (load<u8>(at) == Char.Quote) {
      const close = closingQuote(at + 1, end);
      if (texts == 0) setText(Field.Ref, at + 1, close);
      else if (texts == 1) setText(Field.Ua, at + 1, close);
      else if (texts == 2 && mayForward(at + 1, close)) setText(Field.Forwarded, at + 1, close);
      texts++;
      at = skipBlanks(close + 1, end);
      continue;
    }
    if (texts == 2) noteNoForward();
    const stop = findByte(at, end, Char.Space);
    // Traefik before 1.5 writes no quotes around a missing referer.
    if (stop == at + 1 && load<u8>(at) == Char.Minus && texts < 2) texts++;
    const equals = findByte(at, stop, Char.Equals);
    const value = equals < stop ? equals + 1 : at;
    // Times in seconds have a point (`0.012`, `rt=0.012`); whole numbers are sizes or ports.
    if (findByte(value, stop, Char.Dot) < stop) {
      const milli = parseMilli(value, stop);
      if (milli >= 0) parsed.setDuration(milli * 1000);
    }
    at = skipBlanks(stop, end);
  }
  // The common log format ends before both.
  parsed.setClientTexts(texts > 0, texts > 1);
  if (texts == 2) noteNoForward();
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

/**
 * Parses an access line. One that is not quite of these formats is given to the formats first, which may know it.
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns its log type, UNKNOWN for any other line
 */
export function webLine(at: usize, end: usize, now: i64): u32 {
  const bracket = findTime(at, end);
  if (bracket <= at + 1) return Kind.Unknown;
  const time = lineTime;
  let p = timeEnd();
  if (p + 3 >= end || load<u8>(p) != Char.CloseBracket || load<u8>(p, 1) != Char.Space) return Kind.Unknown;
  const usual = p + 2;
  p = findEscaped(p, end, Char.Quote);
  if (p >= end) return Kind.Unknown;
  const isBehindWord = p > usual;
  let request = p + 1;
  let requestEnd = closingQuote(request, end);
  const isRaw = !isBeforeStatus(requestEnd, end);
  if (isRaw) {
    const another = behindQuoted(request, requestEnd, end);
    if (another > request) requestEnd = closingQuote(another, end);
    request = another;
    if (!isBeforeStatus(requestEnd, end)) requestEnd = rawRequestEnd(request, end);
    if (!isBeforeStatus(requestEnd, end)) return Kind.Unknown;
  }
  const status = requestEnd + 2;
  const size = findByte(status, end, Char.Space) + 1;
  const sizeEnd = findByte(size, end, Char.Space);
  const isOdd = isOddSuffix(sizeEnd, end) || isRaw || isBehindWord || !isUsualPrefix(at, bracket);
  if (isOdd) {
    const kind = otherFormat(false, at, end, at, now);
    if (kind < KIND_COUNT) return kind;
  }
  if (!prefix(at, bracket - 1)) return Kind.Unknown;
  parsed.time = time;
  // The path around may be the file's, as of Fluent Bit's `path_key`.
  unsetField(Field.Path);
  requestLine(request, requestEnd);
  parsed.isClosed = requestEnd == request + 1 && load<u8>(request) == Char.Minus;
  if (size - 1 == status + 3) setField(Field.Status, status, status + 3, TYPE_NUMBER, 0);
  if (size >= end) {
    parsed.setClientTexts(false, false);
    return Kind.Web;
  }
  if (parseUnsigned(size, sizeEnd) >= 0) setField(Field.Bytes, size, sizeEnd, TYPE_NUMBER, 0);
  suffix(sizeEnd, end);
  return Kind.Web;
}
