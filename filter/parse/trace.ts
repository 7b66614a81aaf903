/**
 * Records of several lines, as a shipper joins them: a stack trace with the line before it. The first line is the
 * program's; a client's text may have brought any of the others. They make no field, but for the level of an error where
 * the first line has none and is no login, request, look-up or packet.
 *
 * ```
 * 2026-11-21 06:19:01 ERROR shop - order failed        head: the message that the first line has
 * java.lang.IllegalStateException: no stock            class
 *     at com.example.Shop.order(Shop.java:22)          frames: two. Python's stand last, its class behind them.
 *     at com.example.Shop.main(Shop.java:6)
 *     at …                                             depth varies: no part of the template
 * ```
 *
 * The forms are those of Java (Throwable.printStackTrace), JavaScript (https://v8.dev/docs/stack-trace-api), .NET
 * (Exception.ToString), Python (https://docs.python.org/3/library/traceback.html), Go (https://pkg.go.dev/runtime), Ruby
 * (Exception#full_message), PHP (Exception::getTraceAsString) and Rust (https://doc.rust-lang.org/std/panic/).
 */
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, find, findByte, isDigit, isLetter, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { LogLevel } from "./level";
import { parsed } from "./parsed";
import { digitsEnd, setLiteral, skipBlanks } from "./words";

const TRACEBACK: usize = ascii("Traceback (most recent call last):");
const FILE: usize = ascii('File "');
const AT: usize = ascii("at ");
const FROM: usize = ascii("from ");
const GOROUTINE: usize = ascii("goroutine ");
const RUBY_IN: usize = ascii(":in ");
const RUST_THREAD: usize = ascii("thread '");
const RUST_PANIC: usize = ascii(" panicked at ");
const ERROR: usize = ascii("error");
/** Frames that tell a fault from another. */
const FRAMES = 2;

/** The lines of the record at hand. */
@unmanaged
class Lines {
  /** Where the first line ends, and the last; `end` is 0 where the record has one line. */
  firstEnd: usize;
  end: usize;
  /** Where the message ends that the first line has. */
  headEnd: usize;
  /** Name of the exception's class; empty where none is found. */
  classAt: usize;
  classEnd: usize;
  /** The frames that count; empty where the lines are no stack trace. */
  framesAt: usize;
  framesEnd: usize;
  isTrace: bool;
}

export const lines: Lines = changetype<Lines>(memory.data(offsetof<Lines>(), 8));

/** Where the line at `at` ends, without its carriage return. */
function stopOf(at: usize, end: usize): usize {
  const feed = findByte(at, end, Char.LineFeed);
  return feed > at && load<u8>(feed - 1) == Char.CarriageReturn ? feed - 1 : feed;
}

/** Where the next line begins, or `end`. */
function nextLine(at: usize, end: usize): usize {
  return min(findByte(at, end, Char.LineFeed) + 1, end);
}

/** Where the class's name in `Class: message` or `Class` ends; `at` where the text begins with no such name. */
function classNameEnd(at: usize, end: usize): usize {
  if (at >= end || !isLetter(load<u8>(at))) return at;
  let p = at;
  while (p < end && load<u8>(p) != Char.Colon && load<u8>(p) != Char.Space) p++;
  return p == end || load<u8>(p) == Char.Colon ? p : at;
}

/** Whether a line is a frame of Java, JavaScript, .NET, PHP or Ruby; its blanks end at `at`. */
function isFrame(lineAt: usize, at: usize, end: usize): bool {
  if (load<u8>(at) == Char.Hash) {
    const number = digitsEnd(at + 1, end);
    return number > at + 1 && load<u8>(number) == Char.Space;
  }
  if (at > lineAt && (startsWith(at, end, AT) || startsWith(at, end, FROM))) return true;
  const place = find(at, end, RUBY_IN);
  return place > at && isDigit(load<u8>(place - 1));
}

/** Finds class and frames of a Python trace in the lines at `at`: the last frame, and the class behind it. */
function pythonTrace(at: usize, end: usize): void {
  for (let p = at; p < end; p = nextLine(p, end)) {
    const stop = stopOf(p, end);
    const text = skipBlanks(p, stop);
    if (text > p && startsWith(text, stop, FILE)) {
      lines.framesAt = text;
      lines.framesEnd = stop;
      lines.classAt = 0;
      lines.classEnd = 0;
    } else if (text > p || lines.framesAt == 0 || lines.classAt != 0) continue;
    else if (text < stop) {
      lines.framesEnd = p - 1;
      lines.classAt = p;
      lines.classEnd = findByte(p, stop, Char.Colon);
    }
  }
}

/** Finds class and frames in the lines at `at`; those of Go begin behind the goroutine's line. */
function findTrace(at: usize, end: usize): void {
  let count = 0;
  let isGo = false;
  for (let p = at; p < end && count < FRAMES; p = nextLine(p, end)) {
    const stop = stopOf(p, end);
    const text = skipBlanks(p, stop);
    if (text == stop) continue;
    if (startsWith(p, stop, TRACEBACK)) {
      lines.isTrace = true;
      pythonTrace(p, end);
      return;
    }
    if (isGo || isFrame(p, text, stop)) {
      if (count++ == 0) lines.framesAt = text;
      lines.framesEnd = stop;
      lines.isTrace = true;
    } else if (startsWith(p, stop, GOROUTINE)) {
      lines.isTrace = true;
      isGo = true;
    } else if (lines.classAt == 0 && count == 0) {
      const nameEnd = classNameEnd(text, stop);
      if (nameEnd > text) {
        lines.classAt = text;
        lines.classEnd = nameEnd;
      }
    }
  }
}

/** Parses the lines of a record; returns its log type, `kind` being that of the first line. */
export function linesKind(kind: u32): u32 {
  const end = lines.end;
  lines.classAt = 0;
  lines.classEnd = 0;
  lines.framesAt = 0;
  lines.framesEnd = 0;
  lines.isTrace = false;
  lines.headEnd = parsed.messageEnd;
  if (parsed.messageEnd == lines.firstEnd) parsed.messageEnd = end;
  if (kind != Kind.App && kind != Kind.Syslog && kind != Kind.Unknown) return kind;
  let next = nextLine(lines.firstEnd, end);
  // .NET's console writes the message below the first line.
  if (parsed.messageAt >= lines.firstEnd) {
    parsed.setMessage(skipBlanks(next, end), end);
    lines.headEnd = stopOf(next, end);
    next = nextLine(next, end);
  }
  const head = parsed.messageAt;
  if (startsWith(head, lines.headEnd, TRACEBACK)) {
    lines.isTrace = true;
    pythonTrace(next, end);
  } else if (startsWith(head, lines.headEnd, RUST_THREAD) && find(head, lines.headEnd, RUST_PANIC)) {
    lines.isTrace = true;
    lines.framesAt = next;
    lines.framesEnd = stopOf(next, end);
  } else findTrace(next, end);
  if (!lines.isTrace) return kind;
  if (parsed.level == LogLevel.None) {
    parsed.level = LogLevel.Error;
    setLiteral(Field.Level, ERROR);
  }
  return Kind.App;
}
