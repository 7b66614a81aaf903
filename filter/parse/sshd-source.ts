/**
 * The client's address and user in sshd's messages. The client may choose the user's name.
 *
 * A name has no colon: the text behind a colon is the login's style (auth2.c). So the first address that sshd's own
 * words and a colon, or the end, follow is sshd's:
 *
 * ```
 * NAME from ADDR port N                      the last ` from `: none of the client's text follows
 * NAME from ADDR port N ssh2[: KEY]          the id of a certificate in KEY is the client's
 * [… user NAME ]ADDR port N[: sshd's words]  the last ` port `
 * [… user NAME ]ADDR port N: TEXT            the first ` port N: `; TEXT is the client's
 * ```
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, isDigit, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { hostEnd, isAddress, takeSource } from "./endpoint";
import { after, afterLastByte, behind, digitsEnd, findAfter, findLast, trimmedEnd } from "./words";

/** Words around a user's name, which sshd's other parsers need as well. */
export const FOR: usize = ascii(" for ");
export const FROM: usize = ascii(" from ");
const PORT: usize = ascii(" port ");
const PROTOCOL: usize = ascii(" ssh");
const COLON: usize = ascii(": ");
const USER_WORD: usize = ascii("user ");
const INVALID_USER: usize = ascii("invalid user ");
const ILLEGAL_USER: usize = ascii("illegal user ");
const AUTHENTICATING_USER: usize = ascii("authenticating user ");

/** Address after `invalid user ` or `illegal user ` at `at`, or `at`. */
export function skipInvalid(at: usize, end: usize): usize {
  return startsWith(at, end, INVALID_USER) || startsWith(at, end, ILLEGAL_USER)
    ? behind(at, INVALID_USER)
    : at;
}

/** Address after `ADDR port N` at `at`, or 0. */
function portEnd(at: usize, end: usize): usize {
  const host = hostEnd(at, end);
  const port = host > at ? after(host, end, PORT) : 0;
  const stop = port ? digitsEnd(port, end) : 0;
  return stop > port ? stop : 0;
}

/** Takes `NAME from ADDR[ port N]` by the last ` from ` with an address or host behind; NAME may be empty. */
export function nameFrom(at: usize, end: usize): bool {
  let stop = end;
  while (true) {
    const from = findLast(at, stop, FROM);
    if (from == 0) return false;
    const source = behind(from, FROM);
    const sourceEnd = hostEnd(source, end);
    if (
      sourceEnd > source &&
      (sourceEnd == end || startsWith(sourceEnd, end, PORT) || isAddress(source, sourceEnd))
    ) {
      takeSource(source, end, Field.Ip, Field.Sport);
      if (from > at) setText(Field.User, at, from);
      return true;
    }
    stop = from + 5;
  }
}

/**
 * Takes `[invalid user ]NAME from ADDR port N ssh2[: KEY]`.
 *
 * @returns false where the text has another form
 */
export function loginSource(at: usize, end: usize): bool {
  const name = skipInvalid(at, end);
  for (let from = find(name, end, FROM); from; from = find(from + 5, end, FROM)) {
    const port = portEnd(behind(from, FROM), end);
    const stop = port && startsWith(port, end, PROTOCOL) ? digitsEnd(behind(port, PROTOCOL), end) : 0;
    if (stop == 0 || (stop < end && !startsWith(stop, end, COLON))) continue;
    takeSource(behind(from, FROM), end, Field.Ip, Field.Sport);
    if (from > name) setText(Field.User, name, from);
    return true;
  }
  return false;
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

/** Takes NAME and source of `NAME ADDR[ port N]`; the address ends at `stop`. */
function nameBefore(name: usize, stop: usize, end: usize): void {
  const source = afterLastByte(name, stop, Char.Space);
  if (source > name) setText(Field.User, name, source - 1);
  takeSource(source, end, Field.Ip, Field.Sport);
}

/** Takes `ADDR[ port N]`; returns the address behind, or `at` where there is none. */
function addressAt(at: usize, end: usize): usize {
  return isAddress(at, hostEnd(at, end)) ? takeSource(at, end, Field.Ip, Field.Sport) : at;
}

/**
 * Takes `[… user NAME ]ADDR[ port N]`, with only sshd's own words behind.
 *
 * @returns address behind ADDR where there is no NAME; else 0
 */
export function nameAndAddress(at: usize, end: usize): usize {
  const name = skipPreamble(at, end);
  if (name == at) return addressAt(at, end);
  const port = findLast(name, end, PORT);
  nameBefore(name, port && isDigit(load<u8>(port, 6)) ? port : trimmedEnd(name, end), end);
  return 0;
}

/**
 * Takes `[… user NAME ]ADDR port N: TEXT`.
 *
 * @returns where TEXT begins, or `end`
 */
export function nameAddressText(at: usize, end: usize): usize {
  const name = skipPreamble(at, end);
  if (name == at) {
    const text = findAfter(addressAt(at, end), end, COLON);
    return text ? text : end;
  }
  for (let port = find(name, end, PORT); port; port = find(port + 5, end, PORT)) {
    const number = behind(port, PORT);
    const stop = digitsEnd(number, end);
    if (stop == number || !startsWith(stop, end, COLON)) continue;
    nameBefore(name, port, end);
    return behind(stop, COLON);
  }
  return end;
}
