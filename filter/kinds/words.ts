/** What the recognisers share: walking over words, and taking addresses, numbers and names out of a text. */
import { fieldAt, fieldEnd, hasField, setField, setText, TYPE_NUMBER } from "../fields";
import {
  ascii,
  bytesOf,
  find,
  findByte,
  isDigit,
  isLetter,
  isUpper,
  lengthOf,
  parseUnsigned,
  startsWith,
} from "../text/ascii";
import { Char } from "../text/char";

const MAX_PORT: i64 = 65535;
const PORT: usize = ascii(" port ");
const UNKNOWN_HOST: usize = ascii("UNKNOWN");

export function skipBlanks(at: usize, end: usize): usize {
  while (at < end && (load<u8>(at) == Char.Space || load<u8>(at) == Char.Tab)) at++;
  return at;
}

/** Where the word at `at` ends. */
export function wordEnd(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != Char.Space && load<u8>(at) != Char.Tab) at++;
  return at;
}

/** `end` without the blanks before it. */
export function trimmedEnd(at: usize, end: usize): usize {
  while (end > at && (load<u8>(end - 1) == Char.Space || load<u8>(end - 1) == Char.Tab)) end--;
  return end;
}

export function digitsEnd(at: usize, end: usize): usize {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

/** Address after the literal's first occurrence in [at, end), or 0. */
export function findAfter(at: usize, end: usize, literal: usize): usize {
  const found = find(at, end, literal);
  return found ? found + lengthOf(literal) : 0;
}

/** Address of the literal's last occurrence in [at, end), or 0. */
export function findLast(at: usize, end: usize, literal: usize): usize {
  const length: usize = lengthOf(literal);
  if (at + length > end) return 0;
  const lead = load<u8>(literal, 4);
  for (let p = end - length; p >= at; p--) {
    if (load<u8>(p) == lead && startsWith(p, end, literal)) return p;
  }
  return 0;
}

/** Address after the literal where the text begins with it, else 0. @inline */
export function after(at: usize, end: usize, literal: usize): usize {
  return startsWith(at, end, literal) ? at + lengthOf(literal) : 0;
}

let restAt: usize = 0;

/** Whether the text begins with the literal; {@link rest} is what follows it. */
export function begins(at: usize, end: usize, literal: usize): bool {
  restAt = after(at, end, literal);
  return restAt != 0;
}

/** Whether the text has the literal somewhere; {@link rest} is what follows it. */
export function has(at: usize, end: usize, literal: usize): bool {
  restAt = findAfter(at, end, literal);
  return restAt != 0;
}

/** Where the text goes on behind what the last {@link begins} or {@link has} found. */
export function rest(): usize {
  return restAt;
}

export function endsWith(at: usize, end: usize, literal: usize): bool {
  const length: usize = lengthOf(literal);
  return at + length <= end && startsWith(end - length, end, literal);
}

/** Whether there is nothing but capital letters in [at, end). */
export function isUpperWord(at: usize, end: usize): bool {
  for (; at < end; at++) if (!isUpper(load<u8>(at))) return false;
  return true;
}

/** Whether the bytes are those of the literal, and no more. */
export function isWord(at: usize, end: usize, literal: usize): bool {
  return end - at == <usize>lengthOf(literal) && startsWith(at, end, literal);
}

/** Sets a field to a word of ours. */
export function setLiteral(field: u32, literal: usize): void {
  setText(field, bytesOf(literal), bytesOf(literal) + lengthOf(literal));
}

/** Sets a field to a whole number, where it is one. */
export function setNumber(field: u32, at: usize, end: usize): bool {
  if (parseUnsigned(at, end) < 0) return false;
  setField(field, at, end, TYPE_NUMBER, 0);
  return true;
}

/** Sets a port, where it is one. */
export function setPort(field: u32, at: usize, end: usize): bool {
  const value = parseUnsigned(at, end);
  if (value < 0 || value > MAX_PORT) return false;
  setField(field, at, end, TYPE_NUMBER, 0);
  return true;
}

/** Bytes of addresses and host names; `%` is for the zone of a link-local address. */
function isHostByte(byte: u32): bool {
  return (
    isLetter(byte) ||
    isDigit(byte) ||
    byte == Char.Dot ||
    byte == Char.Minus ||
    byte == Char.Colon ||
    byte == Char.Underscore ||
    byte == Char.Percent
  );
}

/** Where the address or host name at `at` ends; a full stop or one colon behind it is punctuation. */
export function hostEnd(at: usize, end: usize): usize {
  let stop = at;
  while (stop < end && isHostByte(load<u8>(stop))) stop++;
  while (stop > at && load<u8>(stop - 1) == Char.Dot) stop--;
  if (stop - at > 1 && load<u8>(stop - 1) == Char.Colon && load<u8>(stop - 2) != Char.Colon) stop--;
  return stop;
}

/**
 * Takes `ADDR`, `ADDR:PORT`, `ADDR#PORT` or `[ADDR]:PORT` into two fields.
 *
 * @returns address after it, or `at` where there is none
 */
export function takeEndpoint(at: usize, end: usize, address: u32, port: u32): usize {
  const isBoxed = at < end && load<u8>(at) == Char.OpenBracket;
  const host = isBoxed ? at + 1 : at;
  let stop = hostEnd(host, end);
  let p = stop;
  if (isBoxed) {
    if (stop >= end || load<u8>(stop) != Char.CloseBracket) return at;
    p++;
  } else {
    // One colon stands before a port; more of them belong to an IPv6 address.
    const colon = findByte(host, stop, Char.Colon);
    if (colon < stop && findByte(colon + 1, stop, Char.Colon) == stop) {
      stop = colon;
      p = colon;
    }
  }
  if (stop == host || isWord(host, stop, UNKNOWN_HOST)) return at;
  setText(address, host, stop);
  if (p < end && (load<u8>(p) == Char.Colon || load<u8>(p) == Char.Hash)) {
    const numberEnd = digitsEnd(p + 1, end);
    if (setPort(port, p + 1, numberEnd)) p = numberEnd;
  }
  return p;
}

/** {@link takeEndpoint}, or `ADDR port N` as OpenSSH writes it. */
export function takeSource(at: usize, end: usize, address: u32, port: u32): usize {
  const stop = takeEndpoint(at, end, address, port);
  if (stop == at) return at;
  const number = after(stop, end, PORT);
  if (number == 0) return stop;
  const numberEnd = digitsEnd(number, end);
  return setPort(port, number, numberEnd) ? numberEnd : stop;
}

/** Takes the text in [at, end) without the quotes, brackets or parentheses around it. */
export function takeName(field: u32, at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (end - at >= 2) {
    const open = <u32>load<u8>(at);
    const close = <u32>load<u8>(end - 1);
    const isPair =
      (open == Char.Apostrophe && close == Char.Apostrophe) ||
      (open == Char.Backtick && close == Char.Apostrophe) ||
      (open == Char.Quote && close == Char.Quote) ||
      (open == Char.OpenBracket && close == Char.CloseBracket) ||
      (open == Char.OpenParen && close == Char.CloseParen) ||
      (open == Char.LessThan && close == Char.GreaterThan);
    if (isPair) {
      at++;
      end--;
    }
  }
  setText(field, at, end);
}

/** Whether the field's text lies inside [at, end). */
export function isInside(field: u32, at: usize, end: usize): bool {
  return hasField(field) && fieldAt(field) >= at && fieldEnd(field) <= end;
}
