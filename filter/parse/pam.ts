/**
 * Messages of PAM (pam_unix(8) and other modules) in any service:
 * `pam_unix(sshd:auth): authentication failure; logname= uid=0 … rhost=ADDR  user=X`, the older
 * `sshd(pam_unix)[123]: authentication failure; …`, and OpenSSH's `PAM 2 more authentication failures; …`.
 *
 * Code, since two texts of the client's have to be compared to find the module's `rhost=` between them.
 */
import { fieldAt, fieldEnd, hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, lengthOf, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { hostEnd } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { Program, programOf } from "./programs";
import {
  after,
  begins,
  behind,
  findAfter,
  findLast,
  rest,
  skipBlanks,
  takeName,
  trimmedEnd,
  wordEnd,
} from "./words";

const MODULE: usize = ascii("pam_");
const LABEL_END: usize = ascii(": ");
const COUNT: usize = ascii("PAM ");
const FAILURE: usize = ascii("authentication failure");
/** As `PAM 2 more …`, written by the modules. */
const MORE: usize = ascii(" more authentication failure");
const BAD_NAME: usize = ascii("bad username [");
const RHOST_KEY: usize = ascii(" rhost=");
const RUSER: usize = ascii("ruser=");
const USER_KEY: usize = ascii("user=");
const OPENED: usize = ascii("session opened for user ");
const CLOSED: usize = ascii("session closed for user ");
const BY: usize = ascii(" by ");
const ROOT_BY: usize = ascii(" by (uid");
const CHECK_PASS: usize = ascii("check pass; user unknown");
const CHANGED: usize = ascii("password changed for ");
const USER_WORD: usize = ascii("user ");
const FOR_WORD: usize = ascii(" for ");
const FROM_WORD: usize = ascii(" from ");
const DENIED: usize = ascii("denied");
const FAILURE_WORD: usize = ascii("failure");
const FAILED_WORD: usize = ascii("failed");
const NO_PASSWORD: usize = ascii("could not identify password");
const REFUSED: usize = ascii("Refused");
const ACCESS_DENIED: usize = ascii("access denied for user ");
const UNKNOWN_NAME: usize = ascii("unknown");

/** Whether a PAM module stands behind the program's name: `su(pam_unix)`. */
export function isPamLabel(nameEnd: usize, end: usize): bool {
  return nameEnd < end && load<u8>(nameEnd) == Char.OpenParen && startsWith(nameEnd + 1, end, MODULE);
}

/** Whether a message begins with a PAM module's name. */
export function isPamMessage(at: usize, end: usize): bool {
  return startsWith(at, end, MODULE) && findByte(at, wordEnd(at, end), Char.OpenParen) < end;
}

/** Takes NAME of `NAME(uid=1000)`. */
function takeUser(at: usize, end: usize): void {
  const paren = findByte(at, end, Char.OpenParen);
  takeName(Field.User, at, paren > at ? paren : end);
}

/**
 * Address of HOST in `… ruser=R rhost=HOST[  user=X]` (support.c of pam_unix), or 0.
 *
 * The client may choose R and X, ` rhost=` included. HOST is one word, and only X follows. Of several candidates sshd's
 * is right behind the first `ruser=`, since sshd leaves R empty. File and mail servers put X into R as well: the
 * candidate between two equal texts counts. Else the host is left out.
 */
function hostOf(at: usize, end: usize): usize {
  const remote = findAfter(at, end, RUSER);
  let found: usize = 0;
  let count = 0;
  for (let host = find(at, end, RHOST_KEY); host; host = find(host + 6, end, RHOST_KEY)) {
    const value = behind(host, RHOST_KEY);
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
  return count == 1 || (isSshd() && found == behind(remote, RHOST_KEY)) ? found : 0;
}

/** Address after the blanks and `user=` at `at`, or 0. */
function findUser(at: usize, end: usize): usize {
  return after(skipBlanks(at, end), end, USER_KEY);
}

function isSshd(): bool {
  return (
    hasField(Field.Service) && programOf(fieldAt(Field.Service), fieldEnd(Field.Service)) == Program.Sshd
  );
}

/** Parses `logname= uid=0 euid=0 tty=ssh ruser= rhost=ADDR  user=X`. */
export function pamFailure(at: usize, end: usize): void {
  failed();
  const host = hostOf(at, end);
  if (host == 0) return;
  const hostStop = wordEnd(host, end);
  if (hostStop > host) setText(Field.Ip, host, hostEnd(host, hostStop));
  const name = findUser(hostStop, end);
  const remote = findAfter(at, host, RUSER);
  if (name) setText(Field.User, name, end);
  else if (remote) setText(Field.User, remote, host - <usize>lengthOf(RHOST_KEY));
}

/** Parses `session opened for user X by Y(uid=0)`, `session closed for user X`. */
function session(at: usize, end: usize): void {
  let stop = findLast(at, end, ROOT_BY);
  if (stop == 0) stop = findLast(at, end, BY);
  takeUser(at, stop ? stop : end);
}

/** Parses messages of other modules: the user stands behind `user `, else behind ` for `. */
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
    if (stop - name != 7 || !startsWith(name, stop, UNKNOWN_NAME)) takeName(Field.User, name, stop);
  }
  // Only pam_access names the client, behind the user.
  const from = startsWith(at, end, ACCESS_DENIED) ? findLast(at, end, FROM_WORD) : 0;
  if (from) {
    const source = behind(from, FROM_WORD);
    const quote = <u32>load<u8>(source);
    const host = quote == Char.Backtick || quote == Char.Apostrophe ? source + 1 : source;
    setText(Field.Ip, host, hostEnd(host, end));
  }
  if (
    find(at, end, DENIED) ||
    find(at, end, FAILURE_WORD) ||
    find(at, end, FAILED_WORD) ||
    find(at, end, NO_PASSWORD) ||
    find(at, end, REFUSED)
  )
    failed();
}

/** Parses a message of PAM; false for any other. */
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
    setText(Field.User, rest(), findByte(rest(), end, Char.CloseBracket));
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
