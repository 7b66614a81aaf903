/** Addresses, host names and ports in a text. */
import { setField, setText, TYPE_NUMBER } from "../record/fields";
import { ascii, findByte, hexValue, isDigit, isLetter, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { after, digitsEnd, isWord } from "./words";

const MAX_PORT: i64 = 65535;
const PORT: usize = ascii(" port ");
const UNKNOWN_HOST: usize = ascii("UNKNOWN");

/** Sets a port; false where the text is none. */
export function setPort(field: u32, at: usize, end: usize): bool {
  const value = parseUnsigned(at, end);
  if (value < 0 || value > MAX_PORT) return false;
  setField(field, at, end, TYPE_NUMBER, 0);
  return true;
}

/** Bytes of addresses and host names; `%` stands before the zone of a link-local address (RFC 4007). */
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

/** Where the address or host name at `at` ends; a full stop or one colon behind is punctuation. */
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
 * @returns address after the endpoint, or `at` where there is none
 */
export function takeEndpoint(at: usize, end: usize, address: u32, port: u32): usize {
  const isBracketed = at < end && load<u8>(at) == Char.OpenBracket;
  const host = isBracketed ? at + 1 : at;
  let stop = hostEnd(host, end);
  let p = stop;
  if (isBracketed) {
    if (stop >= end || load<u8>(stop) != Char.CloseBracket) return at;
    p++;
  } else {
    // One colon stands before a port; several belong to an IPv6 address.
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

/**
 * Whether the token has the form of an address: hex digits with three dots, or with seven colons or `::`, and maybe a
 * zone. A clock has neither.
 */
export function isAddress(at: usize, end: usize): bool {
  let separators = 0;
  let dots = 0;
  let hasGap = false;
  for (let p = at; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (byte == Char.Colon) {
      separators++;
      hasGap = hasGap || load<u8>(p, 1) == Char.Colon;
    } else if (byte == Char.Dot) dots++;
    else if (hexValue(byte) < 0) return byte == Char.Percent && (hasGap || separators == 7);
    else if (dots && !isDigit(byte)) return false;
  }
  return dots == 3 || hasGap || separators == 7;
}
