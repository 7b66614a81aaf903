/**
 * OpenSSH's messages (auth.c, auth2.c, packet.c, sshd.c), from 2.x to 10.
 *
 * A client chooses the name that it logs in with, blanks and ` from 192.0.2.1 port 22` included. So the source is read
 * where the name can't reach: behind the last ` from ` where the name comes first, behind the first word where the
 * client's own words come last.
 */
import { DPORT, DST, hasField, IP, METHOD, SPORT, setText, USER } from "../fields";
import { ascii, find, lengthOf, startsWith } from "../text/ascii";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import { isAddress } from "./web";
import {
  after,
  begins,
  endsWith,
  findAfter,
  findLast,
  hostEnd,
  rest,
  setLiteral,
  takeName,
  takeSource,
  trimmedEnd,
  wordEnd,
} from "./words";

const PREAUTH: usize = ascii(" [preauth]");
const ERROR: usize = ascii("error: ");
const FATAL: usize = ascii("fatal: ");
const FAILED: usize = ascii("Failed ");
const ACCEPTED: usize = ascii("Accepted ");
const POSTPONED: usize = ascii("Postponed ");
const PARTIAL: usize = ascii("Partial ");
const INVALID: usize = ascii("Invalid user ");
const ILLEGAL: usize = ascii("Illegal user ");
const REQUEST: usize = ascii("input_userauth_request: ");
const ATTEMPTS: usize = ascii("maximum authentication attempts exceeded for ");
const PAM_LABEL: usize = ascii("PAM: ");
const DISCONNECTING: usize = ascii("Disconnecting");
const TOO_MANY: usize = ascii("Too many authentication failures");
const CLOSED_BY: usize = ascii("Connection closed by ");
const RESET_BY: usize = ascii("Connection reset by ");
const DISCONNECTED: usize = ascii("Disconnected from ");
const BAD_PROTOCOL: usize = ascii("Bad protocol version identification ");
const REVERSE: usize = ascii("reverse mapping checking ");
const REVERSE_END: usize = ascii("] failed");
const BRACKET: usize = ascii(" [");
const USER_LEAD: usize = ascii("User ");
const NOT_ALLOWED: usize = ascii(" not allowed because");
const LISTENING: usize = ascii("Server listening on ");
const SESSION: usize = ascii("Starting session: ");
const CLOSE_SESSION: usize = ascii("Close session: user ");
const ROOT_REFUSED: usize = ascii("ROOT LOGIN REFUSED FROM ");
const ROOT: usize = ascii("root");
const FOR: usize = ascii(" for ");
const FROM: usize = ascii(" from ");
const ON: usize = ascii(" on ");
const PORT: usize = ascii(" port ");
const USER_WORD: usize = ascii("user ");
const INVALID_USER: usize = ascii("invalid user ");
const ILLEGAL_USER: usize = ascii("illegal user ");
const AUTHENTICATING_USER: usize = ascii("authenticating user ");

/** Address after `invalid user ` or `illegal user ` at `at`, or `at`. */
function skipInvalid(at: usize, end: usize): usize {
  if (startsWith(at, end, INVALID_USER) || startsWith(at, end, ILLEGAL_USER)) return at + 13;
  return at;
}

/** Takes `NAME from ADDR[ port N]…`, by the last ` from ` that an address or host follows; the name may be empty. */
function nameFrom(at: usize, end: usize): bool {
  let stop = end;
  while (true) {
    const from = findLast(at, stop, FROM);
    if (from == 0) return false;
    const source = from + 6;
    const sourceEnd = hostEnd(source, end);
    if (
      sourceEnd > source &&
      (sourceEnd == end || startsWith(sourceEnd, end, PORT) || isAddress(source, sourceEnd))
    ) {
      takeSource(source, end, IP, SPORT);
      if (from > at) setText(USER, at, from);
      return true;
    }
    stop = from + 5;
  }
}

/** `METHOD for [invalid user ]NAME from ADDR port N ssh2…`. */
function attempt(at: usize, end: usize): void {
  const who = find(at, end, FOR);
  if (who == 0) return;
  setText(METHOD, at, who);
  const name = skipInvalid(who + 5, end);
  if (!nameFrom(name, end)) setText(USER, name, wordEnd(name, end));
}

/** `[invalid user |authenticating user ]NAME ADDR port N…`, or the address alone. */
function nameAndAddress(at: usize, end: usize): void {
  let name = skipInvalid(at, end);
  if (startsWith(at, end, AUTHENTICATING_USER)) name = at + lengthOf(AUTHENTICATING_USER);
  else if (startsWith(at, end, USER_WORD)) name = at + lengthOf(USER_WORD);
  if (name == at) {
    takeSource(at, end, IP, SPORT);
    return;
  }
  const port = findLast(name, end, PORT);
  const stop = port ? port : trimmedEnd(name, end);
  let source = stop;
  while (source > name && load<u8>(source - 1) != 0x20) source--;
  if (source > name) setText(USER, name, source - 1);
  takeSource(source, end, IP, SPORT);
}

/** `Disconnecting: REASON[ for NAME]`, `Disconnecting invalid user NAME ADDR port N: REASON`. */
function disconnecting(at: usize, end: usize): void {
  const isTooMany = find(at, end, TOO_MANY) != 0;
  if (at < end && load<u8>(at) == 0x20) nameAndAddress(at + 1, end);
  else if (isTooMany) {
    const name = findAfter(at, end, FOR);
    if (name) takeName(USER, skipInvalid(name, end), end);
  }
  if (isTooMany) failed();
}

/** Messages that name an address somewhere and nobody: the first that stands behind `from`, `by`, `with`, `for`. */
function anyAddress(at: usize, end: usize): void {
  while (at < end) {
    const stop = wordEnd(at, end);
    const open: usize = load<u8>(at) == 0x28 || load<u8>(at) == 0x5b ? 1 : 0;
    const host = at + open;
    const hostStop = hostEnd(host, stop);
    if (hostStop > host && isAddress(host, hostStop)) {
      const from = load<u8>(at) == 0x5b ? at : host;
      const local = after(takeSource(from, end, IP, SPORT), end, ON);
      if (local) takeSource(local, end, DST, DPORT);
      return;
    }
    at = stop + 1;
  }
}

/** Reads a message of sshd. */
export function sshdMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (endsWith(at, end, PREAUTH)) end -= lengthOf(PREAUTH);
  if (startsWith(at, end, ERROR) || startsWith(at, end, FATAL)) at += lengthOf(ERROR);
  if (begins(at, end, FAILED)) {
    attempt(rest(), end);
    if (hasField(METHOD)) failed();
  } else if (begins(at, end, ACCEPTED)) {
    attempt(rest(), end);
    if (hasField(IP)) succeeded();
  } else if (begins(at, end, POSTPONED) || begins(at, end, PARTIAL)) attempt(rest(), end);
  else if (begins(at, end, INVALID) || begins(at, end, ILLEGAL)) {
    if (!nameFrom(rest(), end)) takeName(USER, rest(), end);
    failed();
  } else if (begins(at, end, REQUEST)) {
    const name = skipInvalid(rest(), end);
    if (name > rest()) setText(USER, name, end);
  } else if (begins(at, end, ATTEMPTS)) {
    nameFrom(skipInvalid(rest(), end), end);
    failed();
  } else if (begins(at, end, PAM_LABEL)) {
    const who = findAfter(rest(), end, FOR);
    if (who) nameFrom(skipInvalid(who, end), end);
    failed();
  } else if (begins(at, end, DISCONNECTING)) disconnecting(rest(), end);
  else if (begins(at, end, CLOSED_BY) || begins(at, end, RESET_BY) || begins(at, end, DISCONNECTED))
    nameAndAddress(rest(), end);
  else if (begins(at, end, BAD_PROTOCOL)) {
    const from = findLast(rest(), end, FROM);
    if (from) takeSource(from + 6, end, IP, SPORT);
  } else if (startsWith(at, end, REVERSE)) reverseMapping(at, end);
  else if (begins(at, end, USER_LEAD)) notAllowed(rest(), end);
  else if (begins(at, end, LISTENING)) takeSource(rest(), end, DST, DPORT);
  else if (startsWith(at, end, SESSION)) {
    const who = findAfter(at, end, FOR);
    if (who) nameFrom(who, end);
  } else if (begins(at, end, CLOSE_SESSION)) nameFrom(rest(), end);
  else if (begins(at, end, ROOT_REFUSED)) {
    setLiteral(USER, ROOT);
    takeSource(rest(), end, IP, SPORT);
    failed();
  } else if (!pamMessage(at, end)) anyAddress(at, end);
}

/** The name before the address is whatever the client's DNS says. */
function reverseMapping(at: usize, end: usize): void {
  const close = findLast(at, end, REVERSE_END);
  const open = close ? findLast(at, close, BRACKET) : 0;
  if (open) setText(IP, open + 2, close);
}

function notAllowed(at: usize, end: usize): void {
  const because = find(at, end, NOT_ALLOWED);
  if (because == 0) return;
  if (!nameFrom(at, because)) setText(USER, at, because);
  failed();
}
