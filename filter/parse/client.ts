/**
 * Who the client is, where proxies stand between.
 *
 * A header counts only as far as those who wrote it are trusted (model/proxies.ts): the last address of a list was written by who
 * connected, of whom he had his connection from; the one before it by that one, where that is a proxy, too. From the
 * first who is no trusted proxy on, all that stands further left is his own word. So does nginx with `real_ip_recursive`
 * (ngx_http_get_forwarded_addr).
 */
import { isTrusted } from "../model/proxies";
import {
  fieldAt,
  fieldEnd,
  fieldRank,
  fieldSet,
  hasField,
  setField,
  setText,
  TYPE_STRING,
  unsetField,
} from "../record/fields";
import { Field } from "../schema/fields";
import { addressHigh, addressLow, readAddress } from "../text/address-value";
import { ascii, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { hop, lastElement, readHop } from "./hop";

/** Hops at most: a client may write any number of them. */
const MAX_HOPS: u32 = 16;
const UNIX_SOCKET: usize = ascii("unix:");
const HEADERS: u64 =
  ((<u64>1) << (<u64>Field.Peer)) | ((<u64>1) << (<u64>Field.Forwarded)) | ((<u64>1) << (<u64>Field.Client));

/** The client's address as the walk found it; 0 where it found none. */
let foundAt: usize = 0;
let foundEnd: usize = 0;

/** Whether who connected may say for whom: a trusted proxy, or a socket of the machine itself. */
function isProxy(field: u32): bool {
  const at = fieldAt(field);
  const end = fieldEnd(field);
  if (readAddress(at, end)) return isTrusted();
  return startsWith(at, end, UNIX_SOCKET) || (end - at == 1 && load<u8>(at) == Char.At);
}

/** Walks the list in [at, end) from right to left, through trusted proxies. */
function walk(at: usize, end: usize): void {
  foundAt = 0;
  for (let hops: u32 = 0; hops < MAX_HOPS; hops++) {
    const element = lastElement(at, end);
    if (element == 0 || !readHop(element, end)) return;
    const isProxy = isTrusted();
    // A server's own address may stand where others write the header: `10.0.0.7:8080`.
    if (isProxy && hop.hasPort) return;
    foundAt = hop.at;
    foundEnd = hop.end;
    if (!isProxy || element == at) return;
    end = element - 1;
  }
}

/** Finds the address that the header fields give; false where they give none. */
function findInHeaders(): bool {
  foundAt = 0;
  // Where a proxy writes the list, a single address may be the client's own word.
  if (hasField(Field.Forwarded)) walk(fieldAt(Field.Forwarded), fieldEnd(Field.Forwarded));
  else if (hasField(Field.Client) && readHop(fieldAt(Field.Client), fieldEnd(Field.Client))) {
    foundAt = hop.at;
    foundEnd = hop.end;
  }
  return foundAt != 0;
}

/** Whether two addresses are the same, however they are written. */
function isSame(at: usize, end: usize, other: usize, otherEnd: usize): bool {
  if (!readAddress(at, end)) return false;
  const high = addressHigh();
  const low = addressLow();
  return readAddress(other, otherEnd) && addressHigh() == high && addressLow() == low;
}

/** Sets the address that was found, and who connected. */
function setFound(): void {
  if (!hasField(Field.Peer)) {
    if (!hasField(Field.Ip)) {
      setText(Field.Ip, foundAt, foundEnd);
      return;
    }
    if (isSame(fieldAt(Field.Ip), fieldEnd(Field.Ip), foundAt, foundEnd)) return;
    setField(Field.Peer, fieldAt(Field.Ip), fieldEnd(Field.Ip), TYPE_STRING, 0);
  }
  // The port is that of who connected.
  unsetField(Field.Sport);
  setText(Field.Ip, foundAt, foundEnd);
}

/** Whether the record has an address out of a header, or of a peer. @inline */
export function hasHeaders(): bool {
  return (fieldSet() & HEADERS) != 0;
}

/**
 * Finds the client. Where the program names client and peer itself, its own trust decides; a list is then read, too, since some take
 * its first address, which is the client's own word.
 */
export function findClient(): void {
  const peer = hasField(Field.Peer) ? Field.Peer : Field.Ip;
  if ((!hasField(peer) || isProxy(peer)) && findInHeaders()) setFound();
  if (!hasField(Field.Peer) || !hasField(Field.Ip)) return;
  if (isSame(fieldAt(Field.Ip), fieldEnd(Field.Ip), fieldAt(Field.Peer), fieldEnd(Field.Peer)))
    unsetField(Field.Peer);
}

/** Takes a proxy's word where the record names no other address. */
export function settleClient(): void {
  if (hasField(Field.Ip)) return;
  setField(Field.Ip, fieldAt(Field.Client), fieldEnd(Field.Client), TYPE_STRING, fieldRank(Field.Client));
  unsetField(Field.Client);
}

/** Forgets the addresses out of headers: those of a record around are not the line's. */
export function forgetHeaders(): void {
  unsetField(Field.Peer);
  unsetField(Field.Forwarded);
  unsetField(Field.Client);
}
