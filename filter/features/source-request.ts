/** What a web request says of its source, and how the source counts it. */
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, findByte, isDigit, isLetter, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../text/hash";
import { ASSET, SECRET } from "./extension";
import { answerBytes, isRefusedLogin } from "./login-target";
import { evidenceOf, nextEvidence } from "./sequential-test";
import { Source } from "./source-state";
import { target } from "./target";
import { userAgent } from "./user-agent";
import { get } from "./values";

/** Special characters that targets of ordinary visitors seldom have. */
const MANY_SPECIALS: f32 = 4;
/** A handshake record of TLS (RFC 8446, section 5.1), as servers escape it. */
const TLS_HELLO: usize = ascii("\\x16\\x03");
/** GET, as the feature `method` has it. */
const GET: f32 = 1;
/** Least status of what failed, whoever's fault it is. */
const FIRST_ERROR: f32 = 400;
const UNAUTHORIZED: f32 = 401;
/** Events of a source, fading over half a minute, that no broken client sends. */
const FLOOD: f32 = 90;
/** A page has more bytes than the empty answers of an API, which are alike. */
const LEAST_PAGE_BYTES: i64 = 512;
const BAD_GATEWAY: f32 = 502;
const GATEWAY_TIMEOUT: f32 = 504;

/** Share of what pages bring along among the last requests. Where next to none is, the log does not tell of it. */
let assetShare: f32 = 0.1;
const LEAST_ASSETS: f32 = 0.02;
/** What one request adds to the share. */
const STEP: f32 = 0.0078125;

/** What the web request at hand says of its source. */
@unmanaged
class Request {
  /** Whether it was refused: 4xx. */
  isRefused: bool;
  /** Whether TLS was spoken to a port without it: by a scanner, or by whoever followed a link with the wrong scheme. */
  isTlsHello: bool;
  /** Whether no ordinary visitor writes its like. */
  isHostile: bool;
  /** Whether it is, or has words of attacks where no link leads. */
  isSuspicious: bool;
  /** Whether a login or sign-up was refused. */
  isRefusedLogin: bool;
  /** Whether it failed at a target where the source had failed before. */
  failedAgain: bool;
}

/** Of the record at hand. */
export const request: Request = changetype<Request>(memory.data(offsetof<Request>(), 4));

/** Whether a page brought along what is asked for, and the site has it: a server for developers has scripts in such folders. */
function isBroughtAlong(): bool {
  return get(Feature.Extension) == <f32>ASSET && get(Feature.Referer) > 0 && isOrdinaryAnswer();
}

/** Fixed rules, so that they don't move with the weights. */
function isHostileRequest(): bool {
  // A connection that was closed before it asked for anything, as browsers open some ahead.
  if (!hasField(Field.Path) || request.isTlsHello) return false;
  return (
    (get(Feature.Dotfile) > 0 && !isBroughtAlong()) ||
    get(Feature.Climbs) > 1 ||
    get(Feature.Controls) > 0 ||
    get(Feature.Extension) == <f32>SECRET ||
    get(Feature.Specials) >= MANY_SPECIALS ||
    get(Feature.Method) == 0
  );
}

/** Whether the site has what is asked for, and has a page that brings it along or leads there. */
function isOrdinaryAnswer(): bool {
  const status = get(Feature.Status);
  return status >= 100 && status < 400 && (get(Feature.Extension) == <f32>ASSET || get(Feature.Referer) > 0);
}

/** Reads the record at hand, whose features are there. */
export function readRequest(): void {
  const status = get(Feature.Status);
  assetShare += ((get(Feature.Extension) == <f32>ASSET ? 1 : 0) - assetShare) * STEP;
  request.isTlsHello =
    hasField(Field.Path) && startsWith(fieldAt(Field.Path), fieldEnd(Field.Path), TLS_HELLO);
  request.isRefused = status >= 400 && status < 500 && !request.isTlsHello;
  request.isHostile = isHostileRequest();
  request.isSuspicious = request.isHostile || (target.attackWords >= 2 && !isOrdinaryAnswer());
  request.isRefusedLogin = isRefusedLogin();
  request.failedAgain = false;
}

/** Hash of what the target's query is put together with: `?=&=` of names, numbers and tokens alike. Payloads have signs more. */
function querySigns(): u32 {
  let hash = FNV_OFFSET;
  const end = fieldEnd(Field.Path);
  for (let p = findByte(fieldAt(Field.Path), end, Char.Question); p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (isLetter(byte) || isDigit(byte)) continue;
    if (byte == Char.Minus || byte == Char.Underscore || byte == Char.Dot) continue;
    hash = (hash ^ byte) * FNV_PRIME;
  }
  return hash;
}

/**
 * What failed, as a hash: the path, the signs of its query, and who was refused (401). Who tries one payload after the other
 * at one path, or one account after the other, fails at several targets.
 */
function failedTarget(): u32 {
  const path = hasField(Field.Path) ? target.pathHash ^ querySigns() : 0;
  return get(Feature.Status) == UNAUTHORIZED && hasField(Field.User)
    ? path ^ fnv(fieldAt(Field.User), fieldEnd(Field.User), FNV_OFFSET)
    : path;
}

/** Whether a server behind did not answer: one that forwards to itself asks hundreds of times for what a client asked once. */
function isGatewayFailure(): bool {
  const status = get(Feature.Status);
  return status == BAD_GATEWAY || status == GATEWAY_TIMEOUT;
}

/**
 * Whether the request fails where the source has failed before, so that it tells nothing new: a page that was left open,
 * a program with an old address. Refused logins, suspicious requests and floods are no such thing.
 */
function hasFailedAgain(source: Source): bool {
  if (get(Feature.Status) < FIRST_ERROR || request.isRefusedLogin) return false;
  if (!source.noteFailure(failedTarget()) || request.isSuspicious) return false;
  return source.recent < FLOOD || isGatewayFailure();
}

/**
 * Whether the source is shown the page that it was shown for another target just before: one that stands for all that is
 * missing, where a site answers 200 to whatever is sought.
 */
function isSamePage(source: Source): bool {
  if (get(Feature.Status) != 200 || get(Feature.Method) != GET || get(Feature.Extension) == <f32>ASSET)
    return false;
  const bytes = answerBytes();
  return bytes >= LEAST_PAGE_BYTES && source.notePage(<u32>bytes, target.pathHash);
}

/** Whether the log tells what pages bring along: one of an API, or of the pages alone, does not. */
export function tellsAssets(): bool {
  return assetShare >= LEAST_ASSETS;
}

/** Counts the request that was read. */
export function countRequest(source: Source): void {
  if (request.isTlsHello) {
    request.failedAgain = false;
    source.events -= 1;
    return;
  }
  const isKnown = hasField(Field.Path) && source.noteTarget(target.pathHash);
  request.failedAgain = hasFailedAgain(source);
  if (request.failedAgain) {
    source.failedAgain += 1;
    source.events -= 1;
    return;
  }
  if (request.isRefused) source.errors += 1;
  if (request.isSuspicious) source.suspicious += 1;
  if (get(Feature.Extension) != <f32>ASSET) source.pages += 1;
  else source.samePages = 0;
  if (hasField(Field.Ref)) source.referers += 1;
  if (hasField(Field.Ua)) source.noteClient(userAgent.hash);
  const isRobots = hasField(Field.Path) && target.isRobots;
  if (isRobots) source.noteRobots(userAgent.hash);
  const isSame = isSamePage(source);
  if (isKnown) source.repeats += 1;
  else if (hasField(Field.Path)) {
    const ratio = evidenceOf(request.isSuspicious, isRobots, request.isRefused, isSame);
    source.evidence = nextEvidence(source.evidence, ratio);
  }
}

/** Failures besides each target's first, fading, from which on the client is broken: the third one's at the latest. */
const MANY_FAILURES: f32 = 1.5;

/** Whether the request is one of a client that fails at the same few targets again and again. */
export function isOfFailingClient(source: Source): bool {
  return request.failedAgain && source.failedAgain >= MANY_FAILURES;
}
