/**
 * PAM's messages, of any service: `pam_unix(sshd:auth): authentication failure; logname= uid=0 … rhost=ADDR  user=X`,
 * the older `sshd(pam_unix)[123]: authentication failure; …`, and OpenSSH's `PAM 2 more authentication failures; …`.
 */
import { fieldAt, fieldEnd, hasField, IP, SERVICE, setText, USER } from "../fields";
import { ascii, find, findByte, isDigit, lengthOf, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { hostEnd } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { Program, programOf } from "./programs";
import { after, begins, findAfter, findLast, rest, skipBlanks, takeName, trimmedEnd, wordEnd } from "./words";

const MODULE: usize = ascii("pam_");
const LABEL_END: usize = ascii(": ");
const COUNT: usize = ascii("PAM ");
const FAILURE: usize = ascii("authentication failure");
/** As `PAM 2 more …`, by the modules themselves. */
const MORE: usize = ascii(" more authentication failure");
const BAD_NAME: usize = ascii("bad username [");
const RHOST_KEY: usize = ascii(" rhost=");
const RUSER: usize = ascii("ruser=");
const NAMED: usize = ascii("user=");
const OPENED: usize = ascii("session opened for user ");
const CLOSED: usize = ascii("session closed for user ");
const BY: usize = ascii(" by ");
const ROOT_BY: usize = ascii(" by (uid");
const CHECK_PASS: usize = ascii("check pass; user unknown");
const CHANGED: usize = ascii("password changed for ");
const USER_WORD: usize = ascii("user ");
const FOR_WORD: usize = ascii(" for ");
const FROM_WORD: usize = ascii(" from ");
const WORDS_OF_FAILURE_A: usize = ascii("denied");
const WORDS_OF_FAILURE_B: usize = ascii("failure");
const WORDS_OF_FAILURE_C: usize = ascii("failed");
const WORDS_OF_FAILURE_D: usize = ascii("could not identify password");
const WORDS_OF_FAILURE_E: usize = ascii("Refused");
const ACCESS_DENIED: usize = ascii("access denied for user ");
const UNKNOWN_NAME: usize = ascii("unknown");

/** Whether the program's name says that PAM speaks for it: `su(pam_unix)`. */
export function isPamLabel(nameEnd: usize, end: usize): bool {
  return nameEnd < end && load<u8>(nameEnd) == Char.OpenParen && startsWith(nameEnd + 1, end, MODULE);
}

/** Whether a message is a PAM module's. */
export function isPamMessage(at: usize, end: usize): bool {
  return startsWith(at, end, MODULE) && findByte(at, wordEnd(at, end), Char.OpenParen) < end;
}

/** `NAME(uid=1000)` is NAME. */
function takeUser(at: usize, end: usize): void {
  const paren = findByte(at, end, Char.OpenParen);
  takeName(USER, at, paren > at ? paren : end);
}

/**
 * Where the host begins in `… ruser=R rhost=HOST[  user=X]` (pam_unix's support.c), or 0.
 *
 * R and X may be what the client calls itself, ` rhost=` included. HOST is one word, and only X follows it. Where there
 * are several such places: sshd leaves R empty, so its HOST stands behind the first `ruser=`; servers of files and mail
 * put X into R as well, and no text can hold itself twice. Else none counts.
 */
function hostOf(at: usize, end: usize): usize {
  const remote = findAfter(at, end, RUSER);
  let found: usize = 0;
  let count = 0;
  for (let host = find(at, end, RHOST_KEY); host; host = find(host + 6, end, RHOST_KEY)) {
    const value = host + <usize>lengthOf(RHOST_KEY);
    const stop = wordEnd(value, end);
    const name = findUser(stop, end);
    if (stop < end && name == 0) continue;
    count++;
    if (count == 1) found = value;
    else if (isSshd()) break;
    if (remote == 0 || name == 0) continue;
    const length = trimmedEnd(remote, host) - remote;
    if (length == end - name && memory.compare(remote, name, length) == 0) return value;
  }
  return count == 1 || (isSshd() && found == remote + <usize>lengthOf(RHOST_KEY)) ? found : 0;
}

/** Address after the blanks and `user=` at `at`, or 0. */
function findUser(at: usize, end: usize): usize {
  return after(skipBlanks(at, end), end, NAMED);
}

function isSshd(): bool {
  return hasField(SERVICE) && programOf(fieldAt(SERVICE), fieldEnd(SERVICE)) == Program.Sshd;
}

/** `logname= uid=0 euid=0 tty=ssh ruser= rhost=ADDR  user=X`. */
export function pamFailure(at: usize, end: usize): void {
  failed();
  const host = hostOf(at, end);
  if (host == 0) return;
  const hostStop = wordEnd(host, end);
  if (hostStop > host) setText(IP, host, hostEnd(host, hostStop));
  const name = findUser(hostStop, end);
  const remote = findAfter(at, host, RUSER);
  if (name) setText(USER, name, end);
  else if (remote) setText(USER, remote, host - <usize>lengthOf(RHOST_KEY));
}

/** `session opened for user X by Y(uid=0)`, `session closed for user X`. */
function session(at: usize, end: usize): void {
  let stop = findLast(at, end, ROOT_BY);
  if (stop == 0) stop = findLast(at, end, BY);
  takeUser(at, stop ? stop : end);
}

/** Messages of lesser modules: whom they speak of stands behind `user `, else behind ` for `. */
function other(at: usize, end: usize): void {
  let name = findAfter(at, end, USER_WORD);
  if (name == 0) name = findAfter(at, end, FOR_WORD);
  if (name) {
    let stop = wordEnd(name, end);
    while (
      stop > name &&
      (load<u8>(stop - 1) == Char.Comma ||
        load<u8>(stop - 1) == Char.Colon ||
        load<u8>(stop - 1) == Char.Semicolon)
    )
      stop--;
    if (stop - name != 7 || !startsWith(name, stop, UNKNOWN_NAME)) takeName(USER, name, stop);
  }
  // pam_access alone says from where, behind the name.
  const from = startsWith(at, end, ACCESS_DENIED) ? findLast(at, end, FROM_WORD) : 0;
  if (from) {
    const quote = <u32>load<u8>(from, 6);
    const host = quote == Char.Backtick || quote == Char.Apostrophe ? from + 7 : from + 6;
    setText(IP, host, hostEnd(host, end));
  }
  if (
    find(at, end, WORDS_OF_FAILURE_A) ||
    find(at, end, WORDS_OF_FAILURE_B) ||
    find(at, end, WORDS_OF_FAILURE_C) ||
    find(at, end, WORDS_OF_FAILURE_D) ||
    find(at, end, WORDS_OF_FAILURE_E)
  )
    failed();
}

/** Reads a message that PAM may have written; false where it is none. */
export function pamMessage(at: usize, end: usize): bool {
  end = trimmedEnd(at, end);
  let isModule = false;
  if (isPamMessage(at, end)) {
    const label = findAfter(at, end, LABEL_END);
    if (label == 0) return true;
    at = label;
    isModule = true;
  }
  if (startsWith(at, end, FAILURE)) pamFailure(at, end);
  else if (startsWith(at, end, COUNT)) {
    if (find(at, end, FAILURE)) pamFailure(at, end);
  } else if (isDigit(load<u8>(at)) && find(at, end, MORE)) pamFailure(at, end);
  else if (begins(at, end, BAD_NAME)) {
    setText(USER, rest(), findByte(rest(), end, Char.CloseBracket));
    failed();
  } else if (begins(at, end, OPENED)) {
    session(rest(), end);
    succeeded();
  } else if (begins(at, end, CLOSED)) session(rest(), end);
  else if (begins(at, end, CHANGED)) {
    takeUser(rest(), end);
    succeeded();
  } else if (startsWith(at, end, CHECK_PASS)) return true;
  else if (isModule) other(at, end);
  else return false;
  return true;
}
