/**
 * Dovecot's logins (https://doc.dovecot.org/latest/core/config/logging.html):
 *
 * ```
 * imap-login: Login: user=<ada>, method=PLAIN, rip=192.0.2.1, lip=…       (login-common/client-common.c)
 * imap-login: Disconnected (auth failed, 1 attempts): user=<ada>, method=PLAIN, rip=192.0.2.1, lip=…
 * auth: pam(ada,192.0.2.1,<session>): Password mismatch                   (auth/auth-request.c, 2.3)
 * auth(ada,192.0.2.1,sasl:plain)<session>: pam: Password mismatch         (2.4)
 * ```
 */
import { fieldAt, fieldEnd, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { itemCount, itemEnd, itemStart, list } from "../text/list";
import { hostEnd, isAddress } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { after, behind, endsWith, findAfter, findLast, skipBlanks, wordEnd } from "./words";

const LOGIN_SERVICE: usize = ascii("-login");
const LOGIN_LABEL: usize = ascii("-login:");
const DOVECOT: usize = ascii("dovecot");
const AUTH: usize = ascii("auth");
const SESSIONS: usize = list(
  ascii("imap,pop3,lmtp,lda,managesieve,submission,imap-hibernate,imap-urlauth,indexer-worker,doveadm"),
);
const INFO: usize = ascii("Info: ");
const ID_SENT: usize = ascii("ID sent");
const LOGIN: usize = ascii("Login: user=");
const AUTH_FAILED: usize = ascii("auth failed");
const RIP: usize = ascii(" rip=");
const USER_KEY: usize = ascii("user=");
const METHOD_KEY: usize = ascii(" method=");
const ANGLE: usize = ascii(">");
const CONNECTION: usize = ascii("conn ");
const LABEL_END: usize = ascii("): ");
const MISMATCH: usize = ascii("assword mismatch");
const UNKNOWN_USER: usize = ascii("unknown user");
const AUTHENTICATE: usize = ascii("authenticate() failed");
const GIVEN: usize = ascii("given password");
/** Mechanism, master user and session may stand between address and parenthesis: their bytes at most. */
const MAX_IDENTITY_BYTES: usize = 128;

/** Parses a login process's message. The client chooses the name alone; the address stands behind. */
function login(at: usize, end: usize): bool {
  const address = findLast(at, end, RIP);
  if (address == 0) return false;
  const client = behind(address, RIP);
  setText(Field.Ip, client, hostEnd(client, end));
  // The ID command's values are the client's (RFC 2971).
  const name: usize = after(at, end, ID_SENT) ? 0 : findAfter(at, address, USER_KEY);
  if (name == 0) return true;
  let stop = address - 1;
  if (load<u8>(name) == Char.LessThan) {
    const close = findLast(name, address, ANGLE);
    stop = close ? close : address;
    setText(Field.User, name + 1, stop);
  } else {
    stop = findByte(name, stop, Char.Comma);
    setText(Field.User, name, stop);
  }
  const method = findAfter(stop, address, METHOD_KEY);
  if (method) setText(Field.Method, method, findByte(method, wordEnd(method, end), Char.Comma));
  if (after(at, end, LOGIN)) succeeded();
  else if (find(at, name, AUTH_FAILED)) failed();
  return true;
}

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
  if (!find(text, end, MISMATCH) && !find(text, end, UNKNOWN_USER) && !find(text, end, AUTHENTICATE))
    return false;
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

/** Parses a message of Dovecot about a login; false for any other. */
export function dovecotMessage(at: usize, end: usize): bool {
  const service = fieldAt(Field.Service);
  const serviceEnd = fieldEnd(Field.Service);
  const label = wordEnd(at, end);
  const isLogin = endsWith(service, serviceEnd, LOGIN_SERVICE);
  const isDovecot = startsWith(service, serviceEnd, DOVECOT) || startsWith(service, serviceEnd, AUTH);
  const isLabelled = isDovecot && endsWith(at, label, LOGIN_LABEL);
  if (!isLabelled && !isLogin) return isDovecot && !isSession(at, end) && checker(at, end);
  let text = isLabelled ? skipBlanks(label, end) : at;
  const info = after(text, end, INFO);
  if (info) text = info;
  return login(text, end);
}
