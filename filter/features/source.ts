/** The dense features that tell what the event's source did lately, this event included. */
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
} from "../behaviour";
import { DPORT, DST, fieldAt, fieldEnd, hasField, IP, PATH, QNAME, REF, UA, USER } from "../fields";
import { isExempt } from "../model/exempt";
import {
  AUTH,
  D_CLIMBS,
  D_CONTROLS,
  D_DOTFILE,
  D_EXTENSION,
  D_FAILED,
  D_FAMILIES,
  D_LABEL_LENGTH,
  D_METHOD,
  D_SOURCE_CLIENTS,
  D_SOURCE_ERROR_SHARE,
  D_SOURCE_ERRORS,
  D_SOURCE_EVENTS,
  D_SOURCE_PAGE_SHARE,
  D_SOURCE_RECENT,
  D_SOURCE_REFERER_SHARE,
  D_SOURCE_ROBOTS,
  D_SOURCE_SUSPICIOUS,
  D_SOURCE_SUSPICIOUS_SHARE,
  D_SOURCE_TARGETS,
  D_SPECIALS,
  D_STATUS,
  DNS,
  F_PROBE,
  F_SQLI,
  F_WEBSHELL,
  FIREWALL,
  WEB,
} from "../schema";
import { findByte } from "../text/ascii";
import { FNV_OFFSET, fnv } from "../text/hash";
import { agentHash } from "./agent";
import { asksForRobots, targetPath } from "./dense";
import { ASSET, SECRET } from "./extension";
import { get, set } from "./values";

/** Below this a source's events tell nothing of how it behaves. */
const LEAST_EVENTS: f32 = 2.5;
/** Groups of an IPv6 address that one customer shares (a /64). */
const SHARED_GROUPS: u32 = 4;
/** Special characters in a target that ordinary visitors' seldom have. */
const MANY_SPECIALS: f32 = 4;
/** Letters of a label that ordinary names seldom have. */
const LONG_LABEL: f32 = 40;

/** @inline */
function hashField(field: u32): u32 {
  return fnv(fieldAt(field), fieldEnd(field), FNV_OFFSET);
}

/** Hash of kind and source; 0 where the event names none, or one that is exempt. */
function sourceKey(kind: u32): u32 {
  const field = hasField(IP) ? IP : USER;
  if (!hasField(field)) return 0;
  const at = fieldAt(field);
  let end = fieldEnd(field);
  if (field == IP) {
    if (isExempt(at, end)) return 0;
    let colon = findByte(at, end, 0x3a);
    let groups: u32 = 1;
    while (colon < end && groups < SHARED_GROUPS) {
      colon = findByte(colon + 1, end, 0x3a);
      groups++;
    }
    if (colon < end) end = colon;
  }
  const key = fnv(at, end, FNV_OFFSET ^ (kind + 1));
  return key ? key : 1;
}

/** Whether a request looks like no ordinary visitor's. Fixed rules, so that they don't move with the weights. */
function isSuspiciousRequest(): bool {
  if (get(D_DOTFILE) > 0 || get(D_CLIMBS) > 1 || get(D_CONTROLS) > 0) return true;
  if (get(D_EXTENSION) == <f32>SECRET || get(D_SPECIALS) >= MANY_SPECIALS || get(D_METHOD) == 0) return true;
  let words: f32 = 0;
  for (let family = F_SQLI; family <= F_WEBSHELL; family++) {
    words += get(D_FAMILIES + family) * (family == F_PROBE ? 1 : 0.5);
  }
  return words >= 1;
}

function countWeb(): void {
  const status = get(D_STATUS);
  if (status >= 400 && status < 500) countError();
  if (isSuspiciousRequest()) countSuspicious();
  if (get(D_EXTENSION) != <f32>ASSET) countPage();
  if (hasField(REF)) countReferer();
  if (hasField(UA)) noteClient(agentHash());
  if (hasField(PATH)) {
    noteTarget(targetPath());
    if (asksForRobots()) noteRobots();
  }
}

function countOther(kind: u32): void {
  if (get(D_FAILED) > 0) countError();
  if (kind == AUTH) {
    if (hasField(USER)) noteTarget(hashField(USER));
  } else if (kind == DNS) {
    if (hasField(QNAME)) noteTarget(hashField(QNAME));
    if (get(D_LABEL_LENGTH) >= LONG_LABEL) countSuspicious();
  } else if (kind == FIREWALL) {
    if (hasField(DPORT)) noteTarget(hashField(DPORT));
    if (hasField(DST)) noteClient(hashField(DST));
  } else if (hasField(USER)) noteClient(hashField(USER));
}

/**
 * Counts the event and sets the features of its source. The features of the event itself have to be there.
 *
 * @param now event time, milliseconds since the epoch
 */
export function sourceFeatures(kind: u32, now: i64): void {
  const key = sourceKey(kind);
  if (key == 0) return;
  countEvent(key, now);
  if (kind == WEB) countWeb();
  else countOther(kind);
  const total = events();
  if (total < LEAST_EVENTS) return;
  set(D_SOURCE_RECENT, recentEvents());
  set(D_SOURCE_EVENTS, total);
  set(D_SOURCE_ERRORS, errors());
  set(D_SOURCE_ERROR_SHARE, errors() / total);
  set(D_SOURCE_SUSPICIOUS, suspicious());
  set(D_SOURCE_SUSPICIOUS_SHARE, suspicious() / total);
  set(D_SOURCE_TARGETS, <f32>targets());
  set(D_SOURCE_CLIENTS, <f32>clients());
  if (kind != WEB) return;
  set(D_SOURCE_PAGE_SHARE, pages() / total);
  set(D_SOURCE_REFERER_SHARE, referers() / total);
  set(D_SOURCE_ROBOTS, askedForRobots() ? 1 : 0);
}
