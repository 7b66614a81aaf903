/**
 * su(1), sudo(8) and doas(1). The field `user` is su's target account; of sudo and doas the invoking user.
 *
 * Code, since sudo's reasons to refuse are an open list: what is none of its keys refuses.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import { begins, behind, findLast, has, rest, skipBlanks, takeName, trimmedEnd, wordEnd } from "./words";

const SUCCESSFUL: usize = ascii("Successful su for ");
const FAILED_FOR: usize = ascii("FAILED su for ");
const FAILED_TO: usize = ascii("FAILED SU (to ");
const TO: usize = ascii("(to ");
const BY: usize = ascii(" by ");
const BAD: usize = ascii("BAD SU ");
const TO_WORD: usize = ascii(" to ");
const ON: usize = ascii(" on ");
const QUOTED: usize = ascii("'su ");
const FAILED_WORD: usize = ascii("failed");
const COLON_WORD: usize = ascii(" : ");
const COMMAND: usize = ascii("COMMAND=");
const TTY: usize = ascii("TTY=");
const HOST_KEY: usize = ascii("HOST=");
const PWD: usize = ascii("PWD=");
const USER_KEY: usize = ascii("USER=");
const CONTINUED: usize = ascii("(command continued)");
const RAN: usize = ascii(" ran command ");
const DOAS_FAILED: usize = ascii("failed auth for ");
const DOAS_DENIED: usize = ascii("command not permitted for ");

/** Parses a message of su: util-linux, shadow, coreutils, BSD. */
export function suMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end)) return;
  if (begins(at, end, SUCCESSFUL) || begins(at, end, FAILED_FOR)) {
    const by = findLast(rest(), end, BY);
    takeName(Field.User, rest(), by ? by : end);
    if (load<u8>(at) == Char.S) succeeded();
    else failed();
  } else if (begins(at, end, FAILED_TO) || begins(at, end, TO)) {
    setText(Field.User, rest(), findByte(rest(), end, Char.CloseParen));
    if (rest() - at > 4) failed();
    else succeeded();
  } else if (
    end - at > 2 &&
    load<u8>(at, 1) == Char.Space &&
    (load<u8>(at) == Char.Plus || load<u8>(at) == Char.Minus)
  ) {
    // `+ /dev/pts/0 ada:root`: plus for granted, minus for refused.
    const wordStop = wordEnd(skipBlanks(at + 2, end), end);
    const colon = findByte(wordStop, end, Char.Colon);
    if (colon < end) setText(Field.User, colon + 1, end);
    if (load<u8>(at) == Char.Plus) succeeded();
    else failed();
  } else if (begins(at, end, QUOTED)) {
    setText(Field.User, rest(), findByte(rest(), end, Char.Apostrophe));
    if (find(rest(), end, FAILED_WORD)) failed();
    else succeeded();
  } else {
    const isBad = startsWith(at, end, BAD);
    const on = findLast(at, end, ON);
    const to = on ? findLast(at, on, TO_WORD) : 0;
    if (to == 0) return;
    setText(Field.User, behind(to, TO_WORD), on);
    if (isBad) failed();
    else succeeded();
  }
}

/**
 * Parses `ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls`; where sudo refused, the reason stands before `TTY=`.
 */
export function sudoMessage(at: usize, end: usize): void {
  at = skipBlanks(at, end);
  if (pamMessage(at, end)) return;
  const colon = find(at, end, COLON_WORD);
  if (colon) {
    setText(Field.User, at, trimmedEnd(at, colon));
    const text = behind(colon, COLON_WORD);
    const isPlain =
      startsWith(text, end, TTY) ||
      startsWith(text, end, HOST_KEY) ||
      startsWith(text, end, PWD) ||
      startsWith(text, end, USER_KEY) ||
      startsWith(text, end, CONTINUED);
    if (!isPlain) failed();
    else if (find(colon, end, COMMAND)) succeeded();
    return;
  }
  if (begins(at, end, DOAS_FAILED) || begins(at, end, DOAS_DENIED)) {
    const stop = findByte(rest(), end, Char.Colon);
    setText(Field.User, rest(), stop);
    failed();
  } else if (has(at, end, RAN)) {
    setText(Field.User, at, wordEnd(at, end));
    succeeded();
  }
}
