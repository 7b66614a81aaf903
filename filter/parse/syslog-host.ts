/** The host in a syslog header: a name or an address, and what relays add to it. */
import { findByte, isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { isAddress } from "./endpoint";
import { afterLastByte } from "./words";

const MAX_HOST_BYTES: usize = 255;

/** Whether the word in the host's place is a program's name with a colon or a process id. */
export function isTag(at: usize, end: usize): bool {
  if (end - at < 2 || !isLetter(load<u8>(at))) return false;
  const last = <u32>load<u8>(end - 1);
  if (last == Char.Colon) return true;
  const open = last == Char.CloseBracket ? findByte(at, end, Char.OpenBracket) : end;
  // `host[192.0.2.1]` is a host with its address.
  return open < end && !isAddress(open + 1, end - 1);
}

/** @inline */
function isHostByte(byte: u32): bool {
  return (
    isLetter(byte) ||
    isDigit(byte) ||
    byte == Char.Minus ||
    byte == Char.Dot ||
    byte == Char.Underscore ||
    byte == Char.Colon
  );
}

function isHostName(at: usize, end: usize): bool {
  if (at >= end || end - at > MAX_HOST_BYTES) return false;
  for (; at < end; at++) if (!isHostByte(load<u8>(at))) return false;
  return true;
}

let nameAt: usize = 0;
let nameEnd: usize = 0;

/** Where the name that {@link findHost} found begins. @inline */
export function hostAt(): usize {
  return nameAt;
}

/** Where it ends. @inline */
export function hostEnd(): usize {
  return nameEnd;
}

/**
 * Finds the host's name in the word: `web1`, `192.0.2.1`, `[192.0.2.1]`; with `isLoose` also with what relays add,
 * `web1[192.0.2.1]`, `web1/relay`, `source@web1` (syslog-ng's `chain-hostnames`).
 */
export function findHost(at: usize, end: usize, isLoose: bool): bool {
  nameAt = at;
  nameEnd = end;
  if (isHostName(at, end)) return true;
  if (load<u8>(at) == Char.OpenBracket && load<u8>(end - 1) == Char.CloseBracket) {
    nameAt = at + 1;
    nameEnd = end - 1;
    return isAddress(nameAt, nameEnd);
  }
  if (!isLoose) return false;
  const slash = findByte(at, end, Char.Slash);
  nameEnd = findByte(at, findByte(at, slash, Char.OpenBracket), Char.OpenParen);
  nameAt = afterLastByte(at, nameEnd, Char.At);
  return isHostName(nameAt, nameEnd) && (nameAt == at || isHostName(at, nameAt - 1));
}
