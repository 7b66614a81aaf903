/** Logins at a terminal and over old protocols: login, telnetd, rlogind, klogind, wu-ftpd and BSD ftpd, dropbear. */
import { IP, METHOD, SPORT, setText, USER } from "../fields";
import { ascii, find, findByte, lengthOf } from "../text/ascii";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import {
  after,
  findAfter,
  findLast,
  setLiteral,
  skipBlanks,
  takeEndpoint,
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
const BAD_ATTEMPT: usize = ascii("Bad ");
const ATTEMPT_FOR: usize = ascii(" attempt for '");
const SUCCEEDED_FOR: usize = ascii(" auth succeeded for '");
const QUOTE_FROM: usize = ascii("' from ");
const INVALID_PASSWORD: usize = ascii("invalid password for ");
const NONEXISTENT: usize = ascii("Login attempt for nonexistent user");
const FAILED_LOWER: usize = ascii("failed");
const KERBEROS: usize = ascii("erberos");
const BRACKET: usize = ascii(" [");

/** `host [ADDR]` is ADDR; the name in front is what DNS says. */
function takeClient(at: usize, end: usize): usize {
  if (at < end && load<u8>(at) != 0x5b) {
    const host = wordEnd(at, end);
    if (after(host, end, BRACKET)) {
      const close = findByte(host + 2, end, 0x5d);
      setText(IP, host + 2, close);
      return close < end ? close + 1 : end;
    }
  }
  const quoted: usize = at < end && (load<u8>(at) == 0x27 || load<u8>(at) == 0x60) ? 1 : 0;
  return takeEndpoint(at + quoted, end, IP, SPORT);
}

/** `FAILED LOGIN 1 FROM ADDR FOR ada, …`, `FTP LOGIN FROM ADDR as ada`, `LOGIN ON tty1 BY ada FROM ADDR`. */
function shouted(at: usize, end: usize): void {
  const from = findAfter(at, end, FROM_UPPER);
  let rest = from ? takeClient(from, end) : at;
  let name = findAfter(at, end, FOR_UPPER);
  if (name == 0) name = findAfter(at, end, BY_UPPER);
  if (name == 0) name = findAfter(rest, end, AS);
  if (name == 0 && rest + 2 < end && load<u8>(rest) == 0x2c && rest > at) name = skipBlanks(rest + 1, end);
  if (name) {
    const quote = <u32>load<u8>(name);
    const stop = quote == 0x27 ? findByte(name + 1, end, 0x27) : findByte(name, wordEnd(name, end), 0x2c);
    takeName(USER, quote == 0x27 ? name + 1 : name, stop);
  } else if (after(at, end, ROOT_LOGIN)) setLiteral(USER, ROOT);
  if (
    find(at, end, FAILED_UPPER) ||
    find(at, end, REFUSED_UPPER) ||
    find(at, end, DENIED_UPPER) ||
    find(at, end, TOO_MANY)
  )
    failed();
  else succeeded();
}

/** dropbear: `Bad password attempt for 'ada' from ADDR:PORT`, `Pubkey auth succeeded for 'ada' with key … from …`. */
function dropbear(at: usize, end: usize): bool {
  const isBad = after(at, end, BAD_ATTEMPT) != 0;
  const name = isBad ? findAfter(at, end, ATTEMPT_FOR) : findAfter(at, end, SUCCEEDED_FOR);
  const refused = after(at, end, INVALID_PASSWORD);
  if (name) {
    const close = isBad ? findLast(name, end, QUOTE_FROM) : findByte(name, end, 0x27);
    if (close) setText(USER, name, close);
    const method = isBad ? at + lengthOf(BAD_ATTEMPT) : at;
    setText(METHOD, method, wordEnd(method, end));
  } else if (refused) {
    const stop = wordEnd(refused, end);
    takeName(USER, refused, stop);
    const from = findLast(stop, end, FROM);
    if (from) takeClient(from + lengthOf(FROM), end);
    failed();
    return true;
  } else if (after(at, end, NONEXISTENT) == 0) return false;
  const from = findLast(at, end, FROM);
  if (from) takeEndpoint(from + lengthOf(FROM), end, IP, SPORT);
  if (name && !isBad) succeeded();
  else failed();
  return true;
}

/** Reads a message of a login service. */
export function loginMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end) || dropbear(at, end)) return;
  if (find(at, end, LOGIN_UPPER)) {
    shouted(at, end);
    return;
  }
  const from = findAfter(at, end, FROM);
  if (from) takeClient(from, end);
  // `Authentication failed from …`, `Kerberos authentication failed`, `failed login from …`.
  if (find(at, end, FAILED_LOWER) && (from || find(at, end, KERBEROS))) failed();
}
