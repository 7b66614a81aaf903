/** Values that show by themselves where they end: addresses, numbers, times, levels. */
import { Field } from "../../schema/fields";
import { findByte, hexValue, isDigit, isLetter } from "../../text/ascii";
import { Char } from "../../text/char";
import { NO_TIME, timeEnd } from "../../text/clock";
import { timeAt } from "../../text/time-at";
import { hostEnd, isAddress } from "../endpoint";
import { digitsEnd, wordEnd } from "../words";
import { capture } from "./captures";
import { NO_FIELD, Type } from "./operations";

const MAX_PORT_DIGITS: usize = 5;

/** Where the address at `at`, without brackets and port, ends; `at` where there is none. */
function bareAddressEnd(at: usize, end: usize): usize {
  let stop = at;
  let dots = 0;
  while (stop < end && (isDigit(load<u8>(stop)) || load<u8>(stop) == Char.Dot)) {
    if (load<u8>(stop) == Char.Dot) dots++;
    stop++;
  }
  // A full stop behind is punctuation.
  if (stop > at && load<u8>(stop - 1) == Char.Dot) {
    stop--;
    dots--;
  }
  if (dots == 3) return stop;
  stop = at;
  while (stop < end) {
    const byte = <u32>load<u8>(stop);
    if (hexValue(byte) < 0 && byte != Char.Colon && byte != Char.Dot) break;
    stop++;
  }
  if (stop < end && load<u8>(stop) == Char.Percent) {
    stop++;
    while (stop < end && (isLetter(load<u8>(stop)) || isDigit(load<u8>(stop)))) stop++;
  }
  while (stop > at && load<u8>(stop - 1) == Char.Dot) stop--;
  // One colon behind is punctuation; two are the address's own.
  if (stop - at > 1 && load<u8>(stop - 1) == Char.Colon && load<u8>(stop - 2) != Char.Colon) stop--;
  return isAddress(at, stop) ? stop : at;
}

/** The port's field beside an address's. */
function portField(field: u32): u32 {
  return field == Field.Ip ? Field.Sport : field == Field.Dst ? Field.Dport : NO_FIELD;
}

/** Where the port at `at` ends; `at` where there is none. */
function portEnd(at: usize, end: usize): usize {
  const stop = digitsEnd(at, min(at + MAX_PORT_DIGITS, end));
  return stop < end && isDigit(load<u8>(stop)) ? at : stop;
}

/** Takes an address, also in brackets, and the port behind where the type has one. Returns the address behind, or 0. */
function takeAddress(field: u32, type: u32, at: usize, end: usize): usize {
  const isBracketed = at < end && load<u8>(at) == Char.OpenBracket;
  const from = isBracketed ? at + 1 : at;
  let stop = type == Type.Host ? hostEnd(from, end) : bareAddressEnd(from, end);
  if (stop == from) return 0;
  let p = stop;
  if (isBracketed) {
    if (p >= end || load<u8>(p) != Char.CloseBracket) return 0;
    p++;
  }
  if (type == Type.AddressPort) {
    if (p >= end || load<u8>(p) != Char.Colon) {
      // Of an IPv6 address without brackets the last colon is the port's.
      if (isBracketed) return 0;
      let colon = stop;
      while (colon > from && load<u8>(colon - 1) != Char.Colon) colon--;
      if (colon < from + 3 || !isAddress(from, colon - 1)) return 0;
      stop = colon - 1;
      p = stop;
    }
    const port = portEnd(p + 1, end);
    if (port == p + 1) return 0;
    capture(field, Type.Address, from, stop);
    capture(portField(field), Type.Port, p + 1, port);
    return port;
  }
  capture(field, Type.Address, from, stop);
  if (type == Type.Endpoint && p < end && (load<u8>(p) == Char.Colon || load<u8>(p) == Char.Hash)) {
    const port = portEnd(p + 1, end);
    if (port > p + 1) {
      capture(portField(field), Type.Port, p + 1, port);
      return port;
    }
  }
  return p;
}

/** Where a list of addresses with commas ends. */
function takeForwarded(field: u32, at: usize, end: usize): usize {
  let p = takeAddress(field == Field.Forwarded ? NO_FIELD : field, Type.Endpoint, at, end);
  if (p == 0) {
    // `unknown`, or a name that hides the address (RFC 7239, section 6.3).
    p = hostEnd(at, end);
    if (p == at) return 0;
  }
  while (p + 1 < end && load<u8>(p) == Char.Comma) {
    const next = load<u8>(p, 1) == Char.Space ? p + 2 : p + 1;
    let stop = takeAddress(NO_FIELD, Type.Endpoint, next, end);
    if (stop == 0) stop = hostEnd(next, end);
    if (stop == next) break;
    p = stop;
  }
  if (field == Field.Forwarded) capture(field, Type.Text, at, p);
  return p;
}

/** Where the number at `at` ends, with a sign and a fraction; `at` where there is none. */
function decimalEnd(at: usize, end: usize): usize {
  const from = at < end && (load<u8>(at) == Char.Minus || load<u8>(at) == Char.Plus) ? at + 1 : at;
  let stop = digitsEnd(from, end);
  if (stop == from) return at;
  if (stop + 1 < end && load<u8>(stop) == Char.Dot && isDigit(load<u8>(stop, 1)))
    stop = digitsEnd(stop + 1, end);
  return stop;
}

/** Where a number with its units ends: `12.5ms`, `1m2.3s`, `850µs`. */
function durationEnd(at: usize, end: usize): usize {
  let stop = at;
  while (stop < end) {
    const byte = <u32>load<u8>(stop);
    if (!isDigit(byte) && byte != Char.Dot && !isLetter(byte) && byte < 0x80) break;
    stop++;
  }
  return at < end && isDigit(load<u8>(at)) ? stop : at;
}

/** Where a level's word or number ends. */
function levelEnd(at: usize, end: usize): usize {
  while (at < end && (isLetter(load<u8>(at)) || isDigit(load<u8>(at)))) at++;
  return at;
}

/** Whether a dash stands at `at` in a value's place. */
function isAbsent(at: usize, end: usize): bool {
  if (at >= end || load<u8>(at) != Char.Minus) return false;
  return (
    at + 1 >= end || !(isDigit(load<u8>(at, 1)) || isLetter(load<u8>(at, 1)) || load<u8>(at, 1) == Char.Minus)
  );
}

/** Whether an address stands at `at`. */
export function isAddressAt(at: usize, end: usize): bool {
  const from = at < end && load<u8>(at) == Char.OpenBracket ? at + 1 : at;
  return bareAddressEnd(from, end) > from;
}

/**
 * Takes a value of a type.
 *
 * @param now the shipper's time, for times without a year
 * @returns the address behind, or 0 where there is none
 */
export function takeValue(field: u32, type: u32, at: usize, end: usize, now: i64): usize {
  if (isAbsent(at, end)) return at + 1;
  let stop = at;
  switch (type) {
    case Type.Address:
    case Type.Endpoint:
    case Type.AddressPort:
    case Type.Host:
      return takeAddress(field, type, at, end);
    case Type.Forwarded:
      return takeForwarded(field, at, end);
    case Type.Time:
      if (timeAt(at, end, now) == NO_TIME) return 0;
      stop = timeEnd();
      break;
    case Type.Status:
      stop = digitsEnd(at, min(at + 3, end));
      if (stop - at < 3 || (stop < end && isDigit(load<u8>(stop)))) return 0;
      break;
    case Type.Number:
      // A sign before a size says that more was to come (HAProxy's logasap).
      if (at < end && load<u8>(at) == Char.Plus) at++;
      stop = digitsEnd(at, end);
      break;
    case Type.Port:
      stop = portEnd(at, end);
      break;
    case Type.Duration:
      stop = durationEnd(at, end);
      break;
    case Type.Level:
      stop = levelEnd(at, end);
      break;
    case Type.Name:
      if (at < end && isLetter(load<u8>(at))) stop = wordEnd(at, end);
      break;
    case Type.Encoded:
    case Type.Url:
      stop = wordEnd(at, end);
      break;
    default:
      stop = decimalEnd(at, end);
  }
  if (stop == at) return 0;
  capture(field, type, at, stop);
  return stop;
}

/** Where the text ends before the quote that no backslash escapes; `end` where there is none. */
export function quotedEnd(at: usize, end: usize): usize {
  const start = at;
  while (at < end) {
    const quote = findByte(at, end, Char.Quote);
    let slash = quote;
    while (slash > start && load<u8>(slash - 1) == Char.Backslash) slash--;
    if (((quote - slash) & 1) == 0) return quote;
    at = quote + 1;
  }
  return end;
}
