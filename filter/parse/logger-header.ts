/**
 * What loggers write between time and message: level, logger, thread and process, in any of the usual orders
 * (https://logging.apache.org/log4j/2.x/manual/pattern-layout.html, https://docs.python.org/3/library/logging.html):
 *
 * ```
 * [ERROR] payments - message               INFO  [thread] c.e.Class - message      (log4j)
 * [thread] INFO  c.e.Class - message       INFO 12345 --- [main] c.e.App : message (logback, Spring)
 * - name - WARNING - message               [7] [INFO] message                      (Python, gunicorn)
 * [INFO ][o.e.n.Node] [node] message       25746 INFO nova.api [req] message       (Elasticsearch, OpenStack)
 * ```
 */
import { hasField, setText, unsetField } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte, isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { levelOfName } from "./level";
import { parsed } from "./parsed";
import { isUpperWord, skipBlanks, trimmedEnd, wordEnd } from "./words";

const MAX_SERVICE_BYTES: usize = 64;
/** Items (thread, process id, name) that may stand before the level. */
const MAX_ITEMS: i32 = 4;

function isBlank(at: usize, end: usize): bool {
  return at >= end || load<u8>(at) == Char.Space || load<u8>(at) == Char.Tab;
}

/** Skips blanks, and dashes and colons that stand alone. */
function skipSeparators(at: usize, end: usize): usize {
  while (true) {
    at = skipBlanks(at, end);
    let p = at;
    while (p < end && (load<u8>(p) == Char.Minus || load<u8>(p) == Char.Colon || load<u8>(p) == Char.Bar))
      p++;
    if (p == at || !isBlank(p, end)) return at;
    at = p;
  }
}

/** Where the bracket at `at` closes; brackets nest. */
function bracketEnd(at: usize, end: usize): usize {
  let depth = 0;
  for (; at < end; at++) {
    if (load<u8>(at) == Char.OpenBracket) depth++;
    else if (load<u8>(at) == Char.CloseBracket && --depth == 0) return at;
  }
  return end;
}

/** Whether the text is a number: digits, with a dash or a hash between (`12-34`, `12#34`). */
function isNumber(at: usize, end: usize): bool {
  for (let p = at; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (!isDigit(byte) && byte != Char.Minus && byte != Char.Hash) return false;
  }
  return at < end && isDigit(load<u8>(at));
}

/** Takes a level's name; false where the text is none. */
function takeLevel(at: usize, end: usize): bool {
  end = trimmedEnd(at, end);
  // Fluentd and others pad on the left.
  at = skipBlanks(at, end);
  const logLevel = levelOfName(at, end);
  if (logLevel < 0) return false;
  parsed.setLevel(logLevel, at, end);
  return true;
}

/** Whether a word has the form of a logger's name: with `.`, `::`, `$`, `_` or `-`. */
function isLogger(at: usize, end: usize): bool {
  let marks = 0;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (
      byte == Char.Dot ||
      byte == Char.Dollar ||
      byte == Char.Underscore ||
      byte == Char.Colon ||
      byte == Char.Minus
    )
      marks++;
    else if (!isLetter(byte) && !isDigit(byte)) return false;
  }
  return marks > 0;
}

/** Takes the name of `name - ` or `name : ` at `at`; returns the address behind, or 0. */
function takeNamed(at: usize, end: usize): usize {
  const stop = wordEnd(at, end);
  if (stop == at || stop - at > MAX_SERVICE_BYTES) return 0;
  const mark = skipBlanks(stop, end);
  if (
    mark > stop &&
    mark < end &&
    (load<u8>(mark) == Char.Minus || load<u8>(mark) == Char.Colon) &&
    isBlank(mark + 1, end)
  ) {
    setText(Field.Service, at, stop);
    return skipBlanks(mark + 1, end);
  }
  // `nova.api [req-1] message`
  if (mark > stop && mark < end && load<u8>(mark) == Char.OpenBracket && isLogger(at, stop)) {
    setText(Field.Service, at, stop);
    return mark;
  }
  if (load<u8>(stop - 1) == Char.Colon && isLogger(at, stop - 1)) {
    setText(Field.Service, at, stop - 1);
    return skipBlanks(stop, end);
  }
  return 0;
}

/** Parses what stands between level and message; returns where the message begins. */
function afterLevel(at: usize, end: usize, isBracketed: bool): usize {
  const isAttached = at < end && load<u8>(at) == Char.OpenBracket;
  let p = skipSeparators(at, end);
  const message = p;
  if (hasField(Field.Service)) return message;
  const number = wordEnd(p, end);
  if (isNumber(p, number)) p = skipSeparators(number, end);
  let bracket: usize = 0;
  let bracketStop: usize = 0;
  let behind: usize = 0;
  while (p < end && load<u8>(p) == Char.OpenBracket) {
    const stop = bracketEnd(p, end);
    if (stop >= end) return message;
    if (behind && !isNumber(bracket, bracketStop)) break;
    bracket = p + 1;
    bracketStop = trimmedEnd(bracket, stop);
    p = skipSeparators(stop + 1, end);
    behind = p;
  }
  const named = takeNamed(p, end);
  if (named) return named;
  if (behind == 0 || !(isAttached || isBracketed)) return message;
  // `[LEVEL] [name] message`: a name has no blanks and ends in a letter; a code such as MY-010068 doesn't.
  const isName =
    bracket < bracketStop &&
    findByte(bracket, bracketStop, Char.Space) == bracketStop &&
    isLetter(load<u8>(bracketStop - 1));
  if (isName) setText(Field.Service, bracket, bracketStop);
  return behind;
}

/**
 * Parses the header at `at`.
 *
 * @param inBracket whether the bracket before the time is still open
 * @returns where the message begins, 0 where no level stands where one would
 */
export function loggerHeader(at: usize, end: usize, inBracket: bool): usize {
  let p = at;
  let words = 0;
  let name: usize = 0;
  let nameEnd: usize = 0;
  let isDashed = false;
  for (let item = 0; item < MAX_ITEMS; item++) {
    p = skipSeparators(p, end);
    if (p >= end) return 0;
    if (load<u8>(p) == Char.OpenBracket) {
      const stop = bracketEnd(p, end);
      if (stop >= end) return 0;
      if (takeLevel(p + 1, stop)) {
        if (isDashed) setText(Field.Service, name, nameEnd);
        return afterLevel(stop + 1, end, true);
      }
      p = stop + 1;
      continue;
    }
    const stop = wordEnd(p, end);
    const bare = load<u8>(stop - 1) == Char.Colon ? stop - 1 : stop;
    // Behind a name only capitals are a level: `host error: …` is syslog's.
    if (
      bare > p + (words ? 1 : 0) &&
      (words == 0 || isDashed || isUpperWord(p, bare)) &&
      takeLevel(p, bare)
    ) {
      if (words) setText(Field.Service, name, nameEnd);
      return inBracket ? bracketedRest(stop, end) : afterLevel(stop, end, false);
    }
    if (!isNumber(p, stop)) {
      if (++words > 1) return 0;
      name = p;
      nameEnd = findByte(p, bare, Char.OpenBracket);
      const mark = skipBlanks(stop, end);
      isDashed = mark > stop && mark < end && load<u8>(mark) == Char.Minus && isBlank(mark + 1, end);
    }
    p = stop;
  }
  unsetField(Field.Service);
  return 0;
}

/** Parses `module] message`; returns where the message begins. */
function bracketedRest(at: usize, end: usize): usize {
  const name = skipBlanks(at, end);
  const close = findByte(name, end, Char.CloseBracket);
  setText(Field.Service, name, trimmedEnd(name, close));
  return close < end ? skipBlanks(close + 1, end) : end;
}
