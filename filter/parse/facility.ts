/**
 * Facility and level as syslog daemons write them in front of a program (RFC 3164, section 4.1.1): `auth.info` of
 * BusyBox and OpenWrt, `<auth.info>` or `<4.6>` of FreeBSD's `syslogd -v`, `<38>` where BusyBox knows no name.
 */
import {
  ascii,
  bytesOf,
  findByte,
  isLetter,
  lengthOf,
  parseUnsigned,
  sameBytes,
  startsWith,
} from "../text/ascii";
import { Char } from "../text/char";
import { levelOfName, levelOfNumber } from "./level";
import { parsed } from "./parsed";
import { skipBlanks } from "./words";

/** `authpriv.warning`, the longest. */
const MAX_BYTES: usize = 20;
const LOCAL: usize = ascii("local");
const FACILITIES: usize = ascii(
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security console audit alert clock",
);

/** Whether the word is a facility's name. */
function isFacility(at: usize, end: usize): bool {
  if (startsWith(at, end, LOCAL)) return end == at + 6 && <u32>load<u8>(at, 5) - Char._0 < 8;
  const stop = bytesOf(FACILITIES) + lengthOf(FACILITIES);
  for (let word = bytesOf(FACILITIES); word < stop; ) {
    const wordStop = findByte(word, stop, Char.Space);
    if (wordStop - word == end - at && sameBytes(word, at, end - at)) return true;
    word = wordStop + 1;
  }
  return false;
}

/** Notes the level of `facility.level` in [at, end); false where the text is none. */
function takeNamed(at: usize, end: usize): bool {
  const dot = findByte(at, end, Char.Dot);
  if (dot >= end || !isFacility(at, dot)) return false;
  const logLevel = levelOfName(dot + 1, end);
  if (logLevel < 0) return false;
  parsed.setLevel(logLevel, dot + 1, end);
  return true;
}

/** Notes the level of `38` or `4.6` in [at, end); false where the text is none. */
function takeNumbered(at: usize, end: usize): bool {
  const dot = findByte(at, end, Char.Dot);
  const priority = parseUnsigned(dot < end ? dot + 1 : at, end);
  if (priority < 0 || priority > 191 || (dot < end && parseUnsigned(at, dot) < 0)) return false;
  parsed.level = levelOfNumber(priority & 7);
  return true;
}

/** Notes the level of the facility and level at `at`; returns the address of the next word, or `at` where there are none. */
export function behindFacility(at: usize, end: usize): usize {
  if (at >= end) return at;
  const limit = min(at + MAX_BYTES, end);
  if (load<u8>(at) == Char.LessThan) {
    const close = findByte(at, limit, Char.GreaterThan);
    const isTaken = close < limit && (takeNumbered(at + 1, close) || takeNamed(at + 1, close));
    return isTaken ? skipBlanks(close + 1, end) : at;
  }
  const stop = findByte(at, limit, Char.Space);
  return isLetter(load<u8>(at)) && takeNamed(at, stop) ? skipBlanks(stop, end) : at;
}
