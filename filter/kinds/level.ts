/** Log levels: names and numbers of the usual loggers, as ranks (see foundLevel in parsed.ts). */
import { Char } from "../text/char";

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
    word |= (<u32>load<u8>(at + i) | 0x20) << (<u32>(i << 3));
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
    case 0x63617274: // trac(e)
    case 0x00637274: // trc
    case 0x656e6966: // fine
      return length <= 6 ? TRACE : -1;
    case 0x75626564: // debu(g)
    case 0x00676264: // dbg
      return length <= 5 ? DEBUG : -1;
    case 0x6f666e69: // info
    case 0x00666e69: // inf
      return length <= 4 || length == 11 ? INFO : -1;
    case 0x69746f6e: // noti(ce)
      return length == 6 ? NOTICE : -1;
    case 0x6e726177: // warn(ing)
    case 0x006e7277: // wrn
      return length <= 4 || length == 7 ? WARNING : -1;
    case 0x6f727265: // erro(r)
    case 0x00727265: // err
    case 0x65766573: // seve(re)
    case 0x6c696166: // fail(ure)
      return length <= 7 ? ERROR : -1;
    case 0x74697263: // crit(ical)
    case 0x61746166: // fata(l)
    case 0x72656d65: // emer(g)
    case 0x72656c61: // aler(t)
    case 0x696e6170: // pani(c)
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
