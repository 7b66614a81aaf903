/** Log levels: names and numbers of the usual loggers, as ranks (see foundLevel in parsed.ts). */
import { CASE_BIT, Char, chars3, chars4 } from "../text/char";

const TRACE: i32 = 0;
const DEBUG: i32 = 1;
const INFO: i32 = 2;
const NOTICE: i32 = 3;
const WARNING: i32 = 4;
const ERROR: i32 = 5;
const CRITICAL: i32 = 6;

/** First four letters of a word in lower case, as one number. */
function lead(at: usize, end: usize): u32 {
  let word: u32 = 0;
  for (let i: usize = 0; i < 4 && at + i < end; i++)
    word |= (<u32>load<u8>(at + i) | CASE_BIT) << (<u32>(i << 3));
  return word;
}

/** Rank of a level's name (`WARN`, `error`, `E`), or -1 where the word is none. */
export function levelOfName(at: usize, end: usize): i32 {
  const length = end - at;
  if (length < 1 || length > 13) return -1;
  const word = lead(at, end);
  if (length == 1) {
    switch (word) {
      case Char.t:
        return TRACE;
      case Char.d:
        return DEBUG;
      case Char.i:
        return INFO;
      case Char.w:
        return WARNING;
      case Char.e:
        return ERROR;
      case Char.f:
      case Char.c:
        return CRITICAL;
      default:
        return -1;
    }
  }
  if (length < 3) return -1;
  switch (word) {
    case chars4(Char.t, Char.r, Char.a, Char.c): // trac(e)
    case chars3(Char.t, Char.r, Char.c):
    case chars4(Char.f, Char.i, Char.n, Char.e):
      return length <= 6 ? TRACE : -1;
    case chars4(Char.d, Char.e, Char.b, Char.u): // debu(g)
    case chars3(Char.d, Char.b, Char.g):
      return length <= 5 ? DEBUG : -1;
    case chars4(Char.i, Char.n, Char.f, Char.o):
    case chars3(Char.i, Char.n, Char.f):
      return length <= 4 || length == 11 ? INFO : -1;
    case chars4(Char.n, Char.o, Char.t, Char.i): // noti(ce)
      return length == 6 ? NOTICE : -1;
    case chars4(Char.w, Char.a, Char.r, Char.n): // warn(ing)
    case chars3(Char.w, Char.r, Char.n):
      return length <= 4 || length == 7 ? WARNING : -1;
    case chars4(Char.e, Char.r, Char.r, Char.o): // erro(r)
    case chars3(Char.e, Char.r, Char.r):
    case chars4(Char.s, Char.e, Char.v, Char.e): // seve(re)
    case chars4(Char.f, Char.a, Char.i, Char.l): // fail(ure)
      return length <= 7 ? ERROR : -1;
    case chars4(Char.c, Char.r, Char.i, Char.t): // crit(ical)
    case chars4(Char.f, Char.a, Char.t, Char.a): // fata(l)
    case chars4(Char.e, Char.m, Char.e, Char.r): // emer(g)
    case chars4(Char.a, Char.l, Char.e, Char.r): // aler(t)
    case chars4(Char.p, Char.a, Char.n, Char.i): // pani(c)
      return length <= 9 ? CRITICAL : -1;
    default:
      return -1;
  }
}

/** Rank of a number: 0..7 is a syslog severity (RFC 5424), tens are those of bunyan and pino. -1 for any other. */
export function levelOfNumber(number: i64): i32 {
  if (number < 0) return -1;
  if (number <= 2) return CRITICAL;
  if (number == 3) return ERROR;
  if (number == 4) return WARNING;
  if (number == 5) return NOTICE;
  if (number == 6) return INFO;
  if (number == 7) return DEBUG;
  if (number < 10 || number > 60) return -1;
  switch (<i32>(number / 10)) {
    case 1:
      return TRACE;
    case 2:
      return DEBUG;
    case 3:
      return INFO;
    case 4:
      return WARNING;
    case 5:
      return ERROR;
    default:
      return CRITICAL;
  }
}
