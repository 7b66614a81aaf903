/**
 * Apache's error log (https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat):
 *
 * ```
 * [Sat Nov 21 06:19:00.123456 2026] [core:error] [pid 12:tid 34] [client ADDR:PORT] AH00037: MESSAGE, referer: URL
 * [Sat Nov 21 06:19:00 2026] [error] [client ADDR] MESSAGE
 * ```
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { ctimeTime } from "../text/time";
import { setPort, takeEndpoint } from "./endpoint";
import { levelOfName } from "./level";
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
const A_URI: usize = ascii('[uri "');
const A_CODE_END: usize = ascii(": [");
const MAX_CODE_BYTES: usize = 120;

/** Takes the text up to the closing quote into a field. */
function quoted(field: u32, at: usize, end: usize): void {
  setText(field, at, findByte(at, end, Char.Quote));
}

/** Takes method and path of the request that a message names, if any. */
function apacheRequest(at: usize, end: usize): void {
  const request = findAfter(at, end, A_REQUEST);
  const access = findAfter(at, end, A_ACCESS);
  const uri = findAfter(at, end, A_URI);
  if (request) requestLine(request, end);
  else if (access) {
    let stop = find(access, end, A_DENIED);
    if (stop == 0) stop = find(access, end, A_FAILED);
    if (stop) setText(Field.Path, access, stop);
  } else if (uri) quoted(Field.Path, uri, end);
}

/** Parses a line of the error log; false for any other line. */
export function apacheErrorLine(at: usize, end: usize): bool {
  if (
    at + 30 > end ||
    load<u8>(at) != Char.OpenBracket ||
    isDigit(load<u8>(at, 1)) ||
    load<u8>(at, 4) != Char.Space
  )
    return false;
  const time = ctimeTime(at + 1, end);
  if (time == NO_TIME) return false;
  let p = timeEnd();
  if (p >= end || load<u8>(p) != Char.CloseBracket) return false;
  p = skipBlanks(p + 1, end);
  if (p >= end || load<u8>(p) != Char.OpenBracket) return false;
  const close = findByte(p, end, Char.CloseBracket);
  // The module stands before the level: `core:error`.
  const colon = findByte(p, close, Char.Colon);
  const level = colon < close ? colon + 1 : p + 1;
  const logLevel = levelOfName(level, close);
  if (logLevel < 0 || close >= end) return false;
  parsed.time = time;
  parsed.setLevel(logLevel, level, close);
  setLiteral(Field.Service, APACHE);
  p = skipBlanks(close + 1, end);
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
  if (client) {
    const bracket = findByte(client, end, Char.CloseBracket);
    takeClient(client, bracket, colon < close);
    if (direct) p = skipBlanks(bracket + 1, end);
  }
  const referer = findLast(p, end, A_REFERER);
  const messageEnd = referer ? referer : end;
  if (referer) setText(Field.Ref, behind(referer, A_REFERER), end);
  parsed.setMessage(p < end ? p : end, messageEnd);
  if (hasField(Field.Ip)) apacheRequest(p, messageEnd);
  return true;
}

/** Takes `ADDR` or, from 2.4 on, `ADDR:PORT`. IPv6 has no brackets there: the last colon is the port's. */
function takeClient(at: usize, end: usize, hasPort: bool): void {
  const last = afterLastByte(at, end, Char.Colon);
  if (hasPort && last > at && setPort(Field.Sport, last, end)) setText(Field.Ip, at, last - 1);
  else takeEndpoint(at, end, Field.Ip, Field.Sport);
}
