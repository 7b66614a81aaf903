/**
 * Unbound with `log-queries` or `log-replies` (https://nlnetlabs.nl/documentation/unbound/unbound.conf):
 * `info: 192.0.2.1 example.com. A IN[ NOERROR 0.000123 0 45]`, with `[123:0] ` in front where it goes to syslog, and
 * `query: ` or `reply: ` for `info: ` under `log-tag-queryreply`.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, findByte, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { isResponseCode, isType, takeQuestion } from "./dns";
import { isAddress } from "./endpoint";
import { levelOfName } from "./level";
import { parsed } from "./parsed";
import { behind, isWord, skipBlanks, trimmedEnd, wordEnd } from "./words";

const RESOLVING: usize = ascii("resolving ");
const RESPONSE_FOR: usize = ascii("response for ");
const INTERNET: usize = ascii("IN");

/** Takes `NAME. TYPE IN`; returns the address behind, or 0. */
function question(at: usize, end: usize): usize {
  const nameEnd = wordEnd(at, end);
  const type = skipBlanks(nameEnd, end);
  const typeEnd = wordEnd(type, end);
  const kind = skipBlanks(typeEnd, end);
  const kindEnd = wordEnd(kind, end);
  if (!isType(type, typeEnd) || !isWord(kind, kindEnd, INTERNET)) return 0;
  takeQuestion(at, nameEnd);
  setText(Field.Qtype, type, typeEnd);
  return skipBlanks(kindEnd, end);
}

/** Parses a message of Unbound; false where the message is about no question. */
export function unboundMessage(at: usize, end: usize): bool {
  end = trimmedEnd(at, end);
  if (at < end && load<u8>(at) == Char.OpenBracket)
    at = skipBlanks(findByte(at, end, Char.CloseBracket) + 1, end);
  if (at >= end) return false;
  const label = wordEnd(at, end);
  if (label > at && load<u8>(label - 1) == Char.Colon) {
    const logLevel = levelOfName(at, label - 1);
    if (logLevel >= 0 && parsed.level < 0) parsed.level = logLevel;
    at = skipBlanks(label, end);
  }
  parsed.setMessage(at, end);
  if (startsWith(at, end, RESOLVING)) return question(behind(at, RESOLVING), end) != 0;
  if (startsWith(at, end, RESPONSE_FOR)) return question(behind(at, RESPONSE_FOR), end) != 0;
  const clientEnd = wordEnd(at, end);
  if (!isAddress(at, clientEnd)) return false;
  const rest = question(skipBlanks(clientEnd, end), end);
  if (rest == 0) return false;
  setText(Field.Ip, at, clientEnd);
  const codeEnd = wordEnd(rest, end);
  if (!isResponseCode(rest, codeEnd)) return true;
  setText(Field.Rcode, rest, codeEnd);
  const seconds = skipBlanks(codeEnd, end);
  const secondsEnd = wordEnd(seconds, end);
  // A cached answer takes less than a millisecond: all six digits are read.
  const dot = findByte(seconds, secondsEnd, Char.Dot);
  const whole = parseUnsigned(seconds, dot);
  const micros = dot + 7 == secondsEnd ? parseUnsigned(dot + 1, secondsEnd) : -1;
  if (whole >= 0 && whole < 1_000_000 && micros >= 0) parsed.setDuration(whole * 1_000_000 + micros);
  return true;
}
