/** Text of the answer, as the inside of JSON strings. */
import { Char, chars2, chars4 } from "../../text/char";
import { isAscii, utf8Length } from "../../text/utf8";
import { isKnownPlain } from "./marks";
import { skipPlain } from "./string";
import { advance, position, putBytes } from "./writer";

function hexDigit(value: u32): u32 {
  return value < 10 ? Char._0 + value : Char.a - 10 + value;
}

/** Whether the byte can stand in a JSON string unchanged. */
function isPlain(byte: u32): bool {
  return byte >= <u32>Char.Space && byte != Char.Quote && byte != Char.Backslash && isAscii(byte);
}

/**
 * Text between the quotes of a JSON string: at most six bytes for each byte. NUL and bytes that are not UTF-8 become
 * U+FFFD.
 */
export function putText(at: usize, end: usize): void {
  if (isKnownPlain(at, end)) {
    putBytes(at, end);
    return;
  }
  while (at < end) {
    const plain = skipPlain(at, end);
    if (plain > at) {
      putBytes(at, plain);
      at = plain;
      continue;
    }
    const byte = <u32>load<u8>(at);
    if (!isAscii(byte)) {
      const length = utf8Length(at, end);
      if (length == 0) {
        putReplacement();
        at++;
      } else {
        putBytes(at, at + length);
        at += length;
      }
    } else {
      putEscape(byte);
      at++;
    }
  }
}

function putEscape(byte: u32): void {
  let short: u32 = 0;
  switch (byte) {
    case Char.Null:
      putReplacement();
      return;
    case Char.Quote:
    case Char.Backslash:
      short = byte;
      break;
    case Char.Backspace:
      short = Char.b;
      break;
    case Char.Tab:
      short = Char.t;
      break;
    case Char.LineFeed:
      short = Char.n;
      break;
    case Char.FormFeed:
      short = Char.f;
      break;
    case Char.CarriageReturn:
      short = Char.r;
      break;
    default:
      store<u32>(position(), chars4(Char.Backslash, Char.u, Char._0, Char._0));
      store<u8>(position(), hexDigit(byte >> 4), 4);
      store<u8>(position(), hexDigit(byte & 15), 5);
      advance(6);
      return;
  }
  store<u16>(position(), chars2(Char.Backslash, short));
  advance(2);
}

/** U+FFFD as an escape, which shippers and Postgres read alike. */
export function putReplacement(): void {
  store<u32>(position(), chars4(Char.Backslash, Char.u, Char.f, Char.f));
  store<u16>(position(), chars2(Char.f, Char.d), 4);
  advance(6);
}

/** How many bytes {@link putText} will write. */
export function textSize(at: usize, end: usize): usize {
  let size: usize = 0;
  while (at < end) {
    const byte = <u32>load<u8>(at);
    if (isPlain(byte)) {
      size++;
      at++;
    } else if (!isAscii(byte)) {
      const length = utf8Length(at, end);
      size += length ? length : 6;
      at += length ? length : 1;
    } else {
      const isShort = byte == Char.Quote || byte == Char.Backslash || (byte >= 8 && byte <= 13 && byte != 11);
      size += isShort ? 2 : 6;
      at++;
    }
  }
  return size;
}
