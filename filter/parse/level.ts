/** Log levels: names and numbers of the usual loggers. */
import { CASE_BIT, Char, chars3, chars4 } from "../text/char";

/** Levels by rising severity, as the feature `level` has them. */
export const enum LogLevel {
  None = -1,
  Trace = 0,
  Debug,
  Info,
  Notice,
  Warning,
  Error,
  /** Critical and worse: fatal, alert, emergency, panic. */
  Critical,
}

/** The first four letters of a word in lower case, as `load<u32>` reads them. */
function lead(at: usize, end: usize): u32 {
  let word: u32 = 0;
  for (let i: usize = 0; i < 4 && at + i < end; i++)
    word |= (<u32>load<u8>(at + i) | CASE_BIT) << (<u32>(i << 3));
  return word;
}

/** Level of a name (`WARN`, `error`, `E`); None where the word is no level. */
export function levelOfName(at: usize, end: usize): LogLevel {
  const length = end - at;
  if (length < 1 || length > 13) return LogLevel.None;
  const word = lead(at, end);
  if (length == 1) {
    switch (word) {
      case Char.t:
        return LogLevel.Trace;
      case Char.d:
        return LogLevel.Debug;
      case Char.i:
        return LogLevel.Info;
      case Char.w:
        return LogLevel.Warning;
      case Char.e:
        return LogLevel.Error;
      case Char.f:
      case Char.c:
        return LogLevel.Critical;
      default:
        return LogLevel.None;
    }
  }
  if (length < 3) return LogLevel.None;
  switch (word) {
    case chars4(Char.t, Char.r, Char.a, Char.c): // trac(e)
    case chars3(Char.t, Char.r, Char.c):
    case chars4(Char.f, Char.i, Char.n, Char.e):
      return length <= 6 ? LogLevel.Trace : LogLevel.None;
    case chars4(Char.d, Char.e, Char.b, Char.u): // debu(g)
    case chars3(Char.d, Char.b, Char.g):
      return length <= 5 ? LogLevel.Debug : LogLevel.None;
    case chars4(Char.i, Char.n, Char.f, Char.o):
    case chars3(Char.i, Char.n, Char.f):
      return length <= 4 || length == 11 ? LogLevel.Info : LogLevel.None;
    case chars4(Char.n, Char.o, Char.t, Char.i): // noti(ce)
      return length == 6 ? LogLevel.Notice : LogLevel.None;
    case chars4(Char.w, Char.a, Char.r, Char.n): // warn(ing)
    case chars3(Char.w, Char.r, Char.n):
      return length <= 4 || length == 7 ? LogLevel.Warning : LogLevel.None;
    case chars4(Char.e, Char.r, Char.r, Char.o): // erro(r)
    case chars3(Char.e, Char.r, Char.r):
    case chars4(Char.s, Char.e, Char.v, Char.e): // seve(re)
    case chars4(Char.f, Char.a, Char.i, Char.l): // fail(ure)
      return length <= 7 ? LogLevel.Error : LogLevel.None;
    case chars4(Char.c, Char.r, Char.i, Char.t): // crit(ical)
    case chars4(Char.f, Char.a, Char.t, Char.a): // fata(l)
    case chars4(Char.e, Char.m, Char.e, Char.r): // emer(g)
    case chars4(Char.a, Char.l, Char.e, Char.r): // aler(t)
    case chars4(Char.p, Char.a, Char.n, Char.i): // pani(c)
      return length <= 9 ? LogLevel.Critical : LogLevel.None;
    default:
      return LogLevel.None;
  }
}

/**
 * Level of a number: 0 to 7 is a syslog severity (RFC 5424, section 6.2.1), 10 to 60 are the levels of bunyan and pino
 * (https://getpino.io/#/docs/api?id=loggerlevels-object). None for any other.
 */
export function levelOfNumber(number: i64): LogLevel {
  if (number < 0) return LogLevel.None;
  if (number <= 2) return LogLevel.Critical;
  if (number == 3) return LogLevel.Error;
  if (number == 4) return LogLevel.Warning;
  if (number == 5) return LogLevel.Notice;
  if (number == 6) return LogLevel.Info;
  if (number == 7) return LogLevel.Debug;
  if (number < 10 || number > 60) return LogLevel.None;
  switch (<i32>(number / 10)) {
    case 1:
      return LogLevel.Trace;
    case 2:
      return LogLevel.Debug;
    case 3:
      return LogLevel.Info;
    case 4:
      return LogLevel.Warning;
    case 5:
      return LogLevel.Error;
    default:
      return LogLevel.Critical;
  }
}
