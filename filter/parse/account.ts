/**
 * Accounts and sessions: useradd(8) and the other tools of shadow, passwd(1), systemd-logind(8), unix_chkpwd(8),
 * polkit(8).
 *
 * Code, since many tools with texts of their own share the words around a name.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte } from "../text/ascii";
import { Char } from "../text/char";
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

/**
 * Whether the byte opens a quoted name, `'ada'` or `` `ada' ``.
 */
function isQuote(byte: u32): bool {
  return byte == Char.Apostrophe || byte == Char.Backtick;
}

/** Takes the name at `at`, without quotes and the punctuation behind. */
function nameAt(at: usize, end: usize): void {
  const quote = at < end ? <u32>load<u8>(at) : 0;
  if (isQuote(quote)) {
    setText(Field.User, at + 1, findByte(at + 1, end, Char.Apostrophe));
    return;
  }
  let stop = wordEnd(at, end);
  while (
    stop > at &&
    (load<u8>(stop - 1) == Char.Comma || load<u8>(stop - 1) == Char.Dot || load<u8>(stop - 1) == Char.Colon)
  )
    stop--;
  takeName(Field.User, at, stop);
}

/** Parses a message about an account or a session. */
export function accountMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end)) return;
  if (begins(at, end, NEW_USER)) setText(Field.User, rest(), findByte(rest(), end, Char.Comma));
  else if (begins(at, end, CHECK_FAILED)) {
    nameAt(rest(), end);
    failed();
  } else if (begins(at, end, ADD)) {
    if (isQuote(load<u8>(rest()))) nameAt(rest(), end);
  } else if (has(at, end, OF_USER) || begins(at, end, USER_WORD)) nameAt(rest(), end);
  else if (has(at, end, USER_WORD)) {
    if (isQuote(load<u8>(rest()))) nameAt(rest(), end);
  } else if (find(at, end, PASSWORD) && has(at, end, FOR)) nameAt(rest(), end);
}
