/**
 * Template fingerprint: the text with what varies masked, hashed to 32 bits.
 *
 * A token that has a digit (numbers, addresses, ids, times) and whatever stands in quotes become `*`. Where clients choose
 * the names (logins, DNS), the names of users, hosts and questions become `*` too: else each would be a template of its
 * own. Of several lines the first counts, and of a stack trace the class and the frames that tell the fault. A token at a
 * place where the model knows that the word varies becomes `*` as well (model/mask.ts). Requests have templates of another
 * kind (request-template.ts).
 */
import { isMaskedPlace } from "../model/mask";
import { lines } from "../parse/trace";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { findByte, isDigit, isLetter } from "../text/ascii";
import { BYTE_VALUES, Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { notePlace } from "./noted-places";
import { noteByte, noteBytes } from "./pattern-text";
import { beginPlaces, doesVary, isNewWord, meetWord, noteFollower } from "./places";

/** How far into a text names are masked, and how long they may be: each of its tokens is compared with them. */
const NAMED_BYTES: usize = 2048;

/** The template that is being made. */
@unmanaged
class Template {
  hash: u32;
  /** Hash of what stands in front of the message. */
  root: u32;
  /** The byte behind the text at hand, where a zero stands meanwhile. */
  behind: u32;
  /** Whether names are masked. */
  masksNames: bool;
  /** Whether words that vary by what was seen are asked to be masked, and are in the text at hand. */
  isWidened: bool;
  masksWords: bool;
  /** Whether one was. */
  hasVaried: bool;
}

const template: Template = changetype<Template>(memory.data(offsetof<Template>(), 4));

/** @inline */
function byteIn(byte: u32): void {
  template.hash = (template.hash ^ byte) * FNV_PRIME;
}

/** @inline */
function masked(): void {
  byteIn(Char.Asterisk);
  noteByte(Char.Asterisk);
}

/** Adds a token as it is; with it the hash is `sum`. @inline */
function kept(at: usize, end: usize, sum: u32): void {
  template.hash = sum;
  noteBytes(at, end);
}

/** @inline */
function separator(byte: u32): void {
  byteIn(byte);
  noteByte(byte);
}

/** Whether a token becomes `*`. */
function isMasked(at: usize, end: usize, marks: u32): bool {
  // A dot inside makes it a host's name.
  return (
    (marks & DIGIT) != 0 ||
    (template.masksNames && (marks & DOT) != 0 && findByte(at, end - 1, Char.Dot) < end - 1)
  );
}

/** Hash of the token behind `at`; of one that becomes `*` that of the star, of the end none. */
function follower(at: usize, end: usize): u32 {
  while (at < end && !(classOf(at) & TOKEN)) if (load<u8>(at++) == Char.Quote) return Char.Asterisk;
  const start = at;
  let hash: u32 = FNV_OFFSET;
  let met: u32 = 0;
  for (; at < end && classOf(at) & TOKEN; at++) {
    hash = (hash ^ load<u8>(at)) * FNV_PRIME;
    met |= classOf(at);
  }
  return isMasked(start, at, met) ? Char.Asterisk : hash;
}

/** Whether the word at a place varies by what was seen; it ends at `at`. */
function varies(place: u32, word: u32, at: usize, end: usize): bool {
  template.masksWords = meetWord(place, word);
  if (isNewWord()) noteFollower(follower(at, end));
  if (!doesVary()) return false;
  template.hasVaried = true;
  return true;
}

/** Bits of {@link CLASSES}. */
const TOKEN: u32 = 1;
const DIGIT: u32 = 2;
const DOT: u32 = 4;
/** What each byte is. */
const CLASSES: usize = memory.data(BYTE_VALUES, 8);

for (let byte: u32 = 0; byte < BYTE_VALUES; byte++) {
  let marks: u32 = isTokenByte(byte) ? TOKEN : 0;
  if (isDigit(byte)) marks |= DIGIT;
  if (byte == Char.Dot) marks |= DOT;
  store<u8>(CLASSES + byte, marks);
}

/** Bytes that hold a token together: letters, digits, `_ - . % + @ #`, and all that is not ASCII. */
function isTokenByte(byte: u32): bool {
  if (isLetter(byte) || isDigit(byte) || byte >= 0x80) return true;
  return (
    byte == Char.Underscore ||
    byte == Char.Minus ||
    byte == Char.Dot ||
    byte == Char.Percent ||
    byte == Char.Plus ||
    byte == Char.At ||
    byte == Char.Hash
  );
}

/** @inline */
function classOf(at: usize): u32 {
  return load<u8>(<usize>load<u8>(at), CLASSES);
}

/** Whether the field's text stands at `at` and ends there as a token would. */
function isFieldAt(field: u32, at: usize, end: usize): bool {
  const length: usize = fieldLength(field);
  if (length > NAMED_BYTES || at + length > end) return false;
  const name = fieldAt(field);
  // The field may reach over the text's end, where a zero stands meanwhile.
  const isOver = end - name < length;
  if (isOver) store<u8>(end, template.behind);
  const isSame = load<u8>(at) == load<u8>(name) && memory.compare(at, name, length) == 0;
  if (isOver) store<u8>(end, 0);
  return isSame && (at + length == end || !(classOf(at + length) & TOKEN));
}

/**
 * Where the name at `at` ends, or `at` where none begins there. A user's counts where it was found, and behind an
 * equals sign: elsewhere `password` is a word, even where an account has that name.
 */
function nameEnd(from: usize, at: usize, end: usize): usize {
  if (hasField(Field.User)) {
    if (at == fieldAt(Field.User) && fieldEnd(Field.User) <= end) return fieldEnd(Field.User);
    if (at > from && load<u8>(at - 1) == Char.Equals && isFieldAt(Field.User, at, end))
      return at + fieldLength(Field.User);
  }
  if (hasField(Field.Qname) && isFieldAt(Field.Qname, at, end)) return at + fieldLength(Field.Qname);
  return hasField(Field.Ip) && at == fieldAt(Field.Ip) && fieldEnd(Field.Ip) <= end ? fieldEnd(Field.Ip) : at;
}

function text(at: usize, end: usize): void {
  const from = at;
  const namesEnd = template.masksNames ? min<usize>(end, at + NAMED_BYTES) : at;
  // What stands behind the text ends a token, so that the loop over one need not ask for the end.
  template.behind = load<u8>(end);
  store<u8>(end, 0);
  while (at < end) {
    if (at < namesEnd && (at == from || !(classOf(at - 1) & TOKEN))) {
      const stop = nameEnd(from, at, end);
      if (stop > at) {
        masked();
        at = stop;
        continue;
      }
    }
    let byte = <u32>load<u8>(at);
    let marks = <u32>load<u8>(byte, CLASSES);
    if (marks & TOKEN) {
      const start = at;
      let sum = template.hash;
      let met: u32 = 0;
      do {
        sum = (sum ^ byte) * FNV_PRIME;
        met |= marks;
        byte = load<u8>(++at);
        marks = load<u8>(byte, CLASSES);
      } while (marks & TOKEN);
      if (isMasked(start, at, met)) masked();
      else if (isMaskedPlace(template.hash)) {
        notePlace(template.hash, start, at);
        masked();
      } else if (!template.masksWords) kept(start, at, sum);
      else if (varies(template.hash, sum, at, end)) masked();
      else {
        kept(start, at, sum);
        // Nothing is masked, and nothing behind can be: the template is what it was.
        if (!template.masksWords && !template.hasVaried) at = end;
      }
    } else if (byte == Char.Quote) {
      let close = at + 1;
      while (close < end && load<u8>(close) != Char.Quote) close += load<u8>(close) == Char.Backslash ? 2 : 1;
      masked();
      at = close + 1;
    } else {
      separator(byte);
      at++;
    }
  }
  store<u8>(end, template.behind);
}

/** A line of a stack trace. */
function traceText(at: usize, end: usize): void {
  if (at >= end) return;
  separator(Char.LineFeed);
  text(at, end);
}

/** Template of a message, with the name of its service in front. */
export function messageTemplate(kind: u32, service: usize, serviceEnd: usize, at: usize, end: usize): u32 {
  template.hash = FNV_OFFSET;
  template.masksNames = false;
  text(service, serviceEnd);
  if (serviceEnd > service) separator(Char.Colon);
  template.root = template.hash;
  template.masksNames = kind == Kind.Auth || kind == Kind.Dns;
  template.masksWords = template.isWidened;
  text(at, lines.end ? min(end, lines.headEnd) : end);
  template.masksNames = false;
  template.masksWords = false;
  if (lines.end) {
    traceText(lines.classAt, lines.classEnd);
    traceText(lines.framesAt, lines.framesEnd);
  }
  return template.hash;
}

/**
 * The same with the words masked that vary by what was seen (places.ts), in which the line is counted.
 *
 * @param narrow the template without them, which was found last
 */
export function widenedTemplate(
  narrow: u32,
  kind: u32,
  service: usize,
  serviceEnd: usize,
  at: usize,
  end: usize,
): u32 {
  if (!beginPlaces(template.root)) return narrow;
  template.isWidened = true;
  template.hasVaried = false;
  const hash = messageTemplate(kind, service, serviceEnd, at, end);
  template.isWidened = false;
  return template.hasVaried ? hash : narrow;
}
