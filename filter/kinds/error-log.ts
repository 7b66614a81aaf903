/**
 * Error logs of web servers:
 *
 * ```
 * 2026/11/21 06:19:00 [error] 12#34: *56 MESSAGE, client: ADDR, server: NAME, request: "GET /x HTTP/1.1", …, host: "NAME"
 * [Sat Nov 21 06:19:00.123456 2026] [core:error] [pid 12:tid 34] [client ADDR:PORT] AH00037: MESSAGE, referer: URL
 * [Sat Nov 21 06:19:00 2026] [error] [client ADDR] MESSAGE
 * ```
 */
import { HOST, hasField, IP, LEVEL, PATH, REF, SERVICE, SPORT, setText } from "../fields";
import { ascii, find, findByte, isDigit, startsWith } from "../text/ascii";
import { ctimeTime, isoTime, NO_TIME, timeEnd } from "../text/time";
import { foundLevel, foundMessage, foundTime } from "./found";
import { levelOfName } from "./level";
import { requestLine } from "./web";
import {
  after,
  digitsEnd,
  findAfter,
  findLast,
  setLiteral,
  setPort,
  skipBlanks,
  takeEndpoint,
  trimmedEnd,
} from "./words";

const NGINX: usize = ascii("nginx");
const APACHE: usize = ascii("apache");
const N_CLIENT: usize = ascii(", client: ");
const N_CLIENT_SENT: usize = ascii("client sent");
const N_SERVER: usize = ascii(", server: ");
const N_REQUEST: usize = ascii(', request: "');
const N_REQUEST_END: usize = ascii('", ');
const N_HOST: usize = ascii(', host: "');
const N_REFERRER: usize = ascii(', referrer: "');
const A_CLIENT: usize = ascii("[client ");
const A_REMOTE: usize = ascii("[remote ");
const A_PID: usize = ascii("[pid ");
const A_REFERER: usize = ascii(", referer: ");
const A_REQUEST: usize = ascii(" in request ");
const A_ACCESS: usize = ascii("access to ");
const A_DENIED: usize = ascii(" denied");
const A_FAILED: usize = ascii(" failed");
const A_URI: usize = ascii('[uri "');
const MAX_CODE_BYTES: usize = 120;

/** Takes the text up to the closing quote. */
function quoted(field: u32, at: usize, end: usize): void {
  setText(field, at, findByte(at, end, 0x22));
}

/**
 * Where `, client: ` stands. A path in the message may hold a false one in front of the true one, a request that nginx
 * refused may hold one behind it.
 */
function nginxClient(at: usize, end: usize): usize {
  if (startsWith(at, end, N_CLIENT_SENT)) return find(at, end, N_CLIENT);
  const request = findLast(at, end, N_REQUEST);
  return findLast(at, request ? request : end, N_CLIENT);
}

/** Recognises a line of nginx's error log, and extracts its fields. */
export function nginxErrorLine(at: usize, end: usize): bool {
  if (at + 30 > end || load<u8>(at, 4) != 0x2f || load<u8>(at, 20) != 0x5b) return false;
  const time = isoTime(at, end);
  if (time == NO_TIME) return false;
  const level = at + 21;
  const levelEnd = findByte(level, end, 0x5d);
  const rank = levelOfName(level, levelEnd);
  if (rank < 0 || levelEnd >= end) return false;
  // Process and thread, `12#34: `.
  const process = skipBlanks(levelEnd + 1, end);
  const mark = digitsEnd(process, end);
  if (mark == process || mark >= end || load<u8>(mark) != 0x23) return false;
  let p = digitsEnd(mark + 1, end);
  if (p >= end || load<u8>(p) != 0x3a) return false;
  p = skipBlanks(p + 1, end);
  if (p < end && load<u8>(p) == 0x2a) p = skipBlanks(digitsEnd(p + 1, end), end);
  foundTime(time);
  foundLevel(rank);
  setText(LEVEL, level, levelEnd);
  setLiteral(SERVICE, NGINX);
  const client = nginxClient(p, end);
  foundMessage(p, client ? client : end);
  if (client == 0) return true;
  const rest = takeEndpoint(client + 10, end, IP, SPORT);
  const request = findAfter(rest, end, N_REQUEST);
  const requestEnd = request ? find(request, end, N_REQUEST_END) : 0;
  const tail = requestEnd ? requestEnd : rest;
  const host = findAfter(tail, end, N_HOST);
  if (host) quoted(HOST, host, end);
  else {
    const server = after(rest, end, N_SERVER);
    if (server) setText(HOST, server, findByte(server, end, 0x2c));
  }
  if (request) requestLine(request, requestEnd ? requestEnd : load<u8>(end - 1) == 0x22 ? end - 1 : end);
  const referrer = findAfter(tail, end, N_REFERRER);
  if (referrer) quoted(REF, referrer, end);
  return true;
}

/** The request that an Apache message is about, where it names one. */
function apacheRequest(at: usize, end: usize): void {
  const request = findAfter(at, end, A_REQUEST);
  const access = findAfter(at, end, A_ACCESS);
  const uri = findAfter(at, end, A_URI);
  if (request) requestLine(request, end);
  else if (access) {
    let stop = find(access, end, A_DENIED);
    if (stop == 0) stop = find(access, end, A_FAILED);
    if (stop) setText(PATH, access, stop);
  } else if (uri) quoted(PATH, uri, end);
}

/** Recognises a line of Apache's error log, and extracts its fields. */
export function apacheErrorLine(at: usize, end: usize): bool {
  if (at + 30 > end || load<u8>(at) != 0x5b || isDigit(load<u8>(at, 1)) || load<u8>(at, 4) != 0x20)
    return false;
  const time = ctimeTime(at + 1, end);
  if (time == NO_TIME) return false;
  let p = timeEnd();
  if (p >= end || load<u8>(p) != 0x5d) return false;
  p = skipBlanks(p + 1, end);
  if (p >= end || load<u8>(p) != 0x5b) return false;
  const close = findByte(p, end, 0x5d);
  // `core:error` says which module it is.
  const colon = findByte(p, close, 0x3a);
  const level = colon < close ? colon + 1 : p + 1;
  const rank = levelOfName(level, close);
  if (rank < 0 || close >= end) return false;
  foundTime(time);
  foundLevel(rank);
  setText(LEVEL, level, close);
  setLiteral(SERVICE, APACHE);
  p = skipBlanks(close + 1, end);
  if (startsWith(p, end, A_PID)) p = skipBlanks(findByte(p, end, 0x5d) + 1, end);
  end = trimmedEnd(p < end ? p : end, end);
  // The system's own words for an error may stand before the client: `(13)Permission denied: [client …`.
  const limit = p + MAX_CODE_BYTES < end ? p + MAX_CODE_BYTES : end;
  const isCode = p < end && load<u8>(p) == 0x28;
  let client = after(p, end, A_CLIENT);
  if (client == 0) client = after(p, end, A_REMOTE);
  const direct = client != 0;
  if (client == 0 && isCode) client = findAfter(p, limit, A_CLIENT);
  if (client) {
    const box = findByte(client, end, 0x5d);
    takeClient(client, box, colon < close);
    if (direct) p = skipBlanks(box + 1, end);
  }
  const referer = findLast(p, end, A_REFERER);
  const messageEnd = referer ? referer : end;
  if (referer) setText(REF, referer + 11, end);
  foundMessage(p < end ? p : end, messageEnd);
  if (hasField(IP)) apacheRequest(p, messageEnd);
  return true;
}

/** `ADDR` or, from 2.4 on, `ADDR:PORT`, without brackets around an IPv6 address: the last colon is the port's. */
function takeClient(at: usize, end: usize, hasPort: bool): void {
  let last = end;
  while (last > at && load<u8>(last - 1) != 0x3a) last--;
  if (hasPort && last > at && setPort(SPORT, last, end)) setText(IP, at, last - 1);
  else takeEndpoint(at, end, IP, SPORT);
}
