/**
 * Which patterns may fit a line or message, and the first that does. Candidates are found by the three bytes with which
 * the text begins, or those behind its time, and for the others by a literal: the line is searched once, whatever the number
 * of formats, four bytes at every multiple of four, in a filter and a hash table.
 */
import {
  anchorList,
  Context,
  END_OF_LIST,
  formatAt,
  groupOf,
  hasFormats,
  indexKey,
  inFormats,
  LeadClass,
  Lookups,
  listOf,
  mayAnchor,
  ownFormats,
  patternAt,
} from "../../model/formats";
import { Kind } from "../../schema/kinds";
import { hexValue, isDigit, isLetter } from "../../text/ascii";
import { Char } from "../../text/char";
import { NO_TIME } from "../../text/clock";
import { clearTimeAt, lineTimeEnd, timeAt } from "../../text/time-at";
import { parsed } from "../parsed";
import { skipBlanks, wordEnd } from "../words";
import { capturedLine, commit, noteClientTexts } from "./commit";
import { failedOperation, fits, stoppedAt } from "./match";
import { isAddressAt } from "./take";

/** No pattern fits. */
export const NO_FORMAT: u32 = 0xff;
/** Patterns that are tried of a record at most: no line makes the search long. */
const MAX_TRIES: u32 = 64;
const MAX_ANCHORS: u32 = 32;
/** u32 each: the lists of a line's anchors that were tried; a client may write an anchor more than once. */
const TRIED: usize = memory.data(MAX_ANCHORS << 2, 8);
const NONE: u32 = 0xffffffff;
const LOW_THREE: u32 = 0xffffff;

/** What the search found. */
@unmanaged
class Found {
  /** The format that read the record; {@link NONE} where none did. */
  format: u32;
  /** The format whose pattern went furthest of those that did not fit, and where it stopped. */
  nearest: u32;
  nearestAt: usize;
  /** How far it went. */
  reach: usize;
  /** The line in a wrapper. */
  lineAt: usize;
  lineEnd: usize;
  tries: u32;
  /** The pattern that was tried last, which did not fit, on which text, and the offset of its operation that did not. */
  failed: u32;
  failedAt: usize;
  failedEnd: usize;
  failedOffset: u32;
}

const found: Found = changetype<Found>(memory.data(offsetof<Found>(), 8));

/** Forgets the record before. */
export function clearFound(): void {
  found.format = NONE;
  found.nearest = NONE;
  found.reach = 0;
  found.tries = 0;
  found.failed = NONE;
  clearTimeAt();
}

/** The line in the wrapper that was found last. */
export function wrappedLine(): usize {
  return found.lineAt;
}

export function wrappedLineEnd(): usize {
  return found.lineEnd;
}

/** Address of the name (a length, then the text) of the format that read the record, or 0. */
export function formatName(): usize {
  return found.format == NONE ? 0 : inFormats(formatAt(found.format).name);
}

/** The same of the format whose pattern went furthest of those that did not fit, or 0. */
export function nearestName(): usize {
  return found.nearest == NONE ? 0 : inFormats(formatAt(found.nearest).name);
}

/** Where that pattern stopped. */
export function nearestAt(): usize {
  return found.nearestAt;
}

/** Notes the format of a record of members. */
export function noteFormat(format: u32): void {
  found.format = format;
}

/** Whether the pattern before this one was tried last, and failed in what both have in common. */
function failsAsBefore(number: u32, shared: u32, at: usize, end: usize): bool {
  if (found.failed + 1 != number || found.failedOffset >= shared) return false;
  if (at != found.failedAt || end != found.failedEnd) return false;
  found.failed = number;
  return true;
}

/** Tries a pattern; the log type, {@link WRAPPER}, or {@link NO_FORMAT}. */
function tryPattern(number: u32, at: usize, end: usize, now: i64): u32 {
  const pattern = patternAt(number);
  if (failsAsBefore(number, pattern.shared, at, end)) return NO_FORMAT;
  if (++found.tries > MAX_TRIES) return NO_FORMAT;
  const format = <u32>pattern.format;
  const operations = inFormats(pattern.operations);
  if (!fits(operations, format, at, end, now)) {
    found.failed = number;
    found.failedAt = at;
    found.failedEnd = end;
    found.failedOffset = <u32>(failedOperation() - operations);
    const reach = stoppedAt() - at;
    if (reach > found.reach) {
      found.reach = reach;
      found.nearest = format;
      found.nearestAt = stoppedAt();
    }
    return NO_FORMAT;
  }
  found.format = format;
  parsed.setMessage(at, end);
  const line = capturedLine();
  if (line) {
    found.lineAt = line.at;
    found.lineEnd = line.end;
  }
  commit(format, now);
  if (pattern.kind == Kind.Web) noteClientTexts();
  if (!pattern.isHeader) return pattern.kind;
  const messageAt = parsed.messageAt;
  const messageEnd = parsed.messageEnd;
  const inner = messageFormat(formatAt(format).context, messageAt, messageEnd, now);
  return inner == NO_FORMAT ? pattern.kind : inner;
}

/** Tries the patterns of a list in order. */
function tryList(list: usize, at: usize, end: usize, now: i64): u32 {
  if (list == 0) return NO_FORMAT;
  for (; load<u16>(list) != END_OF_LIST; list += 2) {
    const kind = tryPattern(load<u16>(list), at, end, now);
    if (kind != NO_FORMAT) return kind;
  }
  return NO_FORMAT;
}

/** Tries the patterns of a context that begin with the three bytes at `lead`. */
function tryLead(group: Lookups, context: u32, lead: usize, at: usize, end: usize, now: i64): u32 {
  if (lead + 3 > end) return NO_FORMAT;
  return tryList(listOf(group, indexKey(context, load<u32>(lead) & LOW_THREE)), at, end, now);
}

/** Parses a message in a context; the log type, or {@link NO_FORMAT}. */
function groupMessage(group: Lookups, context: u32, at: usize, end: usize, now: i64): u32 {
  const kind = tryLead(group, context, at, at, end, now);
  if (kind != NO_FORMAT) return kind;
  return tryList(listOf(group, indexKey(context, 0)), at, end, now);
}

/**
 * Parses a message.
 *
 * @param context hash of the program's name, or a {@link Context}
 * @returns the log type, or {@link NO_FORMAT}
 */
export function messageFormat(context: u32, at: usize, end: usize, now: i64): u32 {
  if (!hasFormats()) return NO_FORMAT;
  const kind = ownFormats() ? groupMessage(groupOf(true), context, at, end, now) : NO_FORMAT;
  return kind == NO_FORMAT ? groupMessage(groupOf(false), context, at, end, now) : kind;
}

/** Parses a line that begins with what its format fixes, or with a time and then that. */
export function leadingFormat(own: bool, at: usize, end: usize, now: i64): u32 {
  if (!hasFormats()) return NO_FORMAT;
  const group = groupOf(own);
  const kind = tryLead(group, Context.Line, at, at, end, now);
  if (kind != NO_FORMAT) return kind;
  const behind = lineTimeEnd(at, end, now);
  if (behind == 0) return NO_FORMAT;
  const isBracketed = load<u8>(at) == Char.OpenBracket;
  return tryLead(group, isBracketed ? Context.BracketTimed : Context.Timed, behind, at, end, now);
}

/** Class of a byte. */
function classOfByte(byte: u32): u32 {
  if (isDigit(byte)) return LeadClass.Digit;
  if (isLetter(byte)) return LeadClass.Letter;
  return byte == Char.OpenBracket ? LeadClass.Bracket : LeadClass.Other;
}

/** ADDRESS where one stands at `at`, else 0. */
function addressClass(at: usize, end: usize): u32 {
  const byte = <u32>load<u8>(at);
  const mayBe = hexValue(byte) >= 0 || byte == Char.OpenBracket || byte == Char.Colon;
  return mayBe && isAddressAt(at, end) ? LeadClass.Address : 0;
}

/** What the line begins with: {@link LeadClass} bits. */
function classAt(at: usize, end: usize, now: i64): u32 {
  const lead = classOfByte(load<u8>(at));
  if (lead <= <u32>LeadClass.Letter && timeAt(at, end, now) != NO_TIME) return lead | LeadClass.Time;
  return lead | addressClass(at, end);
}

/** What the word behind the one at `at` begins with: {@link LeadClass} bits. */
function secondClass(at: usize, end: usize): u32 {
  const second = skipBlanks(wordEnd(at, end), end);
  if (second >= end) return LeadClass.Other;
  const byte = <u32>load<u8>(second);
  if (byte == Char.Minus && (second + 1 >= end || <u32>load<u8>(second, 1) <= <u32>Char.Space))
    return LeadClass.Dash | LeadClass.Other;
  const lead = classOfByte(byte);
  // No pattern is told by a time there; where one may stand it counts as such.
  return lead | (lead <= <u32>LeadClass.Letter ? LeadClass.Time : 0) | addressClass(second, end);
}

/** Tries the patterns of a list whose lines may begin with this class of byte. */
function tryClass(list: usize, lead: u32, at: usize, end: usize, now: i64): u32 {
  for (; load<u16>(list) != END_OF_LIST; list += 2) {
    const number = <u32>load<u16>(list);
    if (!(patternAt(number).leads & lead)) continue;
    const kind = tryPattern(number, at, end, now);
    if (kind != NO_FORMAT) return kind;
  }
  return NO_FORMAT;
}

/** Whether the list is none of the `count` in {@link TRIED}. */
function isUntried(list: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) if (load<u32>(TRIED + (i << 2)) == <u32>list) return false;
  return true;
}

/**
 * Tries the patterns that no text tells, by the class of what the line begins with.
 *
 * @param context of lines of this beginning, to which the class is added
 * @param place what has the class: the line's beginning, or what stands behind its time
 */
function tryUntold(group: Lookups, context: u32, place: usize, at: usize, end: usize, now: i64): u32 {
  let second: u32 = 0;
  for (let classes = classAt(place, end, now); classes; classes &= classes - 1) {
    let list = listOf(group, indexKey(context + (classes & -classes), 0));
    if (list == 0) continue;
    if (second == 0) second = secondClass(place, end);
    for (; load<u16>(list) != END_OF_LIST; list += 2) {
      const number = <u32>load<u16>(list);
      if (!(patternAt(number).seconds & second)) continue;
      const kind = tryPattern(number, at, end, now);
      if (kind != NO_FORMAT) return kind;
    }
  }
  return NO_FORMAT;
}

/** Tries the patterns of which no more is known than that they begin with a time, and what may stand behind. */
function tryTimed(group: Lookups, at: usize, end: usize, now: i64): u32 {
  let behind = lineTimeEnd(at, end, now);
  if (behind == 0) return NO_FORMAT;
  const isBracketed = load<u8>(at) == Char.OpenBracket;
  while (behind < end && load<u8>(behind) == Char.Space) behind++;
  return tryUntold(group, isBracketed ? Context.BracketTimedClass : Context.TimedClass, behind, at, end, now);
}

/**
 * Parses the line in [at, end) by a literal that its format has in [from, limit).
 *
 * @param from `at`, or what lies behind a part that can have none
 */
export function anchoredFormat(own: bool, at: usize, end: usize, from: usize, limit: usize, now: i64): u32 {
  if (!hasFormats()) return NO_FORMAT;
  const group = groupOf(own);
  const filter = group.filter;
  let lead: u32 = 0;
  let hits: u32 = 0;
  const last = min(limit, end) - 4;
  for (; from <= last; from += 4) {
    const window = load<u32>(from);
    if (!mayAnchor(filter, window)) continue;
    const list = anchorList(group, window);
    if (list == 0 || !isUntried(list, hits)) continue;
    if (lead == 0) lead = classAt(at, end, now);
    const kind = tryClass(list, lead, at, end, now);
    if (kind != NO_FORMAT) return kind;
    store<u32>(TRIED + (hits << 2), <u32>list);
    if (++hits == MAX_ANCHORS) break;
  }
  return NO_FORMAT;
}

/**
 * Parses a line by a literal that its format has somewhere, or, where it has none, by trying.
 *
 * @param from address from which the line was not yet searched for literals
 */
export function otherFormat(own: bool, at: usize, end: usize, from: usize, now: i64): u32 {
  if (!hasFormats() || at >= end) return NO_FORMAT;
  let kind = anchoredFormat(own, at, end, from, end, now);
  if (kind != NO_FORMAT) return kind;
  const group = groupOf(own);
  kind = tryTimed(group, at, end, now);
  return kind == NO_FORMAT ? tryUntold(group, Context.LineClass, at, at, end, now) : kind;
}
