/**
 * Keys of the record at hand, by which a taught entry (model/taught.ts) finds the lines that are as the one that was
 * corrected. A key is a digest of:
 *
 * ```
 *  0  u8  scope
 *  1  u8  kind
 *  2  u8  outcome: 0 none, 1 what was tried went through, 2 it failed
 *  3  u8  source: 0 none, 1 an address, 2 a name
 *  4  u32 template; of a web request's client 0
 *  8  u64 first half of the source's address, as it counts
 * 16  u64 last half of it
 * 24  u32 template of the request that a message is about, else 0
 * 28  u32 length of the first text | its bytes | the next …
 * ```
 *
 * | scope | the source's address | texts |
 * |---|---|---|
 * | client | whole; of IPv6 the /64 | the source's name; method, path without query, DNS name, protocol, destination, its port; account, but of a web request |
 * | template | the /24 or /48 | the source's name |
 * | agent | none | user agent |
 *
 * The lowest {@link MARK_LOG2} bits are no digest's, but of a hash of source, template or user agent that is cheap.
 */
import { MARK_LOG2, MARKS, Scope } from "../model/taught";
import { parsed } from "../parse/parsed";
import { event } from "../record/event";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { addressHigh, addressLow, isIpv4, readAddress } from "../text/address-value";
import { findByte } from "../text/ascii";
import { addToDigest, beginDigest, endDigest } from "../text/blake2s";
import { Char } from "../text/char";
import { GOLDEN_32, hash64, mix64 } from "../text/hash";
import { outcome } from "./compute";
import { requestTemplate } from "./target";
import { userAgent } from "./user-agent";

/** Stands for a key that the record has not. */
export const NO_MARK: u32 = MARKS;

const enum SourceType {
  None,
  Address,
  Name,
}

@unmanaged
class Head {
  scope: u8;
  kind: u8;
  outcome: u8;
  source: SourceType;
  template: u32;
  high: u64;
  low: u64;
  request: u32;
}

const HEAD_BYTES: usize = offsetof<Head>("request") + 4;
const head: Head = changetype<Head>(memory.data(offsetof<Head>(), 8));
const LENGTH: usize = memory.data(4, 4);

/** Of the record at hand; the address as the client's key has it. */
let source: SourceType = SourceType.None;
let high: u64 = 0;
let low: u64 = 0;
let nameField: u32 = Field.Ip;

const CUSTOMER_MASK: u64 = 0xffffffffffff0000;
const HOSTS_MASK: u64 = 0xffffffffffffff00;

/** Reads the source of the record at hand. */
export function readSource(): void {
  source = SourceType.None;
  high = 0;
  low = 0;
  nameField = hasField(Field.Ip) ? Field.Ip : Field.User;
  if (!hasField(nameField)) return;
  source = SourceType.Name;
  if (nameField == Field.User || !readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip))) return;
  source = SourceType.Address;
  high = addressHigh();
  if (isIpv4()) low = addressLow();
}

/** Mark of the key of this scope, or {@link NO_MARK} where the record has none. */
export function markOf(scope: u32): u32 {
  if (scope == Scope.Client) {
    if (source == SourceType.None) return NO_MARK;
    const hash =
      source == SourceType.Address
        ? mix64(high + event.kind, low)
        : hash64(fieldAt(nameField), fieldEnd(nameField), event.kind);
    return <u32>hash & (MARKS - 1);
  }
  if (scope == Scope.Template) {
    // Without a message a template tells no more than the log type.
    const hasTemplate = event.kind == Kind.Web ? hasField(Field.Path) : parsed.messageAt != 0;
    return hasTemplate ? markOfHash(event.template + event.kind) : NO_MARK;
  }
  return event.kind == Kind.Web && hasField(Field.Ua) ? markOfHash(userAgent.hash) : NO_MARK;
}

/** @inline */
function markOfHash(hash: u32): u32 {
  return (hash * GOLDEN_32) >> (32 - MARK_LOG2);
}

/** The key of this scope; {@link readSource} comes before. */
export function keyOf(scope: u32, mark: u32): u64 {
  const isWeb = event.kind == Kind.Web;
  const isAgent = scope == Scope.Agent;
  memory.fill(changetype<usize>(head), 0, offsetof<Head>());
  head.scope = <u8>scope;
  head.kind = <u8>event.kind;
  if (!isAgent) {
    head.outcome = <u8>(outcome() + 1);
    head.source = source;
    if (!isWeb || scope == Scope.Template) head.template = event.template;
    const isNetwork = scope == Scope.Template;
    head.high = isNetwork && low == 0 ? high & CUSTOMER_MASK : high;
    head.low = isNetwork ? low & HOSTS_MASK : low;
    if (isNetwork && parsed.hasRequest && hasField(Field.Path)) head.request = requestTemplate();
  }
  beginDigest();
  addToDigest(changetype<usize>(head), changetype<usize>(head) + HEAD_BYTES);
  if (isAgent) addField(Field.Ua);
  else {
    addText(fieldAt(nameField), source == SourceType.Name ? fieldEnd(nameField) : fieldAt(nameField));
    if (scope == Scope.Client) addTarget(isWeb);
  }
  return (endDigest() & ~(<u64>MARKS - 1)) | mark;
}

/** What a client asks for. */
function addTarget(isWeb: bool): void {
  addField(Field.Method);
  const path = hasField(Field.Path) ? fieldAt(Field.Path) : 0;
  addText(path, path ? findByte(path, fieldEnd(Field.Path), Char.Question) : 0);
  addField(Field.Qname);
  addField(Field.Proto);
  addField(Field.Dst);
  addField(Field.Dport);
  if (!isWeb) addField(Field.User);
}

function addField(field: u32): void {
  const at = fieldAt(field);
  addText(at, hasField(field) ? fieldEnd(field) : at);
}

function addText(at: usize, end: usize): void {
  store<u32>(LENGTH, <u32>(end - at));
  addToDigest(LENGTH, LENGTH + 4);
  addToDigest(at, end);
}
