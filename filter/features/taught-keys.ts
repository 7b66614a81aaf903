/**
 * Keys of the record at hand, by which a taught entry (model/taught.ts) finds the lines that are as the one that was
 * corrected. A key is a digest of:
 *
 * ```
 *  0  u64 scope | kind << 8 | outcome << 16 (1 what was tried went through, 2 it failed, 0 none)
 *         | source << 24 (0 none, 1 an address, 2 a name) | template, of a request its form (request-form.ts) << 32
 *  8  u64 first half of the source's address, as it counts
 * 16  u64 last half of it, or a hash of the name
 * 24  u64 form of the request that a message is about, for the scope of templates; else 0
 * 32  u64 length of the first text | its bytes | the next …
 * ```
 *
 * | scope | the source's address | texts |
 * |---|---|---|
 * | client | whole; of IPv6 the /64 | the source's name; method, path without query, DNS name, protocol, destination, its port; account, but of a web request |
 * | template | the /24 or /48 | the source's name; the program, but of a web request |
 * | agent | none | user agent |
 *
 * The lowest {@link MARK_LOG2} bits are no digest's, but of a hash of source, template (of a request the pattern of its
 * target) or user agent that is cheap.
 */
import { MARK_LOG2, MARKS, Scope } from "../model/taught";
import { parsed } from "../parse/parsed";
import { event } from "../record/event";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { findByte } from "../text/ascii";
import { addToDigest, beginDigest, endDigest } from "../text/blake2s";
import { Char } from "../text/char";
import { GOLDEN_32, mix64 } from "../text/hash";
import { outcome } from "./compute";
import { requestForm } from "./request-form";
import { CUSTOMER_MASK, SourceType, sourceKeys } from "./source-key";
import { target } from "./target";
import { userAgent } from "./user-agent";

/** Stands for a key that the record has not. */
export const NO_MARK: u32 = MARKS;

/** A number on its way into the digest. */
const WORD: usize = memory.data(8, 8);

/** Of an IPv4 address, as it is mapped into IPv6, the /24. */
const MAPPED_HOSTS_MASK: u64 = 0xffffffffffffff00;

/** Mark of the key of this scope, or {@link NO_MARK} where the record has none; its source's keys have to be found. */
export function markOf(scope: u32): u32 {
  const isWeb = event.kind == Kind.Web;
  let hash: u32 = 0;
  if (scope == Scope.Client) {
    if (sourceKeys.type == SourceType.None) return NO_MARK;
    hash = <u32>mix64(sourceKeys.high, sourceKeys.low);
  } else if (scope == Scope.Template) {
    // Without a message a template tells no more than the log type.
    if (isWeb ? !hasField(Field.Path) : parsed.messageAt == 0) return NO_MARK;
    hash = isWeb ? target.pattern : event.template;
  } else {
    if (!isWeb || !hasField(Field.Ua)) return NO_MARK;
    hash = userAgent.hash;
  }
  return (hash * GOLDEN_32) >> (32 - MARK_LOG2);
}

/** The key of this scope, whose mark this is. */
export function keyOf(scope: u32, mark: u32): u64 {
  const isTemplate = scope == Scope.Template;
  beginDigest();
  if (scope == Scope.Agent) {
    addWord(scope);
    addField(Field.Ua);
  } else {
    const type = sourceKeys.type;
    const isNetwork = isTemplate && type == SourceType.Address;
    const low = sourceKeys.low;
    const high = sourceKeys.high;
    const head = scope | (event.kind << 8) | ((<u32>(outcome() + 1)) << 16) | ((<u32>type) << 24);
    addWord(head | ((<u64>(event.kind == Kind.Web ? requestForm() : event.template)) << 32));
    addWord(isNetwork && low == 0 ? high & CUSTOMER_MASK : high);
    addWord(isNetwork ? low & MAPPED_HOSTS_MASK : low);
    addWord(isTemplate && parsed.hasRequest && hasField(Field.Path) ? requestForm() : 0);
    const name = hasField(Field.Ip) ? Field.Ip : Field.User;
    const nameAt = fieldAt(name);
    addText(nameAt, type == SourceType.Name ? fieldEnd(name) : nameAt);
    if (!isTemplate) addTarget();
    else if (event.kind != Kind.Web) addField(Field.Service);
  }
  return (endDigest() & ~(<u64>MARKS - 1)) | mark;
}

/** What a client asks for. */
function addTarget(): void {
  addField(Field.Method);
  const path = fieldAt(Field.Path);
  addText(path, hasField(Field.Path) ? findByte(path, fieldEnd(Field.Path), Char.Question) : path);
  addField(Field.Qname);
  addField(Field.Proto);
  addField(Field.Dst);
  addField(Field.Dport);
  if (event.kind != Kind.Web) addField(Field.User);
}

function addField(field: u32): void {
  const at = fieldAt(field);
  addText(at, hasField(field) ? fieldEnd(field) : at);
}

function addText(at: usize, end: usize): void {
  addWord(end - at);
  addToDigest(at, end);
}

function addWord(word: u64): void {
  store<u64>(WORD, word);
  addToDigest(WORD, WORD + 8);
}
