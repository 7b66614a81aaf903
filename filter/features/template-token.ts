/**
 * Tokens of a message: words that tell events apart, and values. A value is what has a digit (numbers, ids, addresses,
 * times); a path, a name of a host, a file, a package or a mailbox; hexadecimal digits; a letter that stands alone.
 */
import { HIGHS, hexValue, isDigit, isLetter, isLower, isUpper, ONES } from "../text/ascii";
import { BYTE_VALUES, Char, chars4 } from "../text/char";

/** What a byte is; of a token's bytes together what it has. */
export const enum Mark {
  /** Holds a token together: letters, digits, `_ - . % + @ # / \ $ ~`, and all that is not ASCII. */
  Token = 1,
  Digit = 2,
  /** `.`, `/`, `\` or `@`: it may be a name. */
  Joint = 4,
  /** Of a token, but no hexadecimal digit. */
  NoHex = 8,
  Lower = 16,
  Upper = 32,
  /** Ends the value of a pair. */
  End = 64,
}

/** Marks that a word has, or a value. */
export const ALPHANUMERIC: u32 = Mark.Digit | Mark.Lower | Mark.Upper;

const MARKS: usize = memory.data(BYTE_VALUES, 8);

for (let byte: u32 = 0; byte < BYTE_VALUES; byte++) store<u8>(MARKS + byte, marksOf(byte));

function marksOf(byte: u32): u32 {
  if (isDigit(byte)) return Mark.Token | Mark.Digit;
  if (isLetter(byte) || byte >= 0x80) {
    const isHex = hexValue(byte) >= 0;
    return Mark.Token | (isUpper(byte) ? Mark.Upper : Mark.Lower) | (isHex ? 0 : Mark.NoHex);
  }
  switch (byte) {
    case Char.Dot:
    case Char.Slash:
    case Char.Backslash:
    case Char.At:
      return Mark.Token | Mark.Joint | Mark.NoHex;
    case Char.Underscore:
    case Char.Minus:
    case Char.Percent:
    case Char.Plus:
    case Char.Hash:
    case Char.Dollar:
    case Char.Tilde:
      return Mark.Token | Mark.NoHex;
    case Char.Colon:
    case Char.Equals:
    case Char.Ampersand:
    case Char.Asterisk:
    case Char.Question:
    case Char.Exclamation:
      return 0;
    default:
      return Mark.End;
  }
}

/** Marks of a byte. @inline */
export function marksOfByte(byte: u32): u32 {
  return load<u8>(<usize>byte, MARKS);
}

/** Whether the byte at `at` belongs to a token. @inline */
export function isOfToken(at: usize): bool {
  return (marksOfByte(load<u8>(at)) & Mark.Token) != 0;
}

/** Marks of the bytes in [at, end) together. */
export function marksIn(at: usize, end: usize): u32 {
  let marks: u32 = 0;
  for (; at < end; at++) marks |= marksOfByte(load<u8>(at));
  return marks;
}

const DOTS: u64 = <u64>Char.Dot * ONES;

/** Where the dots begin that lead the eye from one column to another, `exception......0`; `end` without them. */
export function leaderAt(at: usize, end: usize): usize {
  for (; at + 1 < end; at += 7) {
    const word = load<u64>(at) ^ DOTS;
    // Zero bytes, exactly: the short form (text/ascii.ts) takes the slash behind a dot for one.
    const zeros = ~(((word & ~HIGHS) + ~HIGHS) | word | ~HIGHS);
    const pairs = zeros & (zeros >> 8);
    if (pairs) {
      const found = at + <usize>(ctz(pairs) >> 3);
      return found + 1 < end ? found : end;
    }
  }
  return end;
}

/**
 * Whether a token is a value.
 *
 * @param marks of its bytes
 * @param isBehindValue whether the token in front is one
 * @param areNames whether all with a dot inside are names
 * @inline
 */
export function isValue(at: usize, end: usize, marks: u32, isBehindValue: bool, areNames: bool): bool {
  if (marks & Mark.Digit) return end - at != 4 || !isIpVersion(at);
  if (marks & Mark.Joint) return isName(at, end, marks, areNames);
  return end - at == 1 || (!(marks & Mark.NoHex) && isHex(at, end, isBehindValue));
}

/** Whether `IPv4` or `IPv6` stands there: a word. */
function isIpVersion(at: usize): bool {
  const folded = load<u32>(at) | 0x20202020;
  return (
    folded == chars4(Char.i, Char.p, Char.v, Char._4) || folded == chars4(Char.i, Char.p, Char.v, Char._6)
  );
}

function isSlash(byte: u32): bool {
  return byte == Char.Slash || byte == Char.Backslash;
}

/** Whether a token with joints is the name of something: `/var/log`, `a@b`, `a.b.c`, `zone.conf`; not `and/or`, `Class.call`. */
function isName(at: usize, end: usize, marks: u32, areNames: bool): bool {
  while (at < end && load<u8>(at) == Char.Dot) at++;
  let last = end;
  while (last > at && load<u8>(last - 1) == Char.Dot) last--;
  let dots = 0;
  let slashes = 0;
  for (let p = at; p < last; p++) {
    const byte = <u32>load<u8>(p);
    if (byte == Char.Dot) dots++;
    else if (isSlash(byte)) slashes++;
    else if (byte == Char.At && p > at && p + 1 < last) return true;
  }
  if (slashes > 1 || (slashes == 1 && last - at > 1 && isSlash(load<u8>(at)))) return true;
  if (dots == 0) return false;
  if (areNames) return true;
  // A function is called, or an exception was thrown: which tells events apart.
  if (load<u8>(end) == Char.OpenParen || isException(last)) return false;
  return dots > 1 || (marks & Mark.Upper) == 0 || hasExtension(last);
}

/** Whether what ends at `end` is a file's name by two or three small letters behind the dot: `Setup.exe`, `README.md`. */
function hasExtension(end: usize): bool {
  let p = end - 1;
  while (p > end - 4 && isLower(load<u8>(p))) p--;
  return load<u8>(p) == Char.Dot && p < end - 2;
}

/** Whether the name that ends at `end` is one of an exception: `java.io.IOException`, `urllib.error.HTTPError`. */
function isException(end: usize): bool {
  const last = load<u32>(end - 4);
  if (last == chars4(Char.r, Char.r, Char.o, Char.r)) return true;
  return (
    last == chars4(Char.t, Char.i, Char.o, Char.n) &&
    load<u32>(end - 8) == chars4(Char.x, Char.c, Char.e, Char.p)
  );
}

/** Whether hexadecimal letters are a number: many together, or a few between colons as in an address. */
function isHex(at: usize, end: usize, isBehindValue: bool): bool {
  const length = end - at;
  if (length >= 8) return true;
  if (length > 4) return false;
  if (isBehindValue && load<u8>(at - 1) == Char.Colon) return true;
  if (load<u8>(end) != Char.Colon) return false;
  let p = end + 1;
  while (p <= end + 4 && hexValue(load<u8>(p)) >= 0) p++;
  return p > end + 1 && !isOfToken(p);
}
