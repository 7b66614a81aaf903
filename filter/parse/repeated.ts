/**
 * What syslog daemons write in place of a message that came again: `last message repeated 2 times`
 * (https://man.freebsd.org/cgi/man.cgi?query=syslogd). Of a login that failed it is the same login again, as often. It is taken
 * for the last one of the same program and process, which the tag names; without a tag, of the message just before.
 */
import { fieldAt, fieldLength, hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { mix64 } from "../text/hash";
import { parsed } from "./parsed";
import { behind, digitsEnd, setLiteral } from "./words";

const LAST: usize = ascii("last message repeated ");
const FAILURE: usize = ascii("failure");
/** More tell no more. */
const MOST_TIMES: i64 = 64;
const MOST_TAG_BYTES: usize = 80;
const MOST_TEXT_BYTES: usize = 64;

/** Address and account of the last login that failed. */
const ADDRESS: usize = memory.data(<i32>MOST_TEXT_BYTES, 8);
const ACCOUNT: usize = memory.data(<i32>MOST_TEXT_BYTES, 8);

@unmanaged
class Kept {
  addressBytes: usize;
  accountBytes: usize;
  /** Hash of what stands before its message from the program's name on; 0 where there is none. */
  tag: u64;
  /** Whether no message came since. */
  isLast: bool;
}

const kept: Kept = changetype<Kept>(memory.data(offsetof<Kept>(), 8));

/** Hash of the program's name and process id before the message at `at`: of where both begin and end; 0 where there is no tag. */
function tagOf(at: usize): u64 {
  // Unsigned: a name that stands behind, or in a literal, is too far away as well.
  const bytes = at - fieldAt(Field.Service);
  if (!hasField(Field.Service) || bytes > MOST_TAG_BYTES) return 0;
  return mix64(mix64(bytes, load<u64>(at - bytes)), load<u64>(at - sizeof<u64>())) | 1;
}

/** Copies a field's text; returns its bytes, 0 where there is none or it is too long. */
function copyField(field: u32, to: usize): usize {
  if (!hasField(field) || fieldLength(field) > <u32>MOST_TEXT_BYTES) return 0;
  memory.copy(to, fieldAt(field), fieldLength(field));
  return fieldLength(field);
}

/** Notes a message that was read. */
export function noteMessage(kind: u32, at: usize): void {
  kept.isLast = false;
  if (kind != Kind.Auth || !hasField(Field.Outcome) || load<u8>(fieldAt(Field.Outcome)) != Char.f) {
    // It is this message that its program would repeat from now on.
    if (kept.tag && kept.tag == tagOf(at)) kept.tag = 0;
    return;
  }
  kept.addressBytes = copyField(Field.Ip, ADDRESS);
  kept.accountBytes = copyField(Field.User, ACCOUNT);
  kept.tag = tagOf(at);
  kept.isLast = true;
}

/** Takes a message for the login that failed before, as often as it says; false where it stands for no login. */
export function isRepeatedLogin(at: usize, end: usize): bool {
  if (!startsWith(at, end, LAST)) return false;
  const number = behind(at, LAST);
  const times = parseUnsigned(number, digitsEnd(number, end));
  const tag = tagOf(at);
  if (times < 1 || !(tag ? tag == kept.tag : kept.isLast)) return false;
  setText(Field.Ip, ADDRESS, ADDRESS + kept.addressBytes);
  setText(Field.User, ACCOUNT, ACCOUNT + kept.accountBytes);
  setLiteral(Field.Outcome, FAILURE);
  parsed.repeats = <u32>min<i64>(times, MOST_TIMES);
  return true;
}
