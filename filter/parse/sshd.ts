/**
 * Messages of OpenSSH's sshd(8) (auth.c, auth2.c, monitor.c, packet.c, sshd.c), from 2.x to 10.
 *
 * The client chooses the user's name, the text of a disconnect, the names of algorithms and the id of a certificate,
 * blanks and ` from 192.0.2.1 port 22` included. So an address counts only where sshd puts one (sshd-source.ts); an
 * unknown message has none.
 */
import { DPORT, DST, hasField, IP, METHOD, SPORT, setText, USER } from "../record/fields";
import { ascii, find, findByte, isDigit, isLetter, lengthOf, startsWith } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { itemCount, itemEnd, itemStart, list } from "../text/list";
import { takeEndpoint, takeSource } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import { loginSource, nameAddressText, nameAndAddress, nameFrom, skipInvalid } from "./sshd-source";
import {
  after,
  begins,
  behind,
  digitsEnd,
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
const NEGOTIATE: usize = ascii("Unable to negotiate with ");
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
const DROP: usize = ascii("drop connection #");
const REFUSED: usize = ascii("refused connect from ");
const TIMEOUT: usize = ascii("Timeout, client not responding from ");
const TIMED_OUT: usize = ascii(" timed out");
const BANNER: usize = ascii("banner exchange: ");
const CONNECTION: usize = ascii("connection from ");
const PUBLIC_KEY: usize = ascii("public key ");
const REJECTED: usize = ascii(" rejected: ");

/** First words of the messages that go on with `[… user NAME ]ADDR[ port N]`. */
const LEADS: usize = list(
  ascii(
    `Connection closed by ,Connection reset by ,Disconnected from ,Connection from ,Received disconnect from ,
    Did not receive identification string from ,Timeout before authentication for ,Closing connection to ,
    terminating inactive connection from ,Could not write ident string to ,Protocol major versions differ for ,
    Read error from remote host ,Finished discarding for ,Username too long from ,Address ,scanned from ,probed from `,
  ),
);

/** Address behind one of the {@link LEADS} at `at`, or 0. */
function afterLead(at: usize, end: usize): usize {
  for (let index: u32 = 0; index < itemCount(LEADS); index++) {
    const lead = itemStart(LEADS, index);
    const length = itemEnd(LEADS, index) - lead;
    if (at + length > end || load<u64>(at) != load<u64>(lead)) continue;
    if (memory.compare(at, lead, length) == 0) return at + length;
  }
  return 0;
}

/**
 * Parses `METHOD for [invalid user ]NAME from ADDR port N ssh2…`; other messages with the same first word have no
 * ` for `.
 */
function attempt(at: usize, end: usize): void {
  const method = wordEnd(at, end);
  const name = after(method, end, FOR);
  if (name == 0) return;
  setText(METHOD, at, method);
  if (loginSource(name, end)) return;
  const bare = skipInvalid(name, end);
  if (!nameFrom(bare, end)) setText(USER, bare, wordEnd(bare, end));
}

/** Parses `Disconnecting: REASON[ for NAME]`, `Disconnecting invalid user NAME ADDR port N: REASON`. */
function disconnecting(at: usize, end: usize): void {
  if (at < end && load<u8>(at) == Char.Space) {
    if (startsWith(nameAddressText(at + 1, end), end, TOO_MANY)) failed();
  } else if (startsWith(at + 2, end, TOO_MANY)) {
    const name = findAfter(at, end, FOR);
    if (name) takeName(USER, skipInvalid(name, end), end);
    failed();
  }
}

/** Skips names of functions and steps in front: `ssh_dispatch_run_fatal: `. */
function skipLabels(at: usize, end: usize): usize {
  const banner = after(at, end, BANNER);
  if (banner) return banner;
  while (true) {
    let stop = at;
    while (
      stop < end &&
      (isLetter(load<u8>(stop)) || isDigit(load<u8>(stop)) || load<u8>(stop) == Char.Underscore)
    )
      stop++;
    if (stop == at || stop + 1 >= end || load<u16>(stop) != chars2(Char.Colon, Char.Space)) return at;
    at = stop + 2;
  }
}

/** Parses a message about a connection. */
function connection(at: usize, end: usize): void {
  at = skipLabels(at, end);
  if (endsWith(at, end, TIMED_OUT)) end -= lengthOf(TIMED_OUT);
  const lead = afterLead(at, end);
  if (lead) {
    const connection = after(lead, end, CONNECTION);
    const source = nameAndAddress(connection ? connection : lead, end);
    const on = source ? after(source, end, ON) : 0;
    if (on) takeSource(on, end, DST, DPORT);
  } else if (begins(at, end, TIMEOUT)) nameAndAddress(rest(), end);
  else if (begins(at, end, NEGOTIATE)) nameAddressText(rest(), end);
  else if (begins(at, end, DROP)) {
    const from = after(digitsEnd(rest(), end), end, FROM);
    const to = from ? after(takeEndpoint(from, end, IP, SPORT), end, ON) : 0;
    if (to) takeEndpoint(to, end, DST, DPORT);
  } else if (begins(at, end, REFUSED)) {
    // `HOST (ADDR)`: the host's name is from the client's DNS.
    const open = load<u8>(end - 1) == Char.CloseParen ? findByte(rest(), end, Char.OpenParen) : end;
    takeSource(open < end ? open + 1 : rest(), end, IP, SPORT);
  } else if (begins(at, end, PUBLIC_KEY)) {
    const stop = findLast(at, end, REJECTED);
    const name = stop ? findAfter(at, stop, FOR) : 0;
    if (name) nameFrom(skipInvalid(name, stop), stop);
  }
}

/** Parses a message of sshd. */
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
    const name = findAfter(rest(), end, FOR);
    if (name) nameFrom(skipInvalid(name, end), end);
    failed();
  } else if (begins(at, end, DISCONNECTING)) disconnecting(rest(), end);
  else if (begins(at, end, BAD_PROTOCOL)) {
    const from = findLast(rest(), end, FROM);
    if (from) takeSource(behind(from, FROM), end, IP, SPORT);
  } else if (startsWith(at, end, REVERSE)) reverseMapping(at, end);
  else if (begins(at, end, USER_LEAD)) notAllowed(rest(), end);
  else if (begins(at, end, LISTENING)) takeSource(rest(), end, DST, DPORT);
  else if (startsWith(at, end, SESSION)) session(at, end);
  else if (begins(at, end, CLOSE_SESSION)) nameFrom(rest(), end);
  else if (begins(at, end, ROOT_REFUSED)) {
    setLiteral(USER, ROOT);
    takeSource(rest(), end, IP, SPORT);
    failed();
  } else if (!pamMessage(at, end)) connection(at, end);
}

/** Parses `reverse mapping checking … for HOST [ADDR] failed`: the host's name is from the client's DNS. */
function reverseMapping(at: usize, end: usize): void {
  const close = findLast(at, end, REVERSE_END);
  const open = close ? findLast(at, close, BRACKET) : 0;
  if (open) setText(IP, behind(open, BRACKET), close);
}

/** Parses `User NAME[ from ADDR] not allowed because …`. */
function notAllowed(at: usize, end: usize): void {
  const because = find(at, end, NOT_ALLOWED);
  if (because == 0) return;
  if (!nameFrom(at, because)) setText(USER, at, because);
  failed();
}

/** Parses `Starting session: COMMAND for NAME from ADDR port N id N`; COMMAND is the client's text. */
function session(at: usize, end: usize): void {
  const from = findLast(at, end, FROM);
  const name = from ? findLast(at, from, FOR) : 0;
  if (name) nameFrom(behind(name, FOR), end);
}
