/**
 * nginx's error log (https://nginx.org/en/docs/ngx_core_module.html#error_log):
 *
 * ```
 * 2026/11/21 06:19:00 [error] 12#34: *56 MESSAGE, client: ADDR, server: NAME, request: "GET /x HTTP/1.1", …, host: "NAME"
 * ```
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, find, findByte, lengthOf, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME } from "../text/clock";
import { isAddress, takeEndpoint } from "./endpoint";
import { levelOfName } from "./level";
import { modsecurityMessage } from "./modsecurity";
import { failed, refused } from "./outcome";
import { parsed } from "./parsed";
import { requestLine } from "./request-line";
import {
  after,
  behind,
  digitsEnd,
  endsWith,
  findAfter,
  findLast,
  isWord,
  setLiteral,
  skipBlanks,
  wordEnd,
} from "./words";

const NGINX: usize = ascii("nginx");
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
const N_USER: usize = ascii('user "');
const N_OPEN: usize = ascii("open() ");
const N_STAT: usize = ascii("stat() ");
const N_OPENDIR: usize = ascii("opendir() ");
const N_INDEX: usize = ascii("directory index of ");
const N_VERSION: usize = ascii(" HTTP/");
const N_NOT_FOUND: usize = ascii('" was not found in "');
const N_MISMATCH: usize = ascii('": password mismatch');
const N_NO_USER: usize = ascii("no user/password was provided for basic authentication");
const N_FORBIDDEN: usize = ascii("access forbidden by rule");
const N_ALARM_CLIENT: usize = ascii("[client ");
const N_ALARM_END: usize = ascii('"], client: ');
const ENCODED_QUOTE: usize = ascii("%22");

/** Whether ADDR at `at` and what follows are what nginx writes behind `, client: `. */
function isClient(at: usize, end: usize): bool {
  const stop = wordEnd(at, end);
  if (stop == end || startsWith(stop, end, N_STARTTLS)) return isAddress(at, stop);
  const isUnix = isWord(at, stop - 1, N_UNIX);
  return startsWith(stop - 1, end, N_SERVER) && (isUnix || isAddress(at, stop - 1));
}

/**
 * Whether all of the client's text in the message [at, client) is the path of a request: only forms like
 * `open() "/PATH"` have quotes there.
 */
function isAboutPath(at: usize, client: usize): bool {
  const open = findByte(at, client, Char.Quote);
  const close = findByte(open + 1, client, Char.Quote);
  if (close >= client || findByte(close + 1, client, Char.Quote) < client || load<u8>(open, 1) != Char.Slash)
    return false;
  return (
    open == at ||
    isWord(at, open, N_OPEN) ||
    isWord(at, open, N_STAT) ||
    isWord(at, open, N_OPENDIR) ||
    isWord(at, open, N_INDEX)
  );
}

/**
 * Whether the request that `, client: ADDR, server: NAME` is followed by has a quote in its path, as sent or encoded.
 */
function asksForQuote(client: usize, end: usize): bool {
  const request = findAfter(client, end, N_REQUEST);
  if (request == 0) return false;
  const version = find(request, end, N_VERSION);
  const stop = version ? version : end;
  return findByte(request, stop, Char.Quote) < stop || find(request, stop, ENCODED_QUOTE) != 0;
}

/**
 * Address of nginx's own `, client: ` (ngx_http_log_error, ngx_stream_log_error, ngx_mail_log_error), which stands
 * between message and server. Message and request may both have a false one, in quotes. A path has a false one outside
 * of quotes only together with a quote of its own, which the request then shows.
 *
 * @returns 0 where a second `, client: ` could be nginx's as well, or where nginx cut the line before
 */
function nginxClient(at: usize, end: usize, isCut: bool): usize {
  const quote = findByte(at, end, Char.Quote);
  // All text in front of the first quote is nginx's.
  const plain = find(at, quote, N_CLIENT);
  if (plain && isClient(behind(plain, N_CLIENT), end)) return plain;
  if (isCut) return 0;
  let first: usize = 0;
  let isCertain = false;
  for (let client = find(at, end, N_CLIENT); client; client = find(client + 1, end, N_CLIENT)) {
    if (!isClient(behind(client, N_CLIENT), end)) continue;
    if (first == 0) {
      // A false one: the message's quote is still open.
      if (findByte(quote + 1, client, Char.Quote) == client) continue;
      // A user name of Basic authentication has no colon (RFC 7617).
      if (startsWith(at, end, N_USER)) return client;
      first = client;
      isCertain = isAboutPath(at, client);
    } else if (!isCertain || asksForQuote(client, end)) return 0;
  }
  return first;
}

/**
 * Parses a line of the error log.
 *
 * @param time that the line begins with, or NO_TIME
 * @returns its log type, UNKNOWN for any other line
 */
export function nginxErrorLine(time: i64, at: usize, end: usize): u32 {
  if (
    time == NO_TIME ||
    at + 30 > end ||
    load<u8>(at, 4) != Char.Slash ||
    load<u8>(at, 20) != Char.OpenBracket
  )
    return Kind.Unknown;
  const level = at + 21;
  const levelEnd = findByte(level, end, Char.CloseBracket);
  const logLevel = levelOfName(level, levelEnd);
  if (logLevel < 0 || levelEnd >= end) return Kind.Unknown;
  // Process and thread, `12#34: `.
  const process = skipBlanks(levelEnd + 1, end);
  const mark = digitsEnd(process, end);
  if (mark == process || mark >= end || load<u8>(mark) != Char.Hash) return Kind.Unknown;
  let p = digitsEnd(mark + 1, end);
  if (p >= end || load<u8>(p) != Char.Colon) return Kind.Unknown;
  p = skipBlanks(p + 1, end);
  if (p < end && load<u8>(p) == Char.Asterisk) p = skipBlanks(digitsEnd(p + 1, end), end);
  parsed.time = time;
  parsed.setLevel(logLevel, level, levelEnd);
  setLiteral(Field.Service, NGINX);
  const isCut = end - at >= NGINX_MAX_BYTES;
  if (takeAlarm(p, end, isCut)) return Kind.App;
  const client = nginxClient(p, end, isCut);
  const stop = client ? client : end;
  parsed.setMessage(p, stop);
  if (client) nginxRequest(takeEndpoint(behind(client, N_CLIENT), end, Field.Ip, Field.Sport), end);
  return nginxOutcome(p, stop, client != 0) ? Kind.Auth : Kind.App;
}

/**
 * Takes a message of ModSecurity: `[client ADDR] ` stands in front where the request was refused, so that nothing of the
 * client's is in front of its address.
 */
function takeAlarm(at: usize, end: usize, isCut: bool): bool {
  const own = after(at, end, N_ALARM_CLIENT);
  const close = own ? findByte(own, end, Char.CloseBracket) : at;
  const message = own ? skipBlanks(close + 1, end) : at;
  if (!modsecurityMessage(message, end)) return false;
  let client: usize = 0;
  if (own) {
    if (isAddress(own, close)) setText(Field.Ip, own, close);
    // All text behind ModSecurity's last part, up to the request, is nginx's.
    const last = findLast(message, end, N_ALARM_END);
    if (last) client = last + 2;
  } else client = nginxClient(message, end, isCut);
  parsed.setMessage(at, client ? client : end);
  if (client == 0) return true;
  const server = own
    ? findByte(behind(client, N_CLIENT), end, Char.Comma)
    : takeEndpoint(behind(client, N_CLIENT), end, Field.Ip, Field.Sport);
  nginxRequest(server, end);
  return true;
}

/**
 * Notes what became of the request that a message is about.
 *
 * @param isWhole whether the message's end is known
 * @returns whether it was a login
 */
function nginxOutcome(at: usize, end: usize, isWhole: bool): bool {
  const user = after(at, end, N_USER);
  if (user) {
    let stop: usize = endsWith(user, end, N_MISMATCH) ? end - lengthOf(N_MISMATCH) : 0;
    if (stop == 0) stop = findLast(user, end, N_NOT_FOUND);
    if (stop == 0) return false;
    if (isWhole) setText(Field.User, user, stop);
    failed();
    return true;
  }
  if (startsWith(at, end, N_NO_USER)) {
    failed();
    return true;
  }
  if (startsWith(at, end, N_FORBIDDEN)) refused();
  return false;
}

/** Where a quoted part at `at` ends: at the first quote with another part, or the line's end, behind. */
function partEnd(at: usize, end: usize): usize {
  for (let p = findByte(at, end, Char.Quote); p < end; p = findByte(p + 1, end, Char.Quote)) {
    if (p + 1 == end || startsWith(p + 1, end, N_HOST) || startsWith(p + 1, end, N_REFERRER)) return p;
    if (startsWith(p + 1, end, N_UPSTREAM) || startsWith(p + 1, end, N_SUBREQUEST)) return p;
  }
  return end;
}

/**
 * Parses `, server: NAME, request: "…", subrequest: "…", upstream: "…", host: "NAME", referrer: "…"`, in this order.
 */
function nginxRequest(at: usize, end: usize): void {
  const server = after(at, end, N_SERVER);
  if (server == 0) return;
  let p = findByte(server, end, Char.Comma);
  setText(Field.Host, server, p);
  const request = after(p, end, N_REQUEST);
  if (request) {
    const stop = partEnd(request, end);
    requestLine(request, stop);
    parsed.hasRequest = hasField(Field.Path);
    p = stop + 1;
  }
  const inner = after(p, end, N_SUBREQUEST);
  if (inner) p = partEnd(inner, end) + 1;
  const upstream = after(p, end, N_UPSTREAM);
  if (upstream) p = partEnd(upstream, end) + 1;
  const host = after(p, end, N_HOST);
  if (host) {
    const stop = partEnd(host, end);
    setText(Field.Host, host, stop);
    p = stop + 1;
  }
  const referrer = after(p, end, N_REFERRER);
  if (referrer) setText(Field.Ref, referrer, load<u8>(end - 1) == Char.Quote ? end - 1 : end);
}
