/** The header of RFC 5424 (section 6): `<34>1 TIME HOST APP PROCID MSGID SD MSG`. */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { isoTime } from "../text/time";
import { parsed } from "./parsed";
import { digitsEnd, skipBlanks } from "./words";

/** Bytes of a program's name that a message begins with where the header names none. */
const MAX_NAME_BYTES: usize = 64;

/** Address behind the structured data at `at`: brackets, or `-`. A bracket in a quoted value closes nothing. */
function behindData(at: usize, end: usize): usize {
  if (at < end && load<u8>(at) != Char.OpenBracket) return at + 1;
  while (at < end && load<u8>(at) == Char.OpenBracket) {
    let isQuoted = false;
    for (; at < end; at++) {
      const byte = <u32>load<u8>(at);
      if (byte == Char.Quote) isQuoted = !isQuoted;
      else if (byte == Char.Backslash && isQuoted) at++;
      else if (byte == Char.CloseBracket && !isQuoted) break;
    }
    at++;
  }
  return at;
}

/** Takes the program of `sshd[812]: …` at `at`; returns the address of the message, `at` where there is none. */
export function takeTag(at: usize, end: usize): usize {
  const limit = min(at + MAX_NAME_BYTES, end);
  const open = findByte(at, limit, Char.OpenBracket);
  if (open == at || open >= limit || !isLetter(load<u8>(at)) || findByte(at, open, Char.Space) < open)
    return at;
  const close = digitsEnd(open + 1, end);
  if (close == open + 1 || close + 2 > end || load<u8>(close) != Char.CloseBracket) return at;
  if (load<u8>(close, 1) != Char.Colon) return at;
  setText(Field.Service, at, open);
  return skipBlanks(close + 2, end);
}

/** Parses what stands behind the version, from TIME on; false where that is no such header. */
export function structuredHeader(at: usize, end: usize): bool {
  let p = at;
  if (load<u8>(at) == Char.Minus) p = at + 1;
  else {
    const time = isoTime(at, end);
    if (time == NO_TIME) return false;
    parsed.time = time;
    p = timeEnd();
  }
  if (p >= end || load<u8>(p) != Char.Space) return false;
  const host = p + 1;
  const hostEnd = findByte(host, end, Char.Space);
  const app = hostEnd + 1;
  if (app >= end) return false;
  const appEnd = findByte(app, end, Char.Space);
  setText(Field.Host, host, hostEnd);
  setText(Field.Service, app, appEnd);
  // Process and message id.
  p = findByte(min(appEnd + 1, end), end, Char.Space) + 1;
  p = findByte(min(p, end), end, Char.Space) + 1;
  p = behindData(min(p, end), end);
  while (p < end && load<u8>(p) == Char.Space) p++;
  // A byte order mark marks the message as UTF-8.
  if (p + 3 <= end && load<u16>(p) == 0xbbef && load<u8>(p, 2) == 0xbf) p += 3;
  p = min(p, end);
  if (!hasField(Field.Service)) p = takeTag(p, end);
  parsed.setMessage(p, end);
  return true;
}
