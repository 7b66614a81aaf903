/** The dense features that tell what the event's source did lately, this event included. */

import { DPORT, DST, fieldAt, fieldEnd, hasField, IP, PATH, QNAME, REF, UA, USER } from "../fields";
import { isAllowed, isAllowedName } from "../model/allowlist";
import { AUTH, DNS, FIREWALL, WEB } from "../schema";
import { Feature, FIRST_FAMILY } from "../schema/features";
import { addressHigh, addressLow, isIpv4, readAddress } from "../text/address-value";
import { FNV_OFFSET, fnv, mix64 } from "../text/hash";
import { asksForRobots, targetPath } from "./dense";
import { LONG_LABEL } from "./dns-name";
import { ASSET, SECRET } from "./extension";
import {
  askedForRobots,
  clients,
  countError,
  countEvent,
  countPage,
  countReferer,
  countSuspicious,
  errors,
  events,
  noteClient,
  noteRobots,
  noteTarget,
  pages,
  recentEvents,
  referers,
  suspicious,
  targets,
} from "./source-state";
import { agentHash } from "./user-agent";
import { get, set } from "./values";

/** Below this a source's events tell nothing of how it behaves. */
const LEAST_EVENTS: f32 = 2.5;
/** Special characters in a target that ordinary visitors' seldom have. */
const MANY_SPECIALS: f32 = 4;

/** @inline */
function hashField(field: u32): u32 {
  return fnv(fieldAt(field), fieldEnd(field), FNV_OFFSET);
}

/** Bits of the first half of an IPv6 address that name the network of one customer, a /48. */
const CUSTOMER_MASK: u64 = 0xffffffffffff0000;
const NETWORK_SALT: u64 = 0x2545f4914f6cdd1d;

/** Hash of kind and address, never 0. */
function keyOf(kind: u32, high: u64, low: u64): u32 {
  const hash = mix64(mix64(kind + 1, high), low);
  const key = <u32>hash ^ <u32>(hash >> 32);
  return key ? key : 1;
}

/** Hash of kind and name, never 0. */
function nameKey(kind: u32, at: usize, end: usize): u32 {
  const key = fnv(at, end, FNV_OFFSET ^ (kind + 1));
  return key ? key : 1;
}

/** Of the event at hand: hash of kind and /48 where its source is IPv6, else 0. */
let networkKey: u32 = 0;

/** Hash of kind and source; 0 where the event names none, or one that is on the allowlist. IPv6 counts by the /64. */
function sourceKey(kind: u32): u32 {
  networkKey = 0;
  const field = hasField(IP) ? IP : USER;
  if (!hasField(field)) return 0;
  const at = fieldAt(field);
  const end = fieldEnd(field);
  if (field == USER) return nameKey(kind, at, end);
  if (!readAddress(at, end)) return isAllowedName(at, end) ? 0 : nameKey(kind, at, end);
  if (isAllowed()) return 0;
  if (isIpv4()) return keyOf(kind, 0, addressLow());
  // One's own clients ask a resolver; their networks are one's own.
  if (kind != DNS) networkKey = keyOf(kind, addressHigh() & CUSTOMER_MASK, NETWORK_SALT);
  return keyOf(kind, addressHigh(), 0);
}

/** Whether a request looks like no ordinary visitor's. Fixed rules, so that they don't move with the weights. */
function isSuspiciousRequest(): bool {
  if (get(Feature.Dotfile) > 0 || get(Feature.Climbs) > 1 || get(Feature.Controls) > 0) return true;
  if (
    get(Feature.Extension) == <f32>SECRET ||
    get(Feature.Specials) >= MANY_SPECIALS ||
    get(Feature.Method) == 0
  )
    return true;
  let words: f32 = 0;
  for (
    let family = Feature.WordsSqli - FIRST_FAMILY;
    family <= Feature.WordsWebshell - FIRST_FAMILY;
    family++
  ) {
    words += get(FIRST_FAMILY + family) * (family == Feature.WordsProbe - FIRST_FAMILY ? 1 : 0.5);
  }
  return words >= 1;
}

function countWeb(): void {
  const status = get(Feature.Status);
  if (status >= 400 && status < 500) countError();
  if (isSuspiciousRequest()) countSuspicious();
  if (get(Feature.Extension) != <f32>ASSET) countPage();
  if (hasField(REF)) countReferer();
  if (hasField(UA)) noteClient(agentHash());
  if (hasField(PATH)) {
    noteTarget(targetPath());
    if (asksForRobots()) noteRobots();
  }
}

function countOther(kind: u32): void {
  if (get(Feature.Failed) > 0) countError();
  if (kind == AUTH) {
    if (hasField(USER)) noteTarget(hashField(USER));
  } else if (kind == DNS) {
    if (hasField(QNAME)) noteTarget(hashField(QNAME));
    if (get(Feature.LabelLength) >= LONG_LABEL) countSuspicious();
  } else if (kind == FIREWALL) {
    if (hasField(DPORT)) noteTarget(hashField(DPORT));
    if (hasField(DST)) noteClient(hashField(DST));
  } else if (hasField(USER)) noteClient(hashField(USER));
}

/** Counts an event of a source, or of a network. */
function count(key: u32, kind: u32, now: i64): void {
  countEvent(key, now);
  if (kind == WEB) countWeb();
  else countOther(kind);
}

/**
 * Events of a /48 that failed or looked hostile, from which on those of any address in it are one source's. More than
 * one address needs: a provider may have given a /48 to many.
 */
const MANY_BAD: f32 = 16;
/** And the least share of its events: most of what people do is neither. */
const BAD_SHARE: f32 = 0.5;

/** Whether the source counted last is a network that one attacker uses. */
function isHostileNetwork(): bool {
  const bad = max<f32>(errors(), suspicious());
  return bad >= MANY_BAD && bad >= events() * BAD_SHARE;
}

/** Whether the event itself failed or looked hostile. */
function isBad(kind: u32): bool {
  if (kind != WEB) return get(Feature.Failed) > 0;
  const status = get(Feature.Status);
  return (status >= 400 && status < 500) || isSuspiciousRequest();
}

/**
 * Counts the event and sets the features of its source. The features of the event itself have to be there.
 *
 * An attacker with a /48 has an address in each of its 65,536 /64s for every request. So the /48 is counted as well, and
 * stands for the source of an event that is bad itself; others' events in it stay their own.
 *
 * @param now event time, milliseconds since the epoch
 */
export function sourceFeatures(kind: u32, now: i64): void {
  const key = sourceKey(kind);
  if (key == 0) return;
  const network = networkKey;
  if (network) {
    count(network, kind, now);
    if (isBad(kind) && isHostileNetwork()) setFeatures(kind);
  }
  count(key, kind, now);
  // A /64 that is known for as much speaks for itself.
  if (get(Feature.SourceEvents) < events()) setFeatures(kind);
}

function setFeatures(kind: u32): void {
  const total = events();
  if (total < LEAST_EVENTS) return;
  set(Feature.SourceRecent, recentEvents());
  set(Feature.SourceEvents, total);
  set(Feature.SourceErrors, errors());
  set(Feature.SourceErrorShare, errors() / total);
  set(Feature.SourceSuspicious, suspicious());
  set(Feature.SourceSuspiciousShare, suspicious() / total);
  set(Feature.SourceTargets, <f32>targets());
  set(Feature.SourceClients, <f32>clients());
  if (kind != WEB) return;
  set(Feature.SourcePageShare, pages() / total);
  set(Feature.SourceRefererShare, referers() / total);
  set(Feature.SourceRobots, askedForRobots() ? 1 : 0);
}
