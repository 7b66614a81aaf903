/**
 * FTP servers: vsftpd(8), proftpd(8), pure-ftpd(8). The forms in capitals of BSD's ftpd and wu-ftpd are in login.ts.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, lengthOf, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { hostEnd } from "./endpoint";
import { loginMessage } from "./login";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import {
  after,
  behind,
  endsWith,
  findAfter,
  findLast,
  skipBlanks,
  takeName,
  trimmedEnd,
  wordEnd,
} from "./words";

const CLIENT: usize = ascii('Client "');
const CONNECT: usize = ascii("CONNECT: ");
const FTP: usize = ascii("FTP ");
const PID: usize = ascii("[pid ");
const OK_LOGIN: usize = ascii("] OK LOGIN: ");
const FAIL_LOGIN: usize = ascii("] FAIL LOGIN: ");
const SIGN: usize = ascii("@");
const PURE_OPEN: usize = ascii("(?@");
const PURE_FAILED: usize = ascii("Authentication failed for user ");
const PURE_IN: usize = ascii(" is now logged in");
const MARK_END: usize = ascii("] ");
const PRO_MARK: usize = ascii(") - ");
const PRO_USER: usize = ascii("USER ");
const PRO_ANONYMOUS: usize = ascii("ANON ");
const PRO_SUCCESS: usize = ascii("Login successful");
const PRO_NO_USER: usize = ascii(": no such user found ");
const PRO_FAILED: usize = ascii("(Login failed)");
const PRO_INCORRECT: usize = ascii("Incorrect password");
const COLON: usize = ascii(": ");
const PAREN: usize = ascii(" (");

/** Where the address behind `Client "` ends; 0 where anything but `, …` follows the quote. */
function clientEnd(at: usize, end: usize): usize {
  const close = findByte(at, end, Char.Quote);
  if (close >= end || hostEnd(at, close) != close) return 0;
  return close + 1 == end || load<u8>(close, 1) == Char.Comma ? close : 0;
}

/**
 * Parses `[pid 2] [ada] FAIL LOGIN: Client "192.0.2.1"[, "PATH" …]` of vsftpd. The client chooses name and path, which
 * may hold `Client "…"` as well: where several could be vsftpd's own, the address is left out.
 */
function vsftpd(at: usize, end: usize): void {
  let client = find(at, end, CLIENT);
  let label = at;
  const process = after(at, end, PID);
  if (process) label = skipBlanks(findByte(process, end, Char.CloseBracket) + 1, end);
  const isNamed = label < end && load<u8>(label) == Char.OpenBracket;
  let found: usize = 0;
  for (; client; client = find(behind(client, CLIENT), end, CLIENT)) {
    if (clientEnd(behind(client, CLIENT), end) == 0) continue;
    if (found) return;
    found = client;
    if (!isNamed) break;
  }
  if (found == 0) return;
  const address = behind(found, CLIENT);
  setText(Field.Ip, address, clientEnd(address, end));
  const isOk = endsWith(label, found, OK_LOGIN);
  if (!isOk && !endsWith(label, found, FAIL_LOGIN)) return;
  if (isNamed) setText(Field.User, label + 1, found - <usize>lengthOf(isOk ? OK_LOGIN : FAIL_LOGIN));
  if (isOk) succeeded();
  else failed();
}

/**
 * Parses `(?@192.0.2.1) [WARNING] Authentication failed for user [ada]`, `(?@192.0.2.1) [INFO] ada is now logged in`.
 */
function pureFtpd(at: usize, end: usize): void {
  const close = findByte(at, end, Char.CloseParen);
  const sign = findLast(at, close, SIGN);
  if (close >= end || sign == 0) return;
  setText(Field.Ip, sign + 1, hostEnd(sign + 1, close));
  if (!startsWith(at, end, PURE_OPEN)) setText(Field.User, at + 1, sign);
  const text = findAfter(close, end, MARK_END);
  const name = text ? after(text, end, PURE_FAILED) : 0;
  if (name) {
    takeName(Field.User, name, end);
    failed();
  } else if (text && startsWith(at, end, PURE_OPEN) && endsWith(text, end, PURE_IN)) {
    setText(Field.User, text, end - <usize>lengthOf(PURE_IN));
    succeeded();
  }
}

/** Parses ProFTPD's `server (host[192.0.2.1]) - USER ada (Login failed): Incorrect password.` */
function proFtpd(at: usize, end: usize): bool {
  const mark = find(at, end, PRO_MARK);
  if (mark == 0 || mark == at || load<u8>(mark - 1) != Char.CloseBracket) return false;
  const open = findAfter(at, mark, PAREN);
  const bracket = open ? findByte(open, mark, Char.OpenBracket) : mark;
  if (bracket < mark) setText(Field.Ip, bracket + 1, mark - 1);
  const text = behind(mark, PRO_MARK);
  let name = after(text, end, PRO_USER);
  if (name == 0) name = after(text, end, PRO_ANONYMOUS);
  if (name == 0) return true;
  // The client chooses the name alone: the last of the server's phrases ends it.
  let stop = findLast(name, end, PRO_FAILED);
  const isFailed = stop != 0;
  if (stop == 0) stop = findLast(name, end, PRO_NO_USER);
  if (stop == 0) stop = findLast(name, end, COLON);
  setText(Field.User, name, trimmedEnd(name, stop ? stop : wordEnd(name, end)));
  if (stop == 0) return true;
  const verdict = skipBlanks(stop + 1, end);
  if (isFailed || startsWith(stop, end, PRO_NO_USER) || startsWith(verdict, end, PRO_INCORRECT)) failed();
  else if (startsWith(verdict, end, PRO_SUCCESS)) succeeded();
  return true;
}

/** Parses a message of an FTP server. */
export function ftpMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end)) return;
  // The first bytes decide: a client's text may look like another server's message.
  const lead = at < end ? <u32>load<u8>(at) : 0;
  if (lead == Char.OpenParen) pureFtpd(at, end);
  else if (lead == Char.OpenBracket || startsWith(at, end, CONNECT) || startsWith(at, end, FTP))
    vsftpd(at, end);
  else if (!proFtpd(at, end)) loginMessage(at, end);
}
