/**
 * Template fingerprint: the words of a message, with `*` for what varies between them, each with a blank behind, hashed to
 * 32 bits (FNV-1a). Of two programs that say the same in two words or more it is the same.
 *
 * What varies: values (template-token.ts), values of pairs `key=value` but where the key says what happened, what stands in
 * quotes but a method, dates, units behind a number, and the word at a place where the model knows that it varies
 * (model/mask.ts). However many values follow each other, with whatever between, they are one `*`: so depth of paths,
 * length of lists, blanks and empty brackets tell nothing. Context in brackets with a number in front of the message (a
 * thread, a request) is left out.
 *
 * Where clients choose the names (logins, DNS), the names of users, hosts and questions become `*` too: else each would be a
 * template of its own. Of several lines the first counts, and of a stack trace the class and the frames that tell the
 * fault: there only numbers and quotes are values. Requests have templates of another kind (request-template.ts).
 */
import { isMaskedPlace } from "../model/mask";
import { lines } from "../parse/trace";
import { Kind } from "../schema/kinds";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../text/hash";
import { notePlace } from "./noted-places";
import { isNoted, noteByte, noteBytes, notedBytes, noteInFront, noteSeparator } from "./pattern-text";
import { beginPlaces, doesVary, isNewWord, meetWord, noteFollower } from "./places";
import { MAX_KEY_BYTES, noteToken, soughtBytes } from "./session-key";
import { NAMED_BYTES, nameEnd } from "./template-names";
import { contextEnd, isDateAhead, numberedEnd, pairEnd } from "./template-parts";
import { quoted } from "./template-quotes";
import { byteIn, kept, masked, template } from "./template-state";
import { ALPHANUMERIC, isOfToken, isValue, leaderAt, Mark, marksIn, marksOfByte } from "./template-token";
import { TemplateWord, templateWord } from "./template-words";

/** Words without which a text tells nothing by itself: the program that says it belongs to it. */
const FEW_WORDS: u32 = 2;

/** Whether a token is a value by itself. */
function isMasked(at: usize, end: usize, marks: u32): bool {
  if (template.isPlain) return (marks & Mark.Digit) != 0;
  return isValue(at, end, marks, template.isBehindValue, template.masksNames);
}

/** Hash of the token behind `at`; of one that becomes `*` that of the star, of the end none. */
function follower(at: usize, end: usize): u32 {
  while (at < end && !isOfToken(at)) if (load<u8>(at++) == Char.Quote) return Char.Asterisk;
  const start = at;
  while (at < end && isOfToken(at)) at++;
  return isMasked(start, at, marksIn(start, at)) ? Char.Asterisk : fnv(start, at, FNV_OFFSET);
}

/** Whether the word at a place varies by what was seen; it ends at `at`. */
function varies(place: u32, word: u32, at: usize, end: usize): bool {
  template.masksWords = meetWord(place, word);
  if (isNewWord()) noteFollower(follower(at, end));
  if (!doesVary()) return false;
  template.hasVaried = true;
  return true;
}

/** Whether a word is the unit of the number in front. */
function isUnit(at: usize, end: usize): bool {
  return !template.isPlain && templateWord(at, end) == TemplateWord.Unit;
}

/** Whether a word of three letters is of a date, with a number in front that ends at `number` or one behind. */
function isDate(at: usize, end: usize, marks: u32, number: usize): bool {
  if ((marks & (Mark.Upper | Mark.Lower)) != (Mark.Upper | Mark.Lower) || template.isPlain) return false;
  return templateWord(at, end) == TemplateWord.Date && (at - number <= 2 || isDateAhead(end));
}

function text(at: usize, end: usize): void {
  const from = at;
  const namesEnd = template.masksNames ? min<usize>(end, at + NAMED_BYTES) : at;
  // What stands behind the text ends a token, so that the loop over one need not ask for the end.
  template.behind = load<u8>(end);
  store<u8>(end, 0);
  template.isQuoted = false;
  let number: usize = 0;
  if (!template.isPlain) {
    at = contextEnd(at, end);
    noteTokens(from, at);
  }
  template.from = at;
  while (at < end) {
    if (at < namesEnd && (at == from || !isOfToken(at - 1))) {
      const stop = nameEnd(at, end);
      if (stop > at) {
        masked();
        at = stop;
        continue;
      }
    }
    let byte = <u32>load<u8>(at);
    let marks = marksOfByte(byte);
    if (marks & Mark.Token) {
      const start = at;
      let sum = template.hash;
      let met: u32 = 0;
      do {
        sum = (sum ^ byte) * FNV_PRIME;
        met |= marks;
        byte = load<u8>(++at);
        marks = marksOfByte(byte);
      } while (marks & Mark.Token);
      const isOdd = (met & (Mark.Digit | Mark.Joint | Mark.NoHex)) != Mark.NoHex || at - start == 1;
      if (isOdd && met & Mark.Joint && !template.isPlain) {
        const leader = leaderAt(start, at);
        if (leader < at) {
          at = max(leader, start + 1);
          sum = fnv(start, at, template.hash);
          met = marksIn(start, at);
          byte = load<u8>(at);
        }
      }
      if (!(met & ALPHANUMERIC)) noteBytes(start, at);
      else if (isOdd && isMasked(start, at, met)) {
        masked();
        if (at - start >= soughtBytes) noteToken(start, at);
        if (met & Mark.Digit) number = at;
      } else if (isMaskedPlace(template.hash)) {
        notePlace(template.hash, start, at);
        masked();
      } else if (start == number + 1 && isUnit(start, at)) masked();
      else if (at - start == 3 && isDate(start, at, met, number)) masked();
      else if (byte == Char.OpenParen && !(met & Mark.Lower) && numberedEnd(at) > at) {
        masked();
        at = numberedEnd(at);
      } else {
        if (!template.masksWords) kept(start, at, sum);
        else if (varies(template.hash, sum, at, end)) masked();
        else {
          kept(start, at, sum);
          // Nothing is masked, and nothing behind can be: the template is what it was.
          if (!template.masksWords && !template.hasVaried) at = end;
        }
        if (byte == Char.Equals && at < end) at = pair(start, at, end);
      }
    } else if (byte == Char.Quote) at = quoted(at, end);
    else {
      if (isNoted()) noteSeparator(byte);
      at++;
    }
  }
  store<u8>(end, template.behind);
}

/** Adds the value of the pair whose key is in [key, at); returns the address behind what was read of it. */
function pair(key: usize, at: usize, end: usize): usize {
  if (template.isPlain || templateWord(key, at) == TemplateWord.EventKey) return at;
  const stop = pairEnd(at, end);
  noteByte(Char.Equals);
  noteTokens(at + 1, stop);
  if (stop > at + 1) masked();
  return stop;
}

/** Looks for the session's key in what is masked as a whole. */
function noteTokens(at: usize, end: usize): void {
  if (soughtBytes > MAX_KEY_BYTES) return;
  while (at < end) {
    const start = at;
    while (at < end && isOfToken(at)) at++;
    if (at - start >= soughtBytes) noteToken(start, at);
    if (at == start) at++;
  }
}

/** Adds a text in which only numbers and quotes are values. */
function plainText(at: usize, end: usize): void {
  template.isPlain = true;
  template.isBehindValue = false;
  text(at, end);
  template.isPlain = false;
}

/** A line of a stack trace. */
function traceText(at: usize, end: usize): void {
  if (at >= end) return;
  byteIn(Char.LineFeed);
  noteByte(Char.LineFeed);
  plainText(at, end);
}

/** Template of a message; where it has few words, the name of its service belongs to it. */
export function messageTemplate(kind: u32, service: usize, serviceEnd: usize, at: usize, end: usize): u32 {
  template.hash = FNV_OFFSET;
  template.words = 0;
  template.isBehindValue = false;
  template.masksNames = kind == Kind.Auth || kind == Kind.Dns;
  template.masksWords = template.isWidened;
  template.isPlain = lines.end != 0 && lines.isTrace;
  text(at, lines.end ? min(end, lines.headEnd) : end);
  template.isPlain = false;
  template.masksNames = false;
  template.masksWords = false;
  if (template.words < FEW_WORDS && serviceEnd > service) {
    const front = notedBytes();
    byteIn(Char.Colon);
    plainText(service, serviceEnd);
    noteInFront(front);
  }
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
  if (!beginPlaces(fnv(service, serviceEnd, FNV_OFFSET))) return narrow;
  template.isWidened = true;
  template.hasVaried = false;
  const hash = messageTemplate(kind, service, serviceEnd, at, end);
  template.isWidened = false;
  return template.hasVaried ? hash : narrow;
}
