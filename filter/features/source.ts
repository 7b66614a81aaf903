/** The dense features of the event's source: what it did lately, this event included. */
import { LogLevel } from "../parse/level";
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { FNV_OFFSET, fnv } from "../text/hash";
import { isGeneratedName } from "./dns-name";
import { PERSON, tellsReferers } from "./sequential-test";
import { Behaviour, countInCrowds } from "./source-crowd";
import { clientKey, findSourceKeys, sourceKeys } from "./source-key";
import { countRequest, isOfFailingClient, readRequest, request, tellsAssets } from "./source-request";
import { countEvent, MOST_TRIES, Source } from "./source-state";
import { userAgent } from "./user-agent";
import { bits, get, set } from "./values";

/** A source with fewer events has no features yet. */
const LEAST_EVENTS: f32 = 2.5;
/** Events that the evidence of a source's requests is told from. */
const LEAST_HITS: u16 = 2;
/** Eighths: shares that change with every event are told in steps. */
const SHARE_STEPS: f32 = 8;

/** User agents of an address from which on each of them counts as a source of its own. */
const MANY_AGENTS: u32 = 5;

/** What is known of the record at hand by its source. */
@unmanaged
class SourceVerdict {
  /** What it is a part of. */
  behaviour: Behaviour;
  /** Whether its client fails at the same few targets again and again; its source then tells nothing. */
  isOfFailingClient: bool;
}

export const sourceVerdict: SourceVerdict = changetype<SourceVerdict>(
  memory.data(offsetof<SourceVerdict>(), 4),
);

/** @inline */
function hashField(field: u32): u32 {
  return fnv(fieldAt(field), fieldEnd(field), FNV_OFFSET);
}

function countOther(source: Source, kind: u32, hasFailed: bool): void {
  if (kind == Kind.Dns && hasField(Field.Qname)) {
    const name = hashField(Field.Qname);
    source.noteTarget(name);
    // A program asks for a name that it wants until it gets it.
    if (hasFailed && !source.noteFailure(name)) source.errors += 1;
    if (isGeneratedName()) source.suspicious += 1;
    return;
  }
  if (hasFailed) source.errors += 1;
  if (kind == Kind.Auth) {
    if (hasField(Field.User)) source.noteTarget(hashField(Field.User));
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
  if (kind == Kind.Web) countRequest(source);
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
  return kind == Kind.Web ? request.isRefused || request.isSuspicious : get(Feature.Failed) > 0;
}

/** Sets the features of a hostile network for an event that is bad itself. Returns the network's events, 0 where it says nothing. */
function tellNetwork(network: Source, kind: u32): f32 {
  return isBad(kind) && isHostileNetwork(network) ? setFeatures(network, kind) : 0;
}

/** Whether the source is an address that many clients share: a proxy in front of the server, an office. */
function isShared(source: Source, kind: u32): bool {
  return kind == Kind.Web && hasField(Field.Ua) && source.clientCount() >= MANY_AGENTS;
}

/** Requests of a user agent at an address up to which it is new there. */
const NEW_CLIENT: u16 = 2;
/** Requests of new ones in a row from which on they are one robot that changes its agent: people ask for more than a page. */
const MANY_NEW: u16 = 6;

/** Notes a request of a client at an address that many share. Returns whether it is one more name of one robot. */
function isMadeUp(client: Source, address: Source): bool {
  if (client.hits > NEW_CLIENT) address.newClients = 0;
  else if (address.newClients < MOST_TRIES) address.newClients++;
  return address.newClients >= MANY_NEW;
}

/**
 * Counts the event and sets the features of its source. The features of the event itself have to be there.
 *
 * An attacker with a /48 has an address in each of its 65,536 /64s for every request. So the /48 is counted as well, and
 * stands for the source of an event that is bad itself; others' events in it stay their own. An address that many clients
 * share is such a network, too; the sources in it are its user agents.
 *
 * @param time event time, milliseconds since the epoch
 */
export function sourceFeatures(kind: u32, time: i64): void {
  findSourceKeys(kind);
  const key = sourceKeys.source;
  if (key == 0) return;
  const hasFailed = get(Feature.Failed) > 0;
  if (kind == Kind.Web) readRequest();
  // Events of the network that stands for the source.
  let ofNetwork: f32 = 0;
  if (sourceKeys.network) ofNetwork = tellNetwork(count(sourceKeys.network, kind, time, hasFailed), kind);
  let source = count(key, kind, time, hasFailed);
  const isOneOfMany = isShared(source, kind);
  if (isOneOfMany) {
    const address = source;
    source = count(clientKey(userAgent.hash), kind, time, hasFailed);
    const ofAddress = isMadeUp(source, address) ? setFeatures(address, kind) : tellNetwork(address, kind);
    ofNetwork = max<f32>(ofNetwork, ofAddress);
  }
  if (kind == Kind.Web) {
    sourceVerdict.behaviour = countInCrowds(source, isOneOfMany, time);
    sourceVerdict.isOfFailingClient = isOfFailingClient(source);
    if (sourceVerdict.isOfFailingClient) return;
  }
  // A source that is known for as much speaks for itself.
  if (ofNetwork < source.events) setFeatures(source, kind);
}

/** Nothing is known of the source. */
export function clearSourceVerdict(): void {
  sourceVerdict.behaviour = Behaviour.None;
  sourceVerdict.isOfFailingClient = false;
}

/**
 * Whether a web source tells next to nothing but that it asks for the same again. Where the log tells no user agents, that is
 * a page left open as well as a robot, and neither how often nor how fast it asks says which.
 */
function onlyRepeats(source: Source): bool {
  return parsed.isAgentUnknown() && source.repeats * 2 >= source.events;
}

/** Sets the features of a source that has some. Returns its events. */
function setFeatures(source: Source, kind: u32): f32 {
  const events = source.events;
  const isWeb = kind == Kind.Web;
  if (isWeb && source.hits >= LEAST_HITS) set(Feature.SourceEvidence, nearest<f32>(source.evidence - PERSON));
  if (events < LEAST_EVENTS) return events;
  if (!isWeb || !onlyRepeats(source)) {
    set(Feature.SourceRecent, source.recent);
    set(Feature.SourceEvents, events);
  }
  set(Feature.SourceErrors, source.errors);
  set(Feature.SourceErrorShare, source.errors / events);
  set(Feature.SourceSuspicious, source.suspicious);
  set(Feature.SourceSuspiciousShare, source.suspicious / events);
  set(Feature.SourceTargets, <f32>source.targetCount());
  if (!isWeb) {
    set(Feature.SourceClients, <f32>source.clientCount());
    return events;
  }
  set(Feature.SourceLogins, bits(source.logins));
  if (!parsed.isRefererUnknown() && tellsReferers())
    set(Feature.SourceRefererShare, source.referers / events);
  set(Feature.SourceRobots, source.askedForRobots(userAgent.hash) ? 1 : 0);
  if (parsed.isAgentUnknown()) return events;
  set(Feature.SourceClients, <f32>source.clientCount());
  if (tellsAssets()) set(Feature.SourcePageShare, source.pages / events);
  set(Feature.SourceRepeats, floor<f32>((source.repeats * SHARE_STEPS) / events));
  return events;
}
