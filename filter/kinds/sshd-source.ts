/**
 * Where sshd puts the other side's address into its messages, and the name before it that the client chose.
 *
 * A name of an account that exists is nobody's choice; one that doesn't exist may hold anything, so what looks like an
 * address in it must not count. Which reading is right:
 *
 * ```
 * NAME from ADDR port N                     the last ` from `: nothing of the client's follows
 * NAME from ADDR port N ssh2[: KEY]         the first for an account that exists; else the last, but that the id of a
 *                                           certificate in KEY may hold one more
 * user NAME ADDR port N[: sshd's words]     the last ` port `
 * user NAME ADDR port N: client's words     the only one
 * ```
 *
 * Where a client could have made either of two readings, neither counts: nobody is blamed for what another sent.
 */
import { IP, SPORT, setText, USER } from "../fields";
import { ascii, find, isDigit, startsWith } from "../text/ascii";
import { isAddress } from "./web";
import { after, digitsEnd, findAfter, findLast, hostEnd, takeSource, trimmedEnd, wordEnd } from "./words";

const FROM: usize = ascii(" from ");
const PORT: usize = ascii(" port ");
const PROTOCOL: usize = ascii(" ssh");
const COLON: usize = ascii(": ");
const CERTIFICATE: usize = ascii("-CERT ");
const USER_WORD: usize = ascii("user ");
const INVALID_USER: usize = ascii("invalid user ");
const ILLEGAL_USER: usize = ascii("illegal user ");
const AUTHENTICATING_USER: usize = ascii("authenticating user ");

/** Address after `invalid user ` or `illegal user ` at `at`, or `at`. */
export function skipInvalid(at: usize, end: usize): usize {
  return startsWith(at, end, INVALID_USER) || startsWith(at, end, ILLEGAL_USER) ? at + 13 : at;
}

/** Address after `ADDR port N` at `at`, or 0. */
function portEnd(at: usize, end: usize): usize {
  const host = hostEnd(at, end);
  const port = host > at ? after(host, end, PORT) : 0;
  const stop = port ? digitsEnd(port, end) : 0;
  return stop > port ? stop : 0;
}

/** Takes `NAME from ADDR[ port N]`, by the last ` from ` that an address or host follows; the name may be empty. */
export function nameFrom(at: usize, end: usize): bool {
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

/** Whether the key at `at` is a certificate, whose id is the client's text. */
function isCertificate(at: usize, end: usize): bool {
  const stop = wordEnd(at, end);
  return stop >= at + 5 && startsWith(stop - 5, end, CERTIFICATE);
}

/**
 * Takes `[invalid user ]NAME from ADDR port N ssh2[: KEY]`.
 *
 * @returns false where no such words are there
 */
export function loginSource(at: usize, end: usize): bool {
  const name = skipInvalid(at, end);
  let last: usize = 0;
  let certified: usize = 0;
  for (let from = find(name, end, FROM); from; from = find(from + 5, end, FROM)) {
    const port = portEnd(from + 6, end);
    const stop = port && startsWith(port, end, PROTOCOL) ? digitsEnd(port + 4, end) : 0;
    if (stop == 0 || (stop < end && !startsWith(stop, end, COLON))) continue;
    last = from;
    if (name == at) break;
    if (certified == 0 && isCertificate(stop + 2, end)) certified = from;
    // Behind a key there is more: what the line ends with is sshd's.
    if (stop == end) certified = 0;
  }
  if (last == 0) return false;
  if (certified && certified != last) return true;
  takeSource(last + 6, end, IP, SPORT);
  if (last > name) setText(USER, name, last);
  return true;
}

/** Address after `invalid user `, `authenticating user ` or `user ` at `at`, or `at`. */
function skipPreamble(at: usize, end: usize): usize {
  const name = skipInvalid(at, end);
  if (name > at) return name;
  const known = after(at, end, AUTHENTICATING_USER);
  if (known) return known;
  const plain = after(at, end, USER_WORD);
  return plain ? plain : at;
}

/** Takes NAME and source of `NAME ADDR[ port N]`; `stop` is where the address ends. */
function nameBefore(name: usize, stop: usize, end: usize): void {
  let source = stop;
  while (source > name && load<u8>(source - 1) != 0x20) source--;
  if (source > name) setText(USER, name, source - 1);
  takeSource(source, end, IP, SPORT);
}

/** Takes `ADDR[ port N]`; returns the address after it, or `at`. */
function addressAt(at: usize, end: usize): usize {
  return isAddress(at, hostEnd(at, end)) ? takeSource(at, end, IP, SPORT) : at;
}

/**
 * Takes `[… user NAME ]ADDR[ port N]`, behind which only sshd speaks.
 *
 * @returns address after an ADDR that no name stands before; else 0
 */
export function nameAndAddress(at: usize, end: usize): usize {
  const name = skipPreamble(at, end);
  if (name == at) return addressAt(at, end);
  const port = findLast(name, end, PORT);
  nameBefore(name, port && isDigit(load<u8>(port, 6)) ? port : trimmedEnd(name, end), end);
  return 0;
}

/**
 * Takes `[… user NAME ]ADDR port N: TEXT`, of which name and text are the client's.
 *
 * @returns where TEXT begins; 0 where that can't be told
 */
export function nameAddressText(at: usize, end: usize): usize {
  const name = skipPreamble(at, end);
  if (name == at) return findAfter(addressAt(at, end), end, COLON);
  let found: usize = 0;
  let text: usize = 0;
  for (let port = find(name, end, PORT); port; port = find(port + 5, end, PORT)) {
    const stop = digitsEnd(port + 6, end);
    if (stop == port + 6 || !startsWith(stop, end, COLON)) continue;
    let host = port;
    while (host > name && load<u8>(host - 1) != 0x20) host--;
    if (!isAddress(host, port)) continue;
    if (found) return 0;
    found = port;
    text = stop + 2;
  }
  if (found) nameBefore(name, found, end);
  return text;
}
