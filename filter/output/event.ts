/** The event: id, time, template of the record at hand, and the object that is written for it. */

import { requestTemplate } from "../features/dense";
import { messageTemplate } from "../features/template";
import {
  BYTES,
  CONTRACT_FIELDS,
  DPORT,
  DST,
  FILE,
  fieldAt,
  fieldEnd,
  fieldLength,
  fieldSet,
  fieldType,
  hasField,
  IP,
  LEVEL,
  LINE,
  MS,
  OFFSET,
  PATH,
  REF,
  SERVICE,
  SPORT,
  STATUS,
  TYPE_NUMBER,
  UA,
} from "../fields";
import { parsed } from "../kinds/parsed";
import { modelId, modelIdEnd } from "../model/identity";
import { ANOMALY, BOT, THREAT } from "../model/settings";
import { FIELD_NAMES, KIND_NAMES, WEB } from "../schema";
import { REASON_NAMES } from "../schema/reasons";
import { score } from "../score/heads";
import {
  decidingScore,
  LABEL_NAMES,
  labelFound,
  reason,
  reasons,
  SEVERITY_NAMES,
  severity,
} from "../score/label";
import { addressEnd, addressStart } from "../text/address";
import { ascii, bytesOf, isDigit, isDigits, lengthOf, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME } from "../text/clock";
import { hash64, mix64 } from "../text/hash";
import { itemEnd, itemStart, list } from "../text/list";
import {
  position,
  put,
  putByte,
  putBytes,
  putDecimal,
  putFew,
  putHex8,
  putShare,
  putText,
  putUnsigned,
  reserve,
  startWriting,
} from "./writer";

/** Longest path, user agent or referer that is repeated in the event; the record has all of it. */
const MAX_LONG_TEXT_BYTES: usize = 4096;
/** The same for any other field. */
const MAX_TEXT_BYTES: usize = 256;
/** All that is written besides fields' texts. */
const MAX_FRAME_BYTES: usize = 2048;
const MAX_PORT: i64 = 65535;
const TIME_PLACES: u32 = 3;
const DURATION_PLACES: u32 = 3;

const OPEN: usize = ascii('"smartlog":{"v":1,"id":"');
const TS: usize = ascii('","ts":');
const KIND: usize = ascii(',"kind":"');
const LABEL: usize = ascii('","label":"');
const SEVERITY: usize = ascii('","severity":"');
const SCORE: usize = ascii('","score":');
const BOT_KEY: usize = ascii(',"bot":');
const THREAT_KEY: usize = ascii(',"threat":');
const ANOMALY_KEY: usize = ascii(',"anomaly":');
const WHY: usize = ascii(',"why":[');
const TPL: usize = ascii('],"tpl":"');
const MODEL: usize = ascii('","model":"');
const ERROR: usize = ascii('","error":"');
const LEVEL_NAMES: usize = list(ascii("trace,debug,info,notice,warn,error,fatal"));

let arrivals: u64 = 0;

/** Milliseconds since the epoch: the line's own time, else the shipper's. */
export function eventTime(now: i64): i64 {
  const own = parsed.time;
  return own == NO_TIME ? now : own;
}

/**
 * Where a file's name ends when what log rotation appends (`.1`, `-20261121`) is left out, so that a line which is
 * delivered again after its file was renamed keeps its id.
 */
function stemEnd(at: usize, end: usize): usize {
  let p = end;
  while (p > at && isDigit(load<u8>(p - 1))) p--;
  if (p == end || p - 1 <= at) return end;
  const before = load<u8>(p - 1);
  if (before == Char.Dot) return p - 1;
  return before == Char.Minus && end - p >= 8 ? p - 1 : end;
}

/**
 * 64-bit id. Where the record says which file and offset it is from, a hash of those and the line (of the rest of the
 * record where it has none), so that a line delivered twice has one id; elsewhere unique per arrival.
 *
 * Only for a record that was just scanned: the fields are still its own, as they are written in it.
 */
export function eventId(record: usize, recordEnd: usize, seconds: u32, nanoseconds: u32): u64 {
  if (hasField(FILE) && hasField(OFFSET)) {
    const offset = parseUnsigned(fieldAt(OFFSET), fieldEnd(OFFSET));
    if (offset >= 0) {
      const place = mix64(hash64(fieldAt(FILE), stemEnd(fieldAt(FILE), fieldEnd(FILE)), 0), offset);
      if (hasField(LINE)) return hash64(fieldAt(LINE), fieldEnd(LINE), place);
      return hash64(fieldEnd(FILE), recordEnd, hash64(record, fieldAt(FILE), place));
    }
  }
  arrivals++;
  return hash64(record, recordEnd, mix64(((<u64>seconds) << 32) | nanoseconds, arrivals));
}

/** Template fingerprint of the record at hand. */
export function fingerprint(kind: u32): u32 {
  if (kind == WEB) return requestTemplate();
  return messageTemplate(kind, fieldAt(SERVICE), fieldEnd(SERVICE), parsed.messageAt, parsed.messageEnd);
}

function putItem(list: usize, index: u32): void {
  putBytes(itemStart(list, index), itemEnd(list, index));
}

/** `"smartlog":{"v":1,"id":…,"ts":…`: what every record gets, scored or not. */
export function putHead(id: u64, milliseconds: i64): void {
  put(OPEN);
  putHex8(<u32>(id >> 32));
  putHex8(<u32>id);
  put(TS);
  putDecimal(milliseconds, TIME_PLACES);
}

/** The rest for a record that could not be scored. The brace that closes the event is the caller's. */
export function putFailure(kind: u32, message: usize): void {
  put(KIND);
  putItem(KIND_NAMES, kind);
  put(ERROR);
  putText(bytesOf(message), bytesOf(message) + lengthOf(message));
  putByte(Char.Quote);
}

/** Cuts a text to `limit` bytes, not inside a UTF-8 sequence. */
function cut(at: usize, end: usize, limit: usize): usize {
  if (end - at <= limit) return end;
  end = at + limit;
  while (end > at && (load<u8>(end) & 0xc0) == 0x80) end--;
  return end;
}

/** `,"name":` of each field of the contract: the text, at the end u8 its length. */
const KEY_LOG2: u32 = 4;
const KEY_LENGTH_AT: u32 = (1 << KEY_LOG2) - 1;
const KEYS: usize = memory.data(CONTRACT_FIELDS << KEY_LOG2, 8);

for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) {
  const key = KEYS + (field << KEY_LOG2);
  startWriting(key);
  putByte(Char.Comma);
  putByte(Char.Quote);
  putItem(FIELD_NAMES, field);
  putByte(Char.Quote);
  putByte(Char.Colon);
  store<u8>(key, position() - key, KEY_LENGTH_AT);
}

function putKey(field: u32): void {
  const key = KEYS + (field << KEY_LOG2);
  putFew(key, load<u8>(key, KEY_LENGTH_AT));
}

function putField(field: u32): void {
  if (field == MS) {
    if (parsed.duration < 0 || !reserve(64)) return;
    putKey(field);
    putDecimal(parsed.duration, DURATION_PLACES);
    return;
  }
  let at = fieldAt(field);
  if (field == STATUS || field == BYTES || field == SPORT || field == DPORT) {
    const length = fieldLength(field);
    const isPort = field == SPORT || field == DPORT;
    // What is written as it would be printed, and surely no port past the last, is copied.
    if (length <= (isPort ? 4 : 8) && isDigits(at, length) && (load<u8>(at) != Char._0 || length == 1)) {
      if (!reserve(64)) return;
      putKey(field);
      putFew(at, length);
      return;
    }
    const value = parseUnsigned(at, fieldEnd(field));
    if (value < 0 || !reserve(64)) return;
    if (isPort && value > MAX_PORT) return;
    putKey(field);
    putUnsigned(value);
    return;
  }
  const isLong = field == PATH || field == UA || field == REF;
  let end = cut(at, fieldEnd(field), isLong ? MAX_LONG_TEXT_BYTES : MAX_TEXT_BYTES);
  if (field == IP || field == DST) {
    // What is no address (a name that the server looked up) stays in the record alone.
    at = addressStart(at, end);
    end = addressEnd(at, end);
    if (end == 0) return;
  }
  if (!reserve((end - at) * 6 + 64)) return;
  putKey(field);
  putByte(Char.Quote);
  if (field == LEVEL && fieldType(LEVEL) == TYPE_NUMBER && parsed.level >= 0)
    putItem(LEVEL_NAMES, parsed.level);
  else putText(at, end);
  putByte(Char.Quote);
}

/** The rest for a record that was scored. The brace that closes the event is the caller's. */
export function putVerdict(kind: u32, template: u32): void {
  put(KIND);
  putItem(KIND_NAMES, kind);
  put(LABEL);
  putItem(LABEL_NAMES, labelFound());
  put(SEVERITY);
  putItem(SEVERITY_NAMES, severity());
  put(SCORE);
  putShare(decidingScore());
  put(BOT_KEY);
  putShare(score(BOT));
  put(THREAT_KEY);
  putShare(score(THREAT));
  put(ANOMALY_KEY);
  putShare(score(ANOMALY));
  put(WHY);
  for (let rank: u32 = 0; rank < reasons(); rank++) {
    if (rank) putByte(Char.Comma);
    putByte(Char.Quote);
    putItem(REASON_NAMES, reason(rank));
    putByte(Char.Quote);
  }
  put(TPL);
  putHex8(template);
  put(MODEL);
  putText(modelId(), modelIdEnd());
  putByte(Char.Quote);
  let fields = fieldSet() & (((<u64>1) << (<u64>CONTRACT_FIELDS)) - 1);
  if (parsed.duration >= 0) fields |= (<u64>1) << (<u64>MS);
  for (; fields; fields &= fields - 1) putField(<u32>ctz(fields));
}

/** Makes sure that the event's frame fits; texts make sure of themselves. */
export function reserveFrame(): bool {
  return reserve(MAX_FRAME_BYTES);
}
