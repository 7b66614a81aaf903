/**
 * Apache's error log (https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat), and its messages in syslog, which
 * have no time:
 *
 * ```
 * [Sat Nov 21 06:19:00.123456 2026] [core:error] [pid 12:tid 34] [client ADDR:PORT] AH00037: MESSAGE, referer: URL
 * [Sat Nov 21 06:19:00 2026] [error] [client ADDR] MESSAGE
 * ```
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, find, findByte, isDigit, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { ctimeTime } from "../text/time";
import { apacheLogin, behindNumber } from "./apache-auth";
import { setPort, takeEndpoint } from "./endpoint";
import { levelOfName } from "./level";
import { modsecurityMessage } from "./modsecurity";
import { refused } from "./outcome";
import { parsed } from "./parsed";
import { requestLine } from "./request-line";
import {
  after,
  afterLastByte,
  behind,
  findAfter,
  findLast,
  setLiteral,
  skipBlanks,
  trimmedEnd,
} from "./words";

const APACHE: usize = ascii("apache");
const A_CLIENT: usize = ascii("[client ");
const A_REMOTE: usize = ascii("[remote ");
const A_PID: usize = ascii("[pid ");
const A_REFERER: usize = ascii(", referer: ");
const A_REQUEST: usize = ascii(" in request ");
const A_ACCESS: usize = ascii("access to ");
const A_DENIED: usize = ascii(" denied");
const A_FAILED: usize = ascii(" failed");
const A_INVALID: usize = ascii("invalid URI path (");
const A_UNMAPPED: usize = ascii("Cannot map ");
const A_UNMAPPED_END: usize = ascii(" to file");
const A_URI: usize = ascii('[uri "');
const A_CODE_END: usize = ascii(": [");
const A_QUOTE_END: usize = ascii('":');
/** What follows is the name of a file, or `uri ` and a URI. */
const A_REFUSED: usize = ascii("client denied by server configuration: ");
const A_REFUSED_URI: usize = ascii("uri ");
const MAX_CODE_BYTES: usize = 120;

/** Takes a path that a message names. */
function takePath(at: usize, end: usize): void {
  setText(Field.Path, at, end);
  parsed.hasRequest = hasField(Field.Path);
}

/** Takes method and path of the request that a message names, if any. */
function apacheRequest(at: usize, end: usize): void {
  const message = behindNumber(at, end);
  const invalid = after(message, end, A_INVALID);
  const refusal = after(message, end, A_REFUSED);
  const unmapped = after(message, end, A_UNMAPPED);
  if (refusal) {
    refused();
    const uri = after(refusal, end, A_REFUSED_URI);
    if (uri) takePath(uri, end);
    return;
  }
  if (invalid) {
    takePath(invalid, load<u8>(end - 1) == Char.CloseParen ? end - 1 : end);
    return;
  }
  const request = unmapped ? unmapped : findAfter(at, end, A_REQUEST);
  const access = findAfter(at, end, A_ACCESS);
  if (request) {
    const stop = unmapped ? findLast(request, end, A_UNMAPPED_END) : end;
    requestLine(request, stop ? stop : end);
    parsed.hasRequest = hasField(Field.Path);
  } else if (access) {
    let stop = find(access, end, A_DENIED);
    if (stop == 0) stop = find(access, end, A_FAILED);
    if (stop) takePath(access, stop);
  } else {
    const uri = findAfter(at, end, A_URI);
    if (uri) takePath(uri, findByte(uri, end, Char.Quote));
  }
}

/** Parses a line of the error log; returns its log type, UNKNOWN for any other line. */
export function apacheErrorLine(at: usize, end: usize): u32 {
  if (
    at + 30 > end ||
    load<u8>(at) != Char.OpenBracket ||
    isDigit(load<u8>(at, 1)) ||
    load<u8>(at, 4) != Char.Space
  )
    return Kind.Unknown;
  const time = ctimeTime(at + 1, end);
  if (time == NO_TIME) return Kind.Unknown;
  const p = timeEnd();
  if (p >= end || load<u8>(p) != Char.CloseBracket) return Kind.Unknown;
  const kind = apacheErrorMessage(skipBlanks(p + 1, end), end);
  if (kind != Kind.Unknown) parsed.time = time;
  return kind;
}

/** Parses a message in syslog, which has no time; returns its log type, UNKNOWN for any other program's. */
export function apacheSyslogMessage(at: usize, end: usize): u32 {
  const next = skipBlanks(findByte(at, end, Char.CloseBracket) + 1, end);
  return startsWith(next, end, A_PID) || startsWith(next, end, A_CLIENT)
    ? apacheErrorMessage(at, end)
    : Kind.Unknown;
}

/** Parses what follows the time, `[core:error] [pid 12] …`; returns its log type, UNKNOWN for anything else. */
function apacheErrorMessage(at: usize, end: usize): u32 {
  if (at >= end || load<u8>(at) != Char.OpenBracket) return Kind.Unknown;
  const close = findByte(at, end, Char.CloseBracket);
  // The module stands before the level: `core:error`.
  const colon = findByte(at, close, Char.Colon);
  const level = colon < close ? colon + 1 : at + 1;
  const logLevel = levelOfName(level, close);
  if (logLevel < 0 || close >= end) return Kind.Unknown;
  parsed.setLevel(logLevel, level, close);
  setLiteral(Field.Service, APACHE);
  let p = skipBlanks(close + 1, end);
  if (startsWith(p, end, A_PID)) p = skipBlanks(findByte(p, end, Char.CloseBracket) + 1, end);
  end = trimmedEnd(p < end ? p : end, end);
  // The text of errno may stand before the client: `(13)Permission denied: [client …`.
  const limit = min(p + MAX_CODE_BYTES, end);
  const isCode = p < end && load<u8>(p) == Char.OpenParen;
  let client = after(p, end, A_CLIENT);
  if (client == 0) client = after(p, end, A_REMOTE);
  const direct = client != 0;
  if (client == 0 && isCode) {
    const code = find(p, limit, A_CODE_END);
    if (code) client = after(code + 2, end, A_CLIENT);
  }
  let message = p;
  if (client) {
    const bracket = findByte(client, end, Char.CloseBracket);
    takeClient(client, bracket, colon < close);
    message = skipBlanks(bracket + 1, end);
    if (direct) p = message;
  }
  return clientMessage(p < end ? p : end, message, end);
}

/**
 * Parses the text behind the client.
 *
 * @param at where the message begins
 * @param said the same without the text of errno
 */
function clientMessage(at: usize, said: usize, end: usize): u32 {
  const hasClient = hasField(Field.Ip);
  const uri = hasClient ? apacheLogin(said, end) : 0;
  const referer = findLast(uri ? uri : at, end, A_REFERER);
  const stop = referer ? referer : end;
  if (referer) setText(Field.Ref, behind(referer, A_REFERER), end);
  parsed.setMessage(at, stop);
  if (uri) {
    const isQuoted = uri < stop && load<u8>(uri - 1) == Char.Quote;
    const close = isQuoted ? findLast(uri, stop, A_QUOTE_END) : 0;
    takePath(uri, close ? close : stop);
    return Kind.Auth;
  }
  if (hasClient && !modsecurityMessage(behindClient(said, stop), stop)) apacheRequest(said, stop);
  return Kind.App;
}

/** Address behind the client that ModSecurity writes once more, or `at`. */
function behindClient(at: usize, end: usize): usize {
  if (!startsWith(at, end, A_CLIENT)) return at;
  const close = findByte(at, end, Char.CloseBracket);
  return close < end ? skipBlanks(close + 1, end) : at;
}

/** Takes `ADDR` or, from 2.4 on, `ADDR:PORT`. IPv6 has no brackets there: the last colon is the port's. */
function takeClient(at: usize, end: usize, hasPort: bool): void {
  const last = afterLastByte(at, end, Char.Colon);
  if (hasPort && last > at && setPort(Field.Sport, last, end)) setText(Field.Ip, at, last - 1);
  else takeEndpoint(at, end, Field.Ip, Field.Sport);
}
