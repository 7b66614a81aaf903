/**
 * One pass over a record: is it one well-formed JSON object (RFC 8259), and where in it is what the filter needs?
 *
 * No recursion (the shipper's stack is 8 KiB): open containers are bits in {@link CONTAINERS}. Deeper than
 * {@link MAX_DEPTH} counts as malformed, since Postgres, which parses recursively, has a limit of its own.
 *
 * Members are known by the FNV-1a hash of their path with dots, so `{"source":{"ip":…}}` and `{"source.ip":…}`
 * are the same name. Of a key that comes twice the last counts, as for `jsonb` and JSON.parse: what is scored is what is
 * shown (repeats.ts).
 */
import { TYPE_NUMBER, TYPE_OTHER, TYPE_STRING } from "../fields";
import { isDigit } from "../text/ascii";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../text/hash";
import { isUnfitNumber, scanNumber } from "./number";
import {
  closeObject,
  dropMember,
  dropObjects,
  keepMember,
  needsAnother,
  noteObject,
  startObject,
  startReading,
} from "./repeats";
import { AS_SCANNED, decodeString, ESCAPED, scanString, stringFlags, UNFIT } from "./string";

/** Containers inside containers that a record may have. */
export const MAX_DEPTH: u32 = 256;
/** Nesting to which members are looked up by name. */
const MAX_NAMED_DEPTH: u32 = 6;
/** Longest key that is looked up when it is written with escapes. */
const MAX_ESCAPED_KEY_BYTES: usize = 128;

/** A bit for each open container: 1 for an object. */
const CONTAINERS: usize = memory.data(40, 8);
/** Hash of the path to each open object, its dot included; 0 where members have no name of interest. */
const PATHS: usize = memory.data(32, 8);
/** Entry of repeats.ts of each open object that has a name of interest, else 0. */
const NOTED: usize = memory.data(32, 8);
/** How often a record is read at most where keys that come twice hide others. */
const MAX_READINGS: u32 = 4;
const KEY: usize = memory.data(136, 8);

const EXPECT_FIRST_KEY: u32 = 0;
const EXPECT_KEY: u32 = 1;
const EXPECT_FIRST_VALUE: u32 = 2;
const EXPECT_VALUE: u32 = 3;
const EXPECT_COMMA: u32 = 4;

/** The record has a string or a number that can't be copied as it is. */
export const RECORD_UNFIT: u32 = 1;
/** The record has a top-level key that the filter or the shipper claims: `smartlog`, `date`. */
export const RECORD_CLAIMED_KEY: u32 = 2;
/** The object has no members. */
export const RECORD_EMPTY: u32 = 4;

let flags: u32 = 0;
let claimedA: u32 = 0;
let claimedB: u32 = 0;

/** What the last {@link scanObject} saw: `RECORD_…` bits. */
export function recordFlags(): u32 {
  return flags;
}

/** Names (as hashes) that no record may keep for itself at the top level. */
export function claimKeys(ours: u32, shippers: u32): void {
  claimedA = ours;
  claimedB = shippers;
}

/** @inline */
function isSpace(byte: u32): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

function skipSpace(at: usize, end: usize): usize {
  while (at < end && isSpace(load<u8>(at))) at++;
  return at;
}

/** Hash of a key's text, after the path hash `prefix`. */
export function hashKey(at: usize, end: usize, prefix: u32, escaped: bool): u32 {
  if (!escaped) return fnv(at, end, prefix);
  if (end - at > MAX_ESCAPED_KEY_BYTES) return 0;
  return fnv(KEY, decodeString(at, end, KEY), prefix);
}

/** Address after `true`, `false` or `null` at `at`, or 0. */
function scanWord(at: usize, end: usize): usize {
  if (at + 4 > end) return 0;
  const word = load<u32>(at);
  if (word == 0x65757274 || word == 0x6c6c756e) return at + 4;
  if (word == 0x736c6166 && at + 5 <= end && load<u8>(at, 4) == 0x65) return at + 5;
  return 0;
}

/** Address of the closing brace of the object in [start, end), or 0; what it holds is kept, as often as is needed. */
export function scanObject(start: usize, end: usize): usize {
  startObject(start, end);
  let close = readObject(start, end);
  for (let reading: u32 = 1; close && needsAnother() && reading < MAX_READINGS; reading++)
    close = readObject(start, end);
  return close;
}

/**
 * Reads the object in [start, end) and keeps the members that have a name of interest.
 *
 * @returns address of the object's closing brace, or 0 where the bytes are not one well-formed object
 */
function readObject(start: usize, end: usize): usize {
  flags = 0;
  let at = skipSpace(start, end);
  if (at >= end || load<u8>(at) != 0x7b) return 0;
  at++;
  let depth: u32 = 1;
  let expect = EXPECT_FIRST_KEY;
  let name: u32 = 0;
  let inObject = true;
  startReading();
  store<u64>(CONTAINERS, 2);
  store<u32>(PATHS, FNV_OFFSET, 4);
  store<u32>(NOTED, 0, 4);

  while (true) {
    if (at < end && load<u8>(at) <= 0x20) at = skipSpace(at, end);
    if (at >= end) return 0;
    const byte = <u32>load<u8>(at);
    let closes = false;

    if (byte == 0x22) {
      const close = scanString(at + 1, end);
      if (close == 0) return 0;
      const found = stringFlags();
      if (found & UNFIT) flags |= RECORD_UNFIT;
      if (expect <= EXPECT_KEY) {
        const prefix = depth < MAX_NAMED_DEPTH ? load<u32>(PATHS + (depth << 2)) : 0;
        name = prefix ? hashKey(at + 1, close, prefix, (found & ESCAPED) != 0) : 0;
        if (depth == 1 && (name == claimedA || name == claimedB)) flags |= RECORD_CLAIMED_KEY;
        if (name) dropObjects(name, prefix);
        at = skipSpace(close + 1, end);
        if (at >= end || load<u8>(at) != 0x3a) return 0;
        expect = EXPECT_VALUE;
      } else {
        if (expect == EXPECT_COMMA) return 0;
        if (name && inObject) keepMember(name, at + 1, close, TYPE_STRING | found | AS_SCANNED);
        at = close;
        expect = EXPECT_COMMA;
      }
      at++;
      continue;
    }

    if (expect == EXPECT_COMMA) {
      at++;
      if (byte == 0x2c) {
        expect = inObject ? EXPECT_KEY : EXPECT_VALUE;
        continue;
      }
      if (byte != (inObject ? 0x7d : 0x5d)) return 0;
      closes = true;
    } else if (expect == EXPECT_FIRST_KEY && byte == 0x7d) {
      if (depth == 1) flags |= RECORD_EMPTY;
      at++;
      closes = true;
    } else if (expect == EXPECT_FIRST_VALUE && byte == 0x5d) {
      at++;
      closes = true;
    } else if (expect <= EXPECT_KEY) {
      return 0;
    } else if (byte == 0x7b || byte == 0x5b) {
      if (++depth > MAX_DEPTH) return 0;
      at++;
      const objectOpens = byte == 0x7b;
      const bits = CONTAINERS + ((depth >> 3) as usize);
      const bit: u32 = 1 << (depth & 7);
      if (objectOpens) store<u8>(bits, load<u8>(bits) | bit);
      else store<u8>(bits, load<u8>(bits) & ~bit);
      if (inObject && name) dropMember(name, at);
      if (depth < MAX_NAMED_DEPTH) {
        const before = load<u32>(PATHS + ((depth - 1) << 2));
        const noted: usize = objectOpens && inObject && name ? noteObject(name, before, at) : 0;
        store<u32>(NOTED + (depth << 2), <u32>noted);
        store<u32>(PATHS + (depth << 2), noted ? (name ^ 0x2e) * FNV_PRIME : 0);
      }
      inObject = objectOpens;
      expect = objectOpens ? EXPECT_FIRST_KEY : EXPECT_FIRST_VALUE;
      continue;
    } else {
      const isNumber = byte == 0x2d || isDigit(byte);
      const after = isNumber ? scanNumber(at, end) : scanWord(at, end);
      if (after == 0) return 0;
      if (isNumber && isUnfitNumber(at, after)) flags |= RECORD_UNFIT;
      if (name && inObject) {
        if (byte == 0x6e) dropMember(name, at);
        else keepMember(name, at, after, isNumber ? TYPE_NUMBER : TYPE_OTHER);
      }
      at = after;
      expect = EXPECT_COMMA;
      continue;
    }

    if (closes) {
      if (depth < MAX_NAMED_DEPTH) {
        const noted: usize = load<u32>(NOTED + (depth << 2));
        if (noted) closeObject(noted, at);
      }
      depth--;
      if (depth == 0) return skipSpace(at, end) == end ? at - 1 : 0;
      inObject = (load<u8>(CONTAINERS + ((depth >> 3) as usize)) & (1 << (depth & 7))) != 0;
      expect = EXPECT_COMMA;
    }
  }
}
