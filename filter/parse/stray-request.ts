/**
 * A request in a line or message of no known format: `METHOD TARGET HTTP/x`, in quotes or not. Behind addresses, names,
 * times and numbers it makes an access line; behind words of a sentence it is what a message is about, which stays one: it
 * is judged, and no client makes an access line of a message with its words in it.
 *
 * ```
 * 203.0.113.7 | GET /x HTTP/1.1 | 200               edge-1 "GET /x HTTP/1.1" 404 0.012
 * ```
 *
 * A client controls the request, and in an unknown format any text besides. So the address counts only as the first word,
 * behind a time at most, and where there is no other; the status only right behind the request.
 */
import { hasField, setField, setText, TYPE_NUMBER } from "../record/fields";
import { Field } from "../schema/fields";
import { addressEnd, addressStart } from "../text/address";
import { isDigit, isDigits, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME } from "../text/clock";
import { lineTime, lineTimeEnd } from "../text/time-at";
import { setPort } from "./endpoint";
import { findRequest, found } from "./find-request";
import { levelOfName } from "./level";
import { parsed } from "./parsed";
import { requestLine } from "./request-line";
import { isUpperWord } from "./words";

const LEAST_LEVEL_BYTES: usize = 4;
const STATUS_DIGITS: u32 = 3;

/** Takes the status behind the version that ends at `at`. */
function takeStatus(at: usize, end: usize): void {
  // A quote or bracket closes the request; a blank, and maybe a bar or comma, stands between.
  if (at < end && load<u8>(at) != Char.Space) at++;
  while (
    at < end &&
    (load<u8>(at) == Char.Space ||
      load<u8>(at) == Char.Bar ||
      load<u8>(at) == Char.Comma ||
      load<u8>(at) == Char.Tab)
  )
    at++;
  if (at + STATUS_DIGITS > end || !isDigits(at, STATUS_DIGITS)) return;
  const lead = <u32>load<u8>(at) - Char._0;
  const next = at + STATUS_DIGITS < end ? <u32>load<u8>(at, STATUS_DIGITS) : Char.Space;
  if (lead < 1 || lead > 5 || isDigit(next) || isLetter(next) || next == Char.Dot) return;
  setField(Field.Status, at, at + STATUS_DIGITS, TYPE_NUMBER, 0);
}

/** Whether a byte stands between words. */
function isBetween(byte: u32): bool {
  return (
    byte <= <u32>Char.Space ||
    byte == Char.Bar ||
    byte == Char.Comma ||
    byte == Char.Semicolon ||
    byte == Char.Quote ||
    byte == Char.OpenParen ||
    byte == Char.CloseParen
  );
}

/** Where the address of the word in [at, end) ends, before its port or closing bracket; 0 for any other word. */
function addressIn(at: usize, end: usize): usize {
  return at < end ? addressEnd(addressStart(at, end), end) : 0;
}

/** Takes the address with which the text in [at, end) begins, if no other follows. */
function takeAddress(at: usize, end: usize): void {
  let first: usize = 0;
  let firstEnd: usize = 0;
  let words = 0;
  while (at < end) {
    while (at < end && isBetween(load<u8>(at))) at++;
    const word = at;
    while (at < end && !isBetween(load<u8>(at))) at++;
    if (word == at) break;
    words++;
    const stop = addressIn(word, at);
    if (stop == 0) continue;
    if (words > 1) return;
    first = word;
    firstEnd = at;
  }
  if (first == 0) return;
  const start = addressStart(first, firstEnd);
  const stop = addressEnd(start, firstEnd);
  setText(Field.Ip, start, stop);
  let port = stop;
  while (port < firstEnd && !isDigit(load<u8>(port))) port++;
  if (stop < firstEnd) setPort(Field.Sport, port, firstEnd);
}

/** Whether the word in [at, end) is one of a sentence: letters, not all capitals, or with a colon behind. */
function isProse(at: usize, end: usize): bool {
  if (end - at < 2) return false;
  if (load<u8>(end - 1) == Char.Colon) return true;
  for (let p = at; p < end; p++) if (!isLetter(load<u8>(p))) return false;
  return !isUpperWord(at, end);
}

/** What the words in front of a request say of the line. */
const enum Lead {
  /** Addresses, names, times and numbers. */
  Access,
  /** A sentence: what follows is quoted by a program, or by a client of it. */
  Prose,
  /** A level in capitals: the line is an application's. */
  Level,
}

/** What the words in [at, end) say. */
function leadOf(at: usize, end: usize): Lead {
  let lead = Lead.Access;
  while (at < end) {
    while (at < end && isBetween(load<u8>(at))) at++;
    const word = at;
    while (at < end && !isBetween(load<u8>(at))) at++;
    if (at - word >= LEAST_LEVEL_BYTES && isUpperWord(word, at) && levelOfName(word, at) >= 0)
      return Lead.Level;
    if (isProse(word, at)) lead = Lead.Prose;
  }
  return lead;
}

/**
 * Parses the first request in a line, or a web server's message, that nothing else reads. (Another program's message may be
 * its client's words from the first byte.)
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns whether it is an access line
 */
export function strayRequest(at: usize, end: usize, now: i64): bool {
  if (!findRequest(at, end)) return false;
  const request = found.at;
  const behind = lineTimeEnd(at, request, now);
  const isClosed = behind != 0 && load<u8>(at) == Char.OpenBracket && load<u8>(behind) == Char.CloseBracket;
  const first = behind == 0 ? at : isClosed ? behind + 1 : behind;
  const lead = leadOf(first, request);
  if (lead == Lead.Level) return false;
  requestLine(request, found.end);
  if (!hasField(Field.Path)) return false;
  if (lead == Lead.Prose) {
    parsed.hasRequest = true;
    return false;
  }
  if (parsed.time == NO_TIME && behind) parsed.time = lineTime(at, request, now);
  if (found.isOnly) takeStatus(found.end, end);
  takeAddress(first, request);
  parsed.setClientTexts(false, false);
  return true;
}
