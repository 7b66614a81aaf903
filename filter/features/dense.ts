/** The dense features: a few dozen numbers with a name each (schema.ts), -1 where one does not apply. */

import {
  ACTION,
  BYTES,
  DPORT,
  fieldAt,
  fieldEnd,
  fieldLength,
  hasField,
  METHOD,
  OUTCOME,
  PATH,
  RCODE,
  REF,
  SERVICE,
  STATUS,
  USER,
  VERSION,
} from "../fields";
import { parsed } from "../kinds/parsed";
import { DNS, WEB } from "../schema";
import { DENSE_COUNT, FAMILY_COUNT, Feature, FIRST_FAMILY } from "../schema/features";
import { take } from "../scratch";
import { ascii, find, findByte, HIGHS, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv, GOLDEN_32 } from "../text/hash";
import { composition } from "./composition";
import { decodeTarget, doubleEncodedCount, encodedCount } from "./decode";
import { nameFeatures } from "./dns-name";
import { extensionClass } from "./extension";
import { addFeature, addText, REGION_AGENT, REGION_MESSAGE, REGION_REFERER, REGION_TARGET } from "./ngrams";
import { sourceFeatures } from "./source";
import { addStretch, forgetTargetStretch, stretchAt, stretchEnd } from "./stretch";
import { beginPart, clearSums, familyCount, hasFamilies, longestWord, wordCount } from "./sums";
import { beginRequest, endRequest } from "./template";
import { excessSurprisal, templateSurprisal, timesSeen } from "./template-frequency";
import {
  CachedText,
  findText,
  hasTemplate,
  keep,
  keepTemplate,
  placeFound,
  recallDense,
  recallSums,
} from "./text-cache";
import { agentFeatures } from "./user-agent";
import { bits, DENSE, DOES_NOT_APPLY, get, set } from "./values";

const SCHEME: usize = ascii("://");
const UP: usize = ascii("..");
const ROBOTS: usize = ascii("/robots.txt");
const NO_ERROR: usize = ascii("NOERROR");

/** What {@link DENSE} is where nothing applies, and no word tells a family. */
const NOTHING: usize = memory.data(DENSE_COUNT << 2, 8);

for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
  const isFamily = feature - FIRST_FAMILY < FAMILY_COUNT;
  store<f32>(NOTHING + (feature << 2), isFamily ? 0 : DOES_NOT_APPLY);
}

/** 0 none, 1 GET, 2 HEAD, 3 POST, 4 PUT PATCH DELETE, 5 OPTIONS, 6 any other. */
function methodClass(): f32 {
  if (!hasField(METHOD)) return 0;
  const length = fieldLength(METHOD);
  const at = fieldAt(METHOD);
  if (length == 3 && (load<u32>(at) & 0xffffff) == 0x544547) return 1;
  if (length == 3 && (load<u32>(at) & 0xffffff) == 0x545550) return 4;
  if (length == 4 && load<u32>(at) == 0x44414548) return 2;
  if (length == 4 && load<u32>(at) == 0x54534f50) return 3;
  if (length == 5 && load<u32>(at) == 0x43544150) return 4;
  if (length == 6 && load<u32>(at) == 0x454c4544) return 4;
  return length == 7 && load<u32>(at) == 0x4954504f ? 5 : 6;
}

/** 0 none, else 10 times the version: 9, 10, 11, 20, 30. */
function versionNumber(): f32 {
  if (!hasField(VERSION)) return 0;
  const at = fieldAt(VERSION);
  const major = <u32>load<u8>(at) - Char._0;
  const minor: u32 = fieldLength(VERSION) >= 3 ? <u32>load<u8>(at, 2) - Char._0 : 0;
  return major > 9 || minor > 9 ? 0 : <f32>(major * 10 + minor);
}

const SLASHES: u64 = 0x2f2f2f2f2f2f2f2f;
const BACKSLASHES: u64 = 0x5c5c5c5c5c5c5c5c;
/** All bits of a byte but the highest. */
const LOWS: u64 = 0x7f7f7f7f7f7f7f7f;

/** Reads a decoded target's path: depth and dot files. */
function pathShape(at: usize, end: usize): void {
  let depth = 0;
  let dotfile = 0;
  for (let p = at; p < end; p += 8) {
    const word = load<u64>(p);
    const slash = word ^ SLASHES;
    const back = word ^ BACKSLASHES;
    // High bits of the bytes that are zero in one of the two: exact, unlike those that find the first only.
    let hits = ~(((slash & LOWS) + LOWS) | slash) | ~(((back & LOWS) + LOWS) | back);
    for (hits &= HIGHS; hits; hits &= hits - 1) {
      const found = p + <usize>(ctz(hits) >> 3);
      if (found >= end) break;
      depth++;
      if (load<u8>(found, 1) == Char.Dot && found + 2 < end) {
        if (load<u8>(found, 2) != Char.Dot && load<u8>(found, 2) != Char.Slash) dotfile++;
      }
    }
  }
  set(Feature.PathDepth, <f32>depth);
  // `/.well-known/` is the one that belongs there (RFC 8615).
  set(Feature.Dotfile, <f32>dotfile);
}

/** Steps up. */
function climbs(at: usize, end: usize): u32 {
  let count: u32 = 0;
  for (let up = find(at, end, UP); up; up = find(up + 2, end, UP)) count++;
  return count;
}

/** Of the request at hand: the cache's entry of its target, and the one to keep it in. */
let targetKnown: CachedText | null = null;
let targetPlace: CachedText | null = null;
let templateBefore: u32 = 0;
let template: u32 = 0;
let pathHash: u32 = 0;
let isRobots: bool = false;

/** Template of the web request that was recognised; to be asked for before its features. */
export function requestTemplate(): u32 {
  const at = fieldAt(PATH);
  const end = fieldEnd(PATH);
  const known = findText(at, hasField(PATH) ? end : at, REGION_TARGET);
  targetKnown = known;
  targetPlace = placeFound();
  templateBefore = beginRequest(fieldAt(METHOD), fieldEnd(METHOD));
  if (known && hasTemplate(known, templateBefore)) return known.template;
  template = endRequest(at, end);
  if (known) keepTemplate(known, templateBefore, template);
  return template;
}

/** FNV-1a of the path of the last request that had one. */
export function targetPath(): u32 {
  return pathHash;
}

/** Whether that request asked for robots.txt. */
export function asksForRobots(): bool {
  return isRobots;
}

function target(): void {
  if (!hasField(PATH)) {
    set(Feature.TargetLength, 0);
    return;
  }
  const known = targetKnown;
  if (known) {
    recallSums(known);
    recallDense(known);
    pathHash = known.pathHash;
    isRobots = known.isRobots != 0;
    return;
  }
  const at = fieldAt(PATH);
  const end = fieldEnd(PATH);
  const place = targetPlace;
  if (place) beginPart();
  readTarget(at, end);
  const path = findByte(at, end, Char.Question);
  pathHash = fnv(at, path, FNV_OFFSET);
  isRobots = find(at, path, ROBOTS) != 0;
  if (!place) return;
  keep(place, at, end, REGION_TARGET);
  place.pathHash = pathHash;
  place.isRobots = isRobots;
  keepTemplate(place, templateBefore, template);
}

function readTarget(at: usize, end: usize): void {
  const decoded = take(end - at + 8);
  if (decoded == 0) return;
  const stop = decodeTarget(at, end, decoded);
  addStretch(decoded, stop, REGION_TARGET);
  // What counts bytes counts those of the stretch, which is as long as targets are.
  const stretch = stretchAt();
  const stretchStop = stretchEnd();
  const isLong = stretchStop - stretch < stop - decoded;
  const length = isLong ? stretchStop - stretch : end - at;
  set(Feature.TargetLength, bits(length));
  set(Feature.Encoded, bits(min<u64>(encodedCount(), length)));
  set(Feature.DoubleEncoded, bits(min<u64>(doubleEncodedCount(), length)));
  composition(stretch, stretchStop);
  const mark = findByte(at, end, Char.Question);
  pathShape(decoded, findByte(decoded, stop, Char.Question));
  set(Feature.Climbs, <f32>climbs(stretch, stretchStop));
  set(Feature.Extension, <f32>extensionClass(at, mark));
  set(Feature.AbsoluteTarget, load<u8>(at) == Char.Slash ? 0 : find(at, mark, SCHEME) ? 1 : 2);
  if (mark < end) {
    set(Feature.QueryLength, bits(isLong ? length : end - mark));
    set(Feature.Parameters, isLong ? parameters(stretch, stretchStop) : parameters(mark, end));
  } else {
    set(Feature.QueryLength, 0);
    set(Feature.Parameters, 0);
  }
}

/** How many parameters there are from `at` on. */
function parameters(at: usize, end: usize): f32 {
  let count: f32 = 1;
  for (let p = findByte(at, end, Char.Ampersand); p < end; p = findByte(p + 1, end, Char.Ampersand)) count++;
  return count;
}

function referer(): void {
  set(Feature.Referer, hasField(REF) ? 1 : 0);
  if (!hasField(REF)) return;
  // Who links here says nothing; what is carried in the link may.
  const at = fieldAt(REF);
  const end = fieldEnd(REF);
  const known = findText(at, end, REGION_REFERER);
  if (known) {
    recallSums(known);
    return;
  }
  const place = placeFound();
  if (place) beginPart();
  readReferer(at, end);
  if (place) keep(place, at, end, REGION_REFERER);
}

function readReferer(at: usize, end: usize): void {
  const scheme = find(at, end, SCHEME);
  if (scheme) at = findByte(scheme + 3, end, Char.Slash);
  const decoded = take(end - at + 8);
  if (decoded) addStretch(decoded, decodeTarget(at, end, decoded), REGION_REFERER);
}

const SHAPE_SALT: u32 = 0x3c6ef372;

/**
 * What kind of thing was asked for, how, and whether it was there, as one feature: an image that a page brought along
 * is another matter than a program that is missing.
 */
function shape(): void {
  if (!hasField(PATH)) return;
  const parts =
    <u32>get(Feature.Extension) |
    ((<u32>get(Feature.Method)) << 4) |
    ((<u32>(get(Feature.Status) / 100)) << 8) |
    ((<u32>get(Feature.Referer)) << 12) |
    ((get(Feature.QueryLength) > 0 ? 1 : 0) << 13);
  addFeature((parts * GOLDEN_32) ^ SHAPE_SALT, fieldAt(PATH), fieldEnd(PATH), REGION_AGENT);
}

function web(): void {
  set(Feature.Method, methodClass());
  set(Feature.HttpVersion, versionNumber());
  set(
    Feature.Status,
    hasField(STATUS) ? <f32>parseUnsigned(fieldAt(STATUS), fieldEnd(STATUS)) : DOES_NOT_APPLY,
  );
  set(Feature.Bytes, hasField(BYTES) ? bits(parseUnsigned(fieldAt(BYTES), fieldEnd(BYTES))) : DOES_NOT_APPLY);
  target();
  referer();
  agentFeatures();
  shape();
}

function message(): void {
  const at = parsed.messageAt;
  const end = parsed.messageEnd;
  set(Feature.Length, bits(end - at));
  if (hasField(SERVICE)) addText(fieldAt(SERVICE), fieldEnd(SERVICE), REGION_MESSAGE);
  const known = findText(at, end, REGION_MESSAGE);
  if (known) {
    recallSums(known);
    recallDense(known);
    return;
  }
  const place = placeFound();
  if (place) beginPart();
  composition(at, end);
  addStretch(at, end, REGION_MESSAGE);
  if (place) keep(place, at, end, REGION_MESSAGE);
}

/** Whether what was tried went through: a login, a look-up, a packet. */
function failed(): f32 {
  if (hasField(OUTCOME)) return load<u8>(fieldAt(OUTCOME)) == Char.f ? 1 : 0;
  if (hasField(ACTION)) return load<u8>(fieldAt(ACTION)) == Char.d ? 1 : 0;
  if (hasField(RCODE)) return startsWith(fieldAt(RCODE), fieldEnd(RCODE), NO_ERROR) ? 0 : 1;
  return DOES_NOT_APPLY;
}

/** 0 ephemeral, 1 web, 2 mail and names, 3 remote control, 4 data stores, 5 any other below 1024, 6 any other. */
function portClass(port: i64): f32 {
  if (port == 80 || port == 443 || port == 8080 || port == 8443) return 1;
  if (port == 25 || port == 53 || port == 110 || port == 143 || port == 587 || port == 993 || port == 123)
    return 2;
  if (
    port == 22 ||
    port == 23 ||
    port == 2323 ||
    port == 3389 ||
    port == 5900 ||
    port == 5555 ||
    port == 5060
  )
    return 3;
  if (port == 445 || port == 139 || port == 1433 || port == 3306 || port == 5432 || port == 6379) return 4;
  if (port == 27017 || port == 9200 || port == 11211 || port == 2375 || port == 8545) return 4;
  return port >= 32768 ? 0 : port < 1024 ? 5 : 6;
}

/**
 * Computes the dense features and the sums of ngrams.ts for the record that was recognised, and counts it.
 *
 * @param now event time, milliseconds since the epoch
 */
export function computeFeatures(kind: u32, now: i64): void {
  memory.copy(DENSE, NOTHING, DENSE_COUNT << 2);
  clearSums();
  forgetTargetStretch();
  set(Feature.Kind, <f32>kind);
  set(Feature.Level, <f32>parsed.level);
  set(Feature.Duration, parsed.duration < 0 ? DOES_NOT_APPLY : bits(parsed.duration));
  set(Feature.User, hasField(USER) ? 1 : 0);
  set(Feature.TemplateSeen, bits(timesSeen()));
  set(Feature.Surprise, templateSurprisal());
  set(Feature.SurpriseExcess, excessSurprisal());
  set(Feature.Failed, failed());
  if (hasField(DPORT)) set(Feature.Port, portClass(parseUnsigned(fieldAt(DPORT), fieldEnd(DPORT))));
  if (kind == WEB) web();
  else message();
  if (kind == DNS) nameFeatures();
  set(Feature.Words, bits(wordCount()));
  set(Feature.LongestWord, <f32>longestWord());
  if (hasFamilies()) {
    for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
      set(FIRST_FAMILY + family, <f32>familyCount(family));
    }
  }
  sourceFeatures(kind, now);
}
