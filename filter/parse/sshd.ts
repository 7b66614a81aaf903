/**
 * Messages of OpenSSH's sshd(8) (auth.c, auth2.c, monitor.c, packet.c, sshd.c), from 2.x to 10.
 *
 * The client chooses the user's name, the text of a disconnect, the names of algorithms and the id of a certificate,
 * blanks and ` from 192.0.2.1 port 22` included. So an address counts only where sshd puts one (sshd-source.ts); an
 * unknown message has none.
 *
 * Code, since which of several ` from ADDR port N` is sshd's depends on what stands behind each, and these lines are hot.
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, lengthOf, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { takeSource } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import { parsed } from "./parsed";
import { connectionMessage } from "./sshd-connection";
import { FOR, FROM, loginSource, nameAddressText, nameFrom, skipInvalid } from "./sshd-source";
import {
  after,
  begins,
  behind,
  endsWith,
  findAfter,
  findLast,
  rest,
  setLiteral,
  takeName,
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

/**
 * Parses `METHOD for [invalid user ]NAME from ADDR port N ssh2…`; other messages with the same first word have no
 * ` for `.
 */
function attempt(at: usize, end: usize): void {
  const method = wordEnd(at, end);
  const name = after(method, end, FOR);
  if (name == 0) return;
  setText(Field.Method, at, method);
  if (loginSource(name, end)) return;
  const bare = skipInvalid(name, end);
  if (!nameFrom(bare, end)) setText(Field.User, bare, wordEnd(bare, end));
}

/** Parses `Disconnecting: REASON[ for NAME]`, `Disconnecting invalid user NAME ADDR port N: REASON`. */
function disconnecting(at: usize, end: usize): void {
  if (at < end && load<u8>(at) == Char.Space) {
    if (startsWith(nameAddressText(at + 1, end), end, TOO_MANY)) failed();
  } else if (startsWith(at + 2, end, TOO_MANY)) {
    const name = findAfter(at, end, FOR);
    if (name) takeName(Field.User, skipInvalid(name, end), end);
    failed();
  }
}

/** Parses a message of sshd. */
export function sshdMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  const isBeforeLogin = endsWith(at, end, PREAUTH);
  if (isBeforeLogin) end -= lengthOf(PREAUTH);
  if (startsWith(at, end, ERROR) || startsWith(at, end, FATAL)) at += lengthOf(ERROR);
  if (begins(at, end, FAILED)) {
    attempt(rest(), end);
    if (hasField(Field.Method)) failed();
  } else if (begins(at, end, ACCEPTED)) {
    attempt(rest(), end);
    if (hasField(Field.Ip)) succeeded();
  } else if (begins(at, end, POSTPONED) || begins(at, end, PARTIAL)) attempt(rest(), end);
  else if (begins(at, end, INVALID) || begins(at, end, ILLEGAL)) {
    if (!nameFrom(rest(), end)) takeName(Field.User, rest(), end);
    failed();
  } else if (begins(at, end, REQUEST)) {
    const name = skipInvalid(rest(), end);
    if (name > rest()) setText(Field.User, name, end);
  } else if (begins(at, end, ATTEMPTS)) {
    nameFrom(skipInvalid(rest(), end), end);
    failed();
  } else if (begins(at, end, PAM_LABEL)) {
    const name = findAfter(rest(), end, FOR);
    if (name) nameFrom(skipInvalid(name, end), end);
    failed();
  } else if (begins(at, end, DISCONNECTING)) disconnecting(rest(), end);
  else if (begins(at, end, BAD_PROTOCOL)) {
    parsed.isProbe = true;
    const from = findLast(rest(), end, FROM);
    if (from) takeSource(behind(from, FROM), end, Field.Ip, Field.Sport);
  } else if (startsWith(at, end, REVERSE)) reverseMapping(at, end);
  else if (begins(at, end, USER_LEAD)) notAllowed(rest(), end);
  else if (begins(at, end, LISTENING)) takeSource(rest(), end, Field.Dst, Field.Dport);
  else if (startsWith(at, end, SESSION)) session(at, end);
  else if (begins(at, end, CLOSE_SESSION)) nameFrom(rest(), end);
  else if (begins(at, end, ROOT_REFUSED)) {
    setLiteral(Field.User, ROOT);
    takeSource(rest(), end, Field.Ip, Field.Sport);
    failed();
  } else if (!pamMessage(at, end)) connectionMessage(at, end, isBeforeLogin);
}

/** Parses `reverse mapping checking … for HOST [ADDR] failed`: the host's name is from the client's DNS. */
function reverseMapping(at: usize, end: usize): void {
  const close = findLast(at, end, REVERSE_END);
  const open = close ? findLast(at, close, BRACKET) : 0;
  if (open) setText(Field.Ip, behind(open, BRACKET), close);
}

/** Parses `User NAME[ from ADDR] not allowed because …`. */
function notAllowed(at: usize, end: usize): void {
  const because = find(at, end, NOT_ALLOWED);
  if (because == 0) return;
  if (!nameFrom(at, because)) setText(Field.User, at, because);
  failed();
}

/** Parses `Starting session: COMMAND for NAME from ADDR port N id N`; COMMAND is the client's text. */
function session(at: usize, end: usize): void {
  const from = findLast(at, end, FROM);
  const name = from ? findLast(at, from, FOR) : 0;
  if (name) nameFrom(behind(name, FOR), end);
}
