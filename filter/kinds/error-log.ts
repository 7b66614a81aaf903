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
import { ascii, find, findByte, isDigit, lengthOf, startsWith } from "../text/ascii";
import { ctimeTime, isoTime, NO_TIME, timeEnd } from "../text/time";
import { foundLevel, foundMessage, foundTime } from "./found";
import { levelOfName } from "./level";
import { isAddress, requestLine } from "./web";
import {
  after,
  digitsEnd,
  findAfter,
  findLast,
  isWord,
  setLiteral,
  setPort,
  skipBlanks,
  takeEndpoint,
  trimmedEnd,
  wordEnd,
} from "./words";

const NGINX: usize = ascii("nginx");
const APACHE: usize = ascii("apache");
const N_CLIENT: usize = ascii(", client: ");
const N_SERVER: usize = ascii(", server: ");
const N_REQUEST: usize = ascii(', request: "');
const N_SUBREQUEST: usize = ascii(', subrequest: "');
const N_UPSTREAM: usize = ascii(', upstream: "');
const N_HOST: usize = ascii(', host: "');
const N_REFERRER: usize = ascii(', referrer: "');
const N_STARTTLS: usize = ascii(" using starttls");
const N_UNIX: usize = ascii("unix:");
/** NGX_MAX_ERROR_STR without the line feed: longer lines are cut. */
const NGINX_MAX_BYTES: usize = 2047;
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
const QUOTE: u32 = 0x22;
const MAX_CODE_BYTES: usize = 120;

/** Takes the text up to the closing quote. */
function quoted(field: u32, at: usize, end: usize): void {
  setText(field, at, findByte(at, end, 0x22));
}

/** Whether `, client: ADDR` at `at` is followed by what nginx writes there. */
function isClient(at: usize, end: usize): bool {
  const stop = wordEnd(at, end);
  if (stop == end || startsWith(stop, end, N_STARTTLS)) return isAddress(at, stop);
  const isUnix = isWord(at, stop - 1, N_UNIX);
  return startsWith(stop - 1, end, N_SERVER) && (isUnix || isAddress(at, stop - 1));
}

/**
 * Where `, client: ` stands (ngx_http_log_error, ngx_stream_log_error, ngx_mail_log_error): behind the message, before
 * the server and what the client asked for. Message and request may both hold a false one, inside quotes. Where a
 * client with quotes of its own made a second that could be it, or a message so long that nginx cut the true one off,
 * there is none: 0.
 */
function nginxClient(at: usize, end: usize, isCut: bool): usize {
  let only: usize = 0;
  let outside: usize = 0;
  let count = 0;
  let countOutside = 0;
  let isOpen = false;
  let from = at;
  for (let client = find(at, end, N_CLIENT); client; client = find(client + 1, end, N_CLIENT)) {
    for (let p = findByte(from, client, QUOTE); p < client; p = findByte(p + 1, client, QUOTE))
      isOpen = !isOpen;
    from = client;
    if (!isClient(client + <usize>lengthOf(N_CLIENT), end)) continue;
    // In front of a quote nobody but nginx speaks.
    if (findByte(at, client, QUOTE) == client) return client;
    only = client;
    count++;
    if (isOpen) continue;
    outside = client;
    countOutside++;
  }
  if (isCut) return 0;
  return count == 1 ? only : countOutside == 1 ? outside : 0;
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
  const client = nginxClient(p, end, end - at >= NGINX_MAX_BYTES);
  foundMessage(p, client ? client : end);
  if (client == 0) return true;
  nginxRequest(takeEndpoint(client + 10, end, IP, SPORT), end);
  return true;
}

/** Where a quoted text at `at` ends: before the first quote behind which another part or the line's end stands. */
function partEnd(at: usize, end: usize): usize {
  for (let p = findByte(at, end, QUOTE); p < end; p = findByte(p + 1, end, QUOTE)) {
    if (p + 1 == end || startsWith(p + 1, end, N_HOST) || startsWith(p + 1, end, N_REFERRER)) return p;
    if (startsWith(p + 1, end, N_UPSTREAM) || startsWith(p + 1, end, N_SUBREQUEST)) return p;
  }
  return end;
}

/** `, server: NAME, request: "…", subrequest: "…", upstream: "…", host: "NAME", referrer: "…"`, in this order. */
function nginxRequest(at: usize, end: usize): void {
  const server = after(at, end, N_SERVER);
  if (server == 0) return;
  let p = findByte(server, end, 0x2c);
  setText(HOST, server, p);
  const request = after(p, end, N_REQUEST);
  if (request) {
    const stop = partEnd(request, end);
    requestLine(request, stop);
    p = stop + 1;
  }
  const inner = after(p, end, N_SUBREQUEST);
  if (inner) p = partEnd(inner, end) + 1;
  const upstream = after(p, end, N_UPSTREAM);
  if (upstream) p = partEnd(upstream, end) + 1;
  const host = after(p, end, N_HOST);
  if (host) {
    const stop = partEnd(host, end);
    setText(HOST, host, stop);
    p = stop + 1;
  }
  const referrer = after(p, end, N_REFERRER);
  if (referrer) setText(REF, referrer, load<u8>(end - 1) == QUOTE ? end - 1 : end);
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
  if (client == 0 && isCode) {
    const code = find(p, limit, A_CODE_END);
    if (code) client = after(code + 2, end, A_CLIENT);
  }
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
