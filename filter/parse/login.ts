/**
 * Logins at a terminal and over old protocols: login(1), telnetd(8), rlogind(8), wu-ftpd and BSD's ftpd(8), and what FTP
 * servers and dropbear(8) write besides their formats (formats/auth).
 *
 * Code, since many programs with forms of their own share a few words: the words are looked for, in front of what a client
 * may have chosen, and the name stands before or behind the address.
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isUpper, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { takeEndpoint } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import {
  after,
  behind,
  findAfter,
  findLast,
  setLiteral,
  skipBlanks,
  takeName,
  trimmedEnd,
  wordEnd,
} from "./words";

const FOR_UPPER: usize = ascii(" FOR ");
const FROM_UPPER: usize = ascii("FROM ");
const BY_UPPER: usize = ascii(" BY ");
const FAILED_UPPER: usize = ascii("FAIL");
const REFUSED_UPPER: usize = ascii("REFUSED");
const DENIED_UPPER: usize = ascii("DENIED");
const TOO_MANY: usize = ascii("TOO MANY");
const LOGIN_UPPER: usize = ascii("LOGIN ");
const ROOT_LOGIN: usize = ascii("ROOT LOGIN");
const ROOT: usize = ascii("root");
const AS: usize = ascii(" as ");
const FROM: usize = ascii(" from ");
const INVALID_PASSWORD: usize = ascii("invalid password for ");
const FAILED_LOWER: usize = ascii("failed");
const KERBEROS: usize = ascii("erberos");
const BRACKET: usize = ascii(" [");
const QUOTE: usize = ascii("'");
const QUOTE_ON: usize = ascii("' on ");
const COMMA: usize = ascii(", ");

/**
 * Takes a client: ADDR, or ADDR of `host [ADDR]`, where the host's name is from the client's DNS. Returns the address
 * behind.
 */
function takeClient(at: usize, end: usize): usize {
  if (at < end && load<u8>(at) != Char.OpenBracket) {
    const host = wordEnd(at, end);
    if (after(host, end, BRACKET) && load<u8>(host - 1) != Char.Comma) {
      const close = findByte(host + 2, end, Char.CloseBracket);
      setText(Field.Ip, host + 2, close);
      return close < end ? close + 1 : end;
    }
  }
  const quote = at < end ? <u32>load<u8>(at) : 0;
  return takeEndpoint(
    quote == Char.Apostrophe || quote == Char.Backtick || quote == Char.LessThan ? at + 1 : at,
    end,
    Field.Ip,
    Field.Sport,
  );
}

/** Takes the name behind ` FOR `: in quotes, or up to the program's last comma. */
function nameFor(at: usize, end: usize): void {
  const isQuoted = at < end && load<u8>(at) == Char.Apostrophe;
  const stop = isQuoted ? findLast(at + 1, end, QUOTE) : findLast(at, end, COMMA);
  takeName(Field.User, isQuoted ? at + 1 : at, stop ? stop : wordEnd(at, end));
}

/** Takes the name behind the address: ` FOR NAME, …`, ` as NAME`, `, NAME`. */
function nameBehind(at: usize, end: usize): void {
  const isFor = after(at, end, FOR_UPPER);
  if (isFor) {
    nameFor(isFor, end);
    return;
  }
  let name = findAfter(at, end, AS);
  if (at < end && load<u8>(at) == Char.Comma) name = skipBlanks(at + 1, end);
  if (name) takeName(Field.User, name, findByte(name, wordEnd(name, end), Char.Comma));
}

/**
 * Parses messages in capitals: `FAILED LOGIN 1 FROM ADDR FOR ada, …`, `FTP LOGIN FROM ADDR as ada`,
 * `LOGIN ON tty1 BY ada FROM ADDR`. The client chooses a name that fails, so the outcome's words count only in front of
 * the name.
 */
function upperCase(at: usize, end: usize): void {
  const name = findAfter(at, end, FOR_UPPER);
  const by = findAfter(at, name ? name : end, BY_UPPER);
  let head = by ? by : name ? name : end;
  const from = findAfter(at, head, FROM_UPPER);
  if (from) {
    head = from;
    nameBehind(takeClient(from, end), end);
  } else if (by) {
    const source = findLast(by, end, FROM_UPPER);
    setText(Field.User, by, trimmedEnd(by, source ? source : end));
    if (source) takeClient(behind(source, FROM_UPPER), end);
  } else if (name) nameFor(name, end);
  if (!hasField(Field.User) && startsWith(at, end, ROOT_LOGIN)) setLiteral(Field.User, ROOT);
  const isBad =
    find(at, head, FAILED_UPPER) ||
    find(at, head, REFUSED_UPPER) ||
    find(at, head, DENIED_UPPER) ||
    find(at, head, TOO_MANY);
  if (isBad) failed();
  else succeeded();
}

/** Parses wu-ftpd's `invalid password for 'ada' on … from ADDR`, and shadow's. */
function invalidPassword(at: usize, end: usize): bool {
  const refused = after(at, end, INVALID_PASSWORD);
  if (refused == 0) return false;
  const close = load<u8>(refused) == Char.Apostrophe ? findLast(refused, end, QUOTE_ON) : 0;
  const stop = close ? close + 1 : wordEnd(refused, end);
  takeName(Field.User, refused, stop);
  const from = findLast(stop, end, FROM);
  if (from) takeClient(behind(from, FROM), end);
  failed();
  return true;
}

/** Whether all of a text is the program's: a client's text stands in quotes or brackets. */
function isPlain(at: usize, end: usize): bool {
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (
      byte == Char.Quote ||
      byte == Char.Apostrophe ||
      byte == Char.Backtick ||
      byte == Char.OpenParen ||
      byte == Char.OpenBracket ||
      byte == Char.LessThan
    )
      return false;
  }
  return true;
}

/** Parses a message of a login service. */
export function loginMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end) || invalidPassword(at, end)) return;
  if (at + 2 < end && isUpper(load<u8>(at, 1)) && find(at, end, LOGIN_UPPER)) {
    upperCase(at, end);
    return;
  }
  // `Authentication failed from …`, `Kerberos authentication failed`, `failed login from …`.
  let from = find(at, end, FROM);
  // Of two ` from ` the first may be part of a name.
  if (from && (find(from + 5, end, FROM) || !isPlain(at, from))) from = 0;
  if (from) takeClient(behind(from, FROM), end);
  if (find(at, from ? from : end, FAILED_LOWER) && (from || find(at, end, KERBEROS))) failed();
}
