/** The dense features of the event's source: what it did lately, this event included. */
import { LogLevel } from "../parse/level";
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { FNV_OFFSET, fnv } from "../text/hash";
import { isGeneratedName } from "./dns-name";
import { ASSET, SECRET } from "./extension";
import { findSourceKeys, sourceKeys } from "./source-key";
import { countEvent, Source } from "./source-state";
import { target } from "./target";
import { userAgent } from "./user-agent";
import { get, set } from "./values";

/** A source with fewer events has no features yet. */
const LEAST_EVENTS: f32 = 2.5;
/** Special characters that targets of ordinary visitors seldom have. */
const MANY_SPECIALS: f32 = 4;

/** @inline */
function hashField(field: u32): u32 {
  return fnv(fieldAt(field), fieldEnd(field), FNV_OFFSET);
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
  for (let family: u32 = Feature.WordsSqli; family <= <u32>Feature.WordsWebshell; family++) {
    words += get(family) * (family == Feature.WordsProbe ? 1 : 0.5);
  }
  return words >= 1;
}

function isClientError(): bool {
  const status = get(Feature.Status);
  return status >= 400 && status < 500;
}

function countWeb(source: Source): void {
  if (isClientError()) source.errors += 1;
  if (isSuspiciousRequest()) source.suspicious += 1;
  if (get(Feature.Extension) != <f32>ASSET) source.pages += 1;
  if (hasField(Field.Ref)) source.referers += 1;
  if (hasField(Field.Ua)) source.noteClient(userAgent.hash);
  if (hasField(Field.Path)) {
    source.noteTarget(target.pathHash);
    if (target.isRobots) source.askedForRobots = true;
  }
}

function countOther(source: Source, kind: u32, hasFailed: bool): void {
  if (hasFailed) source.errors += 1;
  if (kind == Kind.Auth) {
    if (hasField(Field.User)) source.noteTarget(hashField(Field.User));
  } else if (kind == Kind.Dns) {
    if (hasField(Field.Qname)) source.noteTarget(hashField(Field.Qname));
    if (isGeneratedName()) source.suspicious += 1;
  } else if (kind == Kind.Firewall) {
    if (hasField(Field.Dport)) source.noteTarget(hashField(Field.Dport));
    if (hasField(Field.Dst)) source.noteClient(hashField(Field.Dst));
  } else {
    if (hasField(Field.User)) source.noteClient(hashField(Field.User));
    // What a client asks an error log's server for: one missing file is a page's fault, many are sought.
    if (kind == Kind.App && parsed.level >= LogLevel.Error) source.noteTarget(hashError());
  }
}

/** Hash of the file or request that an error is about, or of what is said of it. */
function hashError(): u32 {
  return hasField(Field.Path) ? hashField(Field.Path) : fnv(parsed.messageAt, parsed.messageEnd, FNV_OFFSET);
}

/** Counts an event of a source, or of a network. */
function count(key: u32, kind: u32, time: i64, hasFailed: bool): Source {
  const source = countEvent(key, time);
  if (kind == Kind.Web) countWeb(source);
  else countOther(source, kind, hasFailed);
  return source;
}

/**
 * Counts the event of a message whose features are not computed.
 *
 * @param time event time, milliseconds since the epoch
 */
export function countMessage(kind: u32, time: i64, hasFailed: bool): void {
  findSourceKeys(kind);
  if (sourceKeys.network) count(sourceKeys.network, kind, time, hasFailed);
  if (sourceKeys.source) count(sourceKeys.source, kind, time, hasFailed);
}

/**
 * Failed or hostile events of a /48 from which on it counts as one source. More than one address needs: a provider may
 * have given a /48 to many customers.
 */
const MANY_BAD: f32 = 16;
/** The least share of such events among all of the /48. */
const BAD_SHARE: f32 = 0.5;

/** Whether the source is a network that one attacker uses. */
function isHostileNetwork(network: Source): bool {
  const bad = max<f32>(network.errors, network.suspicious);
  return bad >= MANY_BAD && bad >= network.events * BAD_SHARE;
}

/** Whether the event itself failed or looked hostile. */
function isBad(kind: u32): bool {
  return kind == Kind.Web ? isClientError() || isSuspiciousRequest() : get(Feature.Failed) > 0;
}

/**
 * Counts the event and sets the features of its source. The features of the event itself have to be there.
 *
 * An attacker with a /48 has an address in each of its 65,536 /64s for every request. So the /48 is counted as well, and
 * stands for the source of an event that is bad itself; others' events in it stay their own.
 *
 * @param time event time, milliseconds since the epoch
 */
export function sourceFeatures(kind: u32, time: i64): void {
  findSourceKeys(kind);
  const key = sourceKeys.source;
  if (key == 0) return;
  const hasFailed = get(Feature.Failed) > 0;
  if (sourceKeys.network) {
    const network = count(sourceKeys.network, kind, time, hasFailed);
    if (isBad(kind) && isHostileNetwork(network)) setFeatures(network, kind);
  }
  const source = count(key, kind, time, hasFailed);
  // A /64 that is known for as much speaks for itself.
  if (get(Feature.SourceEvents) < source.events) setFeatures(source, kind);
}

function setFeatures(source: Source, kind: u32): void {
  const events = source.events;
  if (events < LEAST_EVENTS) return;
  set(Feature.SourceRecent, source.recent);
  set(Feature.SourceEvents, events);
  set(Feature.SourceErrors, source.errors);
  set(Feature.SourceErrorShare, source.errors / events);
  set(Feature.SourceSuspicious, source.suspicious);
  set(Feature.SourceSuspiciousShare, source.suspicious / events);
  set(Feature.SourceTargets, <f32>source.targetCount());
  if (kind != Kind.Web || !parsed.isAgentUnknown()) set(Feature.SourceClients, <f32>source.clientCount());
  if (kind != Kind.Web) return;
  set(Feature.SourcePageShare, source.pages / events);
  if (!parsed.isRefererUnknown()) set(Feature.SourceRefererShare, source.referers / events);
  set(Feature.SourceRobots, source.askedForRobots ? 1 : 0);
}
