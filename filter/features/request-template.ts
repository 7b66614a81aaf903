/**
 * Template of a web request: method, the pattern of its path (path-pattern.ts), the class of its status and the kind of
 * its client, as in `GET /products/* 2xx browser`. What a line does not tell is left out.
 */
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, bytesOf, find, findByte, isUpper } from "../text/ascii";
import { Char, chars3 } from "../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv, GOLDEN_32 } from "../text/hash";
import { pathPattern, widenedPath } from "./path-pattern";
import { noteByte, noteBytes, noteLiteral } from "./pattern-text";
import { Client, meetAgent, userAgent } from "./user-agent";

/** Letters of the longest method that is told apart: PROPPATCH. */
const MOST_LETTERS: u32 = 9;
/** Names of clients from {@link Client.None} on, with blanks up to {@link NAME_BYTES} each. */
const CLIENTS: usize = ascii("none   browserrobot  tool   ");
const NAME_BYTES: u32 = 7;
const SCHEME: usize = ascii("://");
const OTHER_SITE: usize = ascii("*://*");
const STATUS_CLASS: usize = ascii("xx");

/** What a request was answered. */
@unmanaged
class Answer {
  /** First digit of the status; 0 where the line has none. */
  digit: u32;
  /** Whether the site has no such path: 404, 410. */
  isMissing: bool;
}

/** Of the request at hand. */
export const answer: Answer = changetype<Answer>(memory.data(offsetof<Answer>(), 4));

/** Reads the status of the request at hand. */
export function readAnswer(): void {
  answer.digit = 0;
  answer.isMissing = false;
  if (!hasField(Field.Status) || fieldLength(Field.Status) != 3) return;
  const status = load<u32>(fieldAt(Field.Status)) & 0xffffff;
  const digit = (status & 0xff) - Char._0;
  answer.digit = digit < 10 ? digit : 0;
  answer.isMissing =
    status == chars3(Char._4, Char._0, Char._4) || status == chars3(Char._4, Char._1, Char._0);
}

/** Hash of the pattern of a request's target, whose answer is read. */
export function targetPattern(at: usize, end: usize): u32 {
  if (at == end) return 0;
  const stop = findByte(at, end, Char.Question);
  if (load<u8>(at) == Char.Slash) return pathPattern(at, stop, answer.isMissing);
  if (find(at, stop, SCHEME)) {
    noteLiteral(OTHER_SITE);
    return Char.Colon;
  }
  noteByte(Char.Asterisk);
  return Char.Asterisk;
}

/** Whether the method looks like one: clients send what they like in its place. */
function isMethod(at: usize, end: usize): bool {
  if (end - at > MOST_LETTERS) return false;
  while (at < end && isUpper(load<u8>(at))) at++;
  return at == end;
}

/** Hash of the method. */
function methodPattern(): u32 {
  const at = fieldAt(Field.Method);
  const end = fieldEnd(Field.Method);
  if (hasField(Field.Method) && isMethod(at, end)) {
    noteBytes(at, end);
    return fnv(at, end, FNV_OFFSET);
  }
  const stand = hasField(Field.Method) ? Char.Asterisk : Char.Minus;
  noteByte(stand);
  return stand;
}

/** @param pattern hash of the target's pattern */
function mixed(pattern: u32): u32 {
  const hash = ((methodPattern() * FNV_PRIME) ^ pattern) * GOLDEN_32;
  return (hash ^ (hash >> 15) ^ (answer.digit | (userAgent.client << 4))) * FNV_PRIME;
}

/**
 * Template of the request at hand, whose answer is read.
 *
 * @param pattern hash of its target's pattern
 */
export function templateOf(pattern: u32): u32 {
  meetAgent();
  return mixed(pattern);
}

/**
 * The same with the names masked that vary by what was seen (places.ts).
 *
 * @param narrow the template without them, which was found last
 */
export function widenedRequest(narrow: u32): u32 {
  const at = fieldAt(Field.Path);
  if (answer.isMissing || !hasField(Field.Path) || load<u8>(at) != Char.Slash) return narrow;
  const pattern = widenedPath(at, findByte(at, fieldEnd(Field.Path), Char.Question));
  return pattern ? mixed(pattern) : narrow;
}

/** Notes the template of the request at hand, which is found, in words. */
export function noteRequest(): void {
  methodPattern();
  if (hasField(Field.Path)) {
    noteByte(Char.Space);
    targetPattern(fieldAt(Field.Path), fieldEnd(Field.Path));
  }
  if (answer.digit) {
    noteByte(Char.Space);
    noteByte(Char._0 + answer.digit);
    noteLiteral(STATUS_CLASS);
  }
  if (userAgent.client == Client.Unknown) return;
  noteByte(Char.Space);
  const name = bytesOf(CLIENTS) + (userAgent.client - 1) * NAME_BYTES;
  noteBytes(name, findByte(name, name + NAME_BYTES, Char.Space));
}
