/**
 * Dovecot's password checks (https://doc.dovecot.org/latest/core/config/logging.html, auth/auth-request.c); the lines of
 * its login processes are formats (formats/auth/dovecot-login.yaml).
 *
 * ```
 * auth: pam(ada,192.0.2.1,<session>): Password mismatch                   2.3
 * auth(ada,192.0.2.1,sasl:plain)<session>: pam: Password mismatch         2.4
 * ```
 *
 * Code, since no pattern says which of several `(NAME,ADDR…)` is Dovecot's: the client chooses NAME, commas, addresses and
 * parentheses included, and the password that a message may repeat.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { itemCount, itemEnd, itemStart, list } from "../text/list";
import { rfc3164Time } from "../text/time";
import { hostEnd, isAddress } from "./endpoint";
import { failed } from "./outcome";
import { parsed } from "./parsed";
import { after, findAfter, skipBlanks, wordEnd } from "./words";

const AUTH_OPEN: usize = ascii("auth(");
const WORKER_OPEN: usize = ascii("auth-worker(");
const SESSIONS: usize = list(
  ascii("imap,pop3,lmtp,lda,managesieve,submission,imap-hibernate,imap-urlauth,indexer-worker,doveadm"),
);
const CONNECTION: usize = ascii("conn ");
const LABEL_END: usize = ascii("): ");
const MISMATCH: usize = ascii("assword mismatch");
const UNKNOWN_USER: usize = ascii("unknown user");
const CREDENTIALS: usize = ascii("invalid credentials");
const AUTHENTICATE: usize = ascii("authenticate() failed");
const GIVEN: usize = ascii("given password");
/** Mechanism, master user and session may stand between address and parenthesis: their bytes at most. */
const MAX_IDENTITY_BYTES: usize = 128;
/** Of `Nov 21 06:19:00 `. */
const HEADER_BYTES: usize = 16;

/** Where `(NAME,ADDR…` opens, behind the labels of processes and connections; or `end`. */
function opening(at: usize, end: usize): usize {
  while (at < end) {
    const connection = after(at, end, CONNECTION) ? findAfter(at, end, LABEL_END) : 0;
    if (connection) {
      at = connection;
      continue;
    }
    const stop = wordEnd(at, end);
    const open = findByte(at, stop, Char.OpenParen);
    // Labels: `auth:`, `auth-worker<7>:`, `auth-worker(7):`.
    const isLabel = load<u8>(stop - 1) == Char.Colon && (open == stop || isNumber(open + 1, stop - 2));
    if (!isLabel) return findByte(at, end, Char.OpenParen);
    at = skipBlanks(stop, end);
  }
  return end;
}

function isNumber(at: usize, end: usize): bool {
  if (at >= end) return false;
  for (; at < end; at++) if (!isDigit(load<u8>(at))) return false;
  return true;
}

/** Address after `,ADDR[,…])` at the comma `at`, or 0. */
function identityEnd(at: usize, end: usize): usize {
  const stop = hostEnd(at + 1, end);
  if (!isAddress(at + 1, stop)) return 0;
  const limit = min(stop + MAX_IDENTITY_BYTES, end);
  const close = findByte(stop, wordEnd(stop, limit), Char.CloseParen);
  if (close >= limit || load<u8>(close) != Char.CloseParen || (close > stop && load<u8>(stop) != Char.Comma))
    return 0;
  const next = close + 1 < end ? <u32>load<u8>(close, 1) : 0;
  return next == Char.Colon || next == Char.LessThan ? close + 1 : 0;
}

/** Parses a password check's message about `(NAME,ADDR…)`. */
function checker(at: usize, end: usize): bool {
  const open = opening(at, end);
  let comma: usize = 0;
  let text: usize = 0;
  let isCertain = true;
  let count = 0;
  for (let p = findByte(open, end, Char.Comma); p < end; p = findByte(p + 1, end, Char.Comma)) {
    const stop = identityEnd(p, end);
    if (stop == 0) continue;
    // The last identity is Dovecot's. Only a message that repeats a password may have a false one behind.
    if (++count == 2) isCertain = find(text, end, GIVEN) == 0;
    comma = p;
    text = stop;
  }
  if (text == 0) return false;
  const isRefusal =
    find(text, end, MISMATCH) ||
    find(text, end, UNKNOWN_USER) ||
    find(text, end, AUTHENTICATE) ||
    find(text, end, CREDENTIALS);
  if (!isRefusal) return false;
  if (isCertain) {
    setText(Field.User, open + 1, comma);
    setText(Field.Ip, comma + 1, hostEnd(comma + 1, end));
  }
  failed();
  return true;
}

/**
 * Whether a session's process wrote the message, `imap(ada)<7>…: `: about no login, and with the client's text in it.
 */
function isSession(at: usize, end: usize): bool {
  const open = findByte(at, wordEnd(at, end), Char.OpenParen);
  for (let index: u32 = 0; index < itemCount(SESSIONS); index++) {
    const name = itemStart(SESSIONS, index);
    const length = itemEnd(SESSIONS, index) - name;
    if (open - at == length && memory.compare(at, name, length) == 0) return true;
  }
  return false;
}

/** Parses a message of Dovecot about a password check; false for any other. */
export function dovecotMessage(at: usize, end: usize): bool {
  return !isSession(at, end) && checker(at, end);
}

/**
 * Parses a line of Dovecot's own log with the name in the program's place, where a syslog header has none:
 * `Nov 21 06:19:00 auth-worker(ada,192.0.2.1)<77120><session>: request [3]: Info: sql: Password mismatch`.
 */
export function dovecotLine(at: usize, end: usize, now: i64): bool {
  const label = at + HEADER_BYTES;
  const worker = after(label, end, WORKER_OPEN);
  const open = worker ? worker : after(label, end, AUTH_OPEN);
  if (open == 0) return false;
  const time = rfc3164Time(at, end, now);
  if (time == NO_TIME || timeEnd() + 1 != label || !checker(label, end)) return false;
  parsed.time = time;
  parsed.setMessage(label, end);
  setText(Field.Service, label, open - 1);
  return true;
}
