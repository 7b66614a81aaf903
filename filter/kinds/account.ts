/** Accounts and sessions: useradd and its kin, passwd, systemd-logind, unix_chkpwd, polkit. */
import { setText, USER } from "../fields";
import { ascii, find, findByte } from "../text/ascii";
import { failed } from "./outcome";
import { pamMessage } from "./pam";
import { begins, has, rest, takeName, trimmedEnd, wordEnd } from "./words";

const NEW_USER: usize = ascii("new user: name=");
const ADD: usize = ascii("add ");
const USER_WORD: usize = ascii("user ");
const OF_USER: usize = ascii(" of user ");
const FOR: usize = ascii(" for ");
const CHECK_FAILED: usize = ascii("password check failed for user ");
const PASSWORD: usize = ascii("password");

/** The name at `at`, without what punctuates it. */
function nameAt(at: usize, end: usize): void {
  const quote = at < end ? <u32>load<u8>(at) : 0;
  if (quote == 0x27 || quote == 0x60) {
    setText(USER, at + 1, findByte(at + 1, end, 0x27));
    return;
  }
  let stop = wordEnd(at, end);
  while (
    stop > at &&
    (load<u8>(stop - 1) == 0x2c || load<u8>(stop - 1) == 0x2e || load<u8>(stop - 1) == 0x3a)
  )
    stop--;
  takeName(USER, at, stop);
}

/** Reads a message about accounts or sessions. */
export function accountMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end)) return;
  if (begins(at, end, NEW_USER)) setText(USER, rest(), findByte(rest(), end, 0x2c));
  else if (begins(at, end, CHECK_FAILED)) {
    nameAt(rest(), end);
    failed();
  } else if (begins(at, end, ADD)) {
    if (load<u8>(rest()) == 0x27 || load<u8>(rest()) == 0x60) nameAt(rest(), end);
  } else if (has(at, end, OF_USER) || begins(at, end, USER_WORD)) nameAt(rest(), end);
  else if (has(at, end, USER_WORD)) {
    if (load<u8>(rest()) == 0x27 || load<u8>(rest()) == 0x60) nameAt(rest(), end);
  } else if (find(at, end, PASSWORD) && has(at, end, FOR)) nameAt(rest(), end);
}
