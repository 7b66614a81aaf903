/**
 * SmartLog's filter: what the shipper, the server, the trainer and the tests call. The module imports nothing.
 *
 * Fluent Bit (filter `wasm`, event_format json) allocates tag and record with `malloc`, calls `smartlog`, copies the
 * C string that it points to, and frees both. A NULL, an empty string or a trap would drop the record, so every way
 * out of `smartlog` is a well-formed JSON object.
 */

import { computeFeatures } from "./features/dense";
import { recordedAt, recordedCount, startRecording, stopRecording } from "./features/recording";
import { writeTemplate } from "./features/template";
import { countTemplate } from "./features/template-frequency";
import { DENSE } from "./features/values";
import { clearFields } from "./fields";
import { forgetMarks } from "./json/marks";
import { RecordFlag, recordFlags, scanObject } from "./json/scan";
import { parsed } from "./kinds/parsed";
import { parseRecord } from "./kinds/record";
import { allocate, release } from "./memory";
import { BLOB_MAX_BYTES, REGION } from "./model/blob";
import { BINS } from "./model/isolation-forest";
import { copyRecord } from "./output/copy";
import {
  eventId,
  eventTime,
  fingerprint,
  putFailure,
  putHead,
  putVerdict,
  reserveFrame,
} from "./output/event";
import { putExplanation } from "./output/explain";
import {
  put,
  putByte,
  putBytes,
  putText,
  putUnsigned,
  reserve,
  startWriting,
  textSize,
} from "./output/writer";
import { FIELD_NAMES, KIND_NAMES, schemaHash, UNKNOWN } from "./schema";
import { DENSE_COUNT, FEATURE_NAMES } from "./schema/features";
import { REASON_NAMES } from "./schema/reasons";
import { runHeads } from "./score/heads";
import { scoreBins } from "./score/incremental";
import { judge } from "./score/label";
import { clearScratch, scratchTop, take } from "./scratch";
import { modelRefusal } from "./start";
import { ascii, bytesOf, lengthOf } from "./text/ascii";
import { Char } from "./text/char";
import { literalOf } from "./text/list";

/** Grows when what the exports take or give changes. */
const ABI_VERSION: i32 = 1;
/** Hashed features that `features` and `explain` write down at most. */
const MAX_RECORDED: u32 = 40960;

/** What {@link features} answers, before its lists. */
@unmanaged
class FeaturesHeader {
  kind: u32;
  template: u32;
  dense: u32;
  hashed: u32;
}

const NOT_AN_OBJECT: usize = ascii("the record is not one well-formed JSON object; kept whole under raw");
const RAW_OPEN: usize = ascii('{"raw":"');
const RAW_CLOSE: usize = ascii('",');
/** The answer where even the record did not arrive: the host had no memory for it. */
const LOST: usize = ascii(
  `{"raw":"","smartlog":{"v":1,"id":"0000000000000000","ts":0,"kind":"unknown",
    "error":"the shipper had no memory for this record"}}\0`,
);

export function malloc(size: i32): usize {
  return allocate(size);
}

export function free(address: usize): void {
  release(address);
}

let kind: u32 = UNKNOWN;
let now: i64 = 0;
let id: u64 = 0;

/** Reads the record up to its features. Returns the address of its closing brace, or 0 where it is no JSON object. */
function read(seconds: u32, nanoseconds: u32, record: usize, end: usize): usize {
  clearScratch();
  clearFields();
  parsed.clear();
  forgetMarks();
  kind = UNKNOWN;
  now = <i64>seconds * 1000 + <i64>(nanoseconds / 1_000_000);
  const close = scanObject(record, end);
  // Before anything is read out of the line: a line of JSON may name a file and an offset of its own.
  id = eventId(record, end, seconds, nanoseconds);
  return close;
}

/** Computes the features of the record that was recognised and counts it; returns its template. */
function observe(): u32 {
  const template = fingerprint(kind);
  countTemplate(kind, template);
  computeFeatures(kind, eventTime(now));
  return template;
}

/** Ends the answer and returns it. */
function finish(answer: usize): usize {
  putByte(Char.CloseBrace);
  putByte(Char.CloseBrace);
  putByte(0);
  return answer;
}

/** What is not JSON goes out whole, as one string. */
function rawAnswer(record: usize, end: usize): usize {
  const answer = scratchTop();
  startWriting(answer);
  if (!reserve(textSize(record, end)) || !reserveFrame()) return bytesOf(LOST);
  put(RAW_OPEN);
  putText(record, end);
  put(RAW_CLOSE);
  putHead(id, now);
  putFailure(UNKNOWN, NOT_AN_OBJECT);
  return finish(answer);
}

/**
 * Scores one record.
 *
 * @param tag,tagLength the shipper's tag (not used: no verdict may depend on how a shipper is set up)
 * @param seconds,nanoseconds the shipper's time of the record
 * @param record,length the record as JSON; its NUL is not counted
 * @returns a C string: the record with the event as its last key, `smartlog`
 */
export function smartlog(
  tag: usize,
  tagLength: i32,
  seconds: u32,
  nanoseconds: u32,
  record: usize,
  length: i32,
): usize {
  if (record == 0 || length < 0) return bytesOf(LOST);
  const end = record + length;
  const close = read(seconds, nanoseconds, record, end);
  if (close == 0) return rawAnswer(record, end);
  const flags = recordFlags();
  const refusal = modelRefusal();
  let template: u32 = 0;
  if (refusal == 0) {
    kind = parseRecord(now);
    template = observe();
    runHeads(kind);
    judge();
  }

  const answer = scratchTop();
  startWriting(answer);
  if (flags & (RecordFlag.Unfit | RecordFlag.ClaimedKey)) {
    if (!copyRecord(record, close)) return record;
  } else {
    // Without room for an answer the record itself is one.
    if (!reserve(length)) return record;
    putBytes(record, close);
  }
  if (!reserveFrame()) return record;
  if (!(flags & RecordFlag.Empty)) putByte(Char.Comma);
  putHead(id, eventTime(now));
  if (refusal) putFailure(UNKNOWN, refusal);
  else putVerdict(kind, template);
  return finish(answer);
}

/**
 * The numbers that the learners see, for one record; advances the same state as `smartlog` does.
 *
 * @returns 0 where the record is no JSON object or no model is in service, else the address of
 *   `u32 kind | u32 template | u32 number of dense features | u32 number of hashed features | f32 dense … |
 *   u8 bins …, padded to 4 | u32 hashed …`, valid until the next call
 */
export function features(
  tag: usize,
  tagLength: i32,
  seconds: u32,
  nanoseconds: u32,
  record: usize,
  length: i32,
): usize {
  if (record == 0 || length < 0 || modelRefusal()) return 0;
  if (read(seconds, nanoseconds, record, record + length) == 0) return 0;
  if (!startRecording(MAX_RECORDED)) return 0;
  kind = parseRecord(now);
  const template = observe();
  scoreBins(kind);
  const count = recordedCount();
  const denseBytes: u32 = DENSE_COUNT * 4;
  const binBytes: u32 = (DENSE_COUNT + 3) & ~3;
  const answer = take(offsetof<FeaturesHeader>() + denseBytes + binBytes + count * 4);
  if (answer == 0) {
    stopRecording();
    return 0;
  }
  const header = changetype<FeaturesHeader>(answer);
  header.kind = kind;
  header.template = template;
  header.dense = DENSE_COUNT;
  header.hashed = count;
  const dense = answer + offsetof<FeaturesHeader>();
  memory.copy(dense, DENSE, denseBytes);
  memory.copy(dense + denseBytes, BINS, DENSE_COUNT);
  const hashed = dense + denseBytes + binBytes;
  for (let i: u32 = 0; i < count; i++) store<u32>(hashed + (i << 2), recordedAt(i).index);
  stopRecording();
  return answer;
}

const TEMPLATE_KEY: usize = ascii(',"template":"');
const QUOTE: usize = ascii('"');
const BRACE: usize = ascii("{");

/**
 * Everything about one record, by name, as a C string of JSON: `smartlog` as in the event, `template`, `heads`,
 * `features` (each with what it adds to each head's logit) and `terms`, the same for words and trigrams.
 */
export function explain(
  tag: usize,
  tagLength: i32,
  seconds: u32,
  nanoseconds: u32,
  record: usize,
  length: i32,
): usize {
  if (record == 0 || length < 0) return bytesOf(LOST);
  const end = record + length;
  if (read(seconds, nanoseconds, record, end) == 0) return rawAnswer(record, end);
  if (modelRefusal()) return smartlog(tag, tagLength, seconds, nanoseconds, record, length);
  const isRecording = startRecording(MAX_RECORDED);
  kind = parseRecord(now);
  const template = observe();
  runHeads(kind);
  judge();
  const answer = scratchTop();
  startWriting(answer);
  if (!isRecording || !reserveFrame()) return bytesOf(LOST);
  put(BRACE);
  putHead(id, eventTime(now));
  putVerdict(kind, template);
  putByte(Char.CloseBrace);
  put(TEMPLATE_KEY);
  writeTemplate();
  fingerprint(kind);
  put(QUOTE);
  putExplanation();
  stopRecording();
  putByte(Char.CloseBrace);
  putByte(0);
  return answer;
}

const SCHEMA_HASH: usize = ascii('{"schema":');
const KINDS: usize = ascii(',"kinds":"');
const DENSE_KEY: usize = ascii('","dense":"');
const REASONS: usize = ascii('","reasons":"');
const FIELDS: usize = ascii('","fields":"');

function putList(key: usize, names: usize): void {
  const list = literalOf(names);
  put(key);
  reserve(lengthOf(list));
  putBytes(bytesOf(list), bytesOf(list) + lengthOf(list));
}

/** What this module is made for, as a C string of JSON: the schema hash, and names joined by commas. */
export function schema(): usize {
  clearScratch();
  const answer = scratchTop();
  startWriting(answer);
  if (!reserve(8192)) return bytesOf(LOST);
  put(SCHEMA_HASH);
  putUnsigned(schemaHash());
  putList(KINDS, KIND_NAMES);
  putList(DENSE_KEY, FEATURE_NAMES);
  putList(REASONS, REASON_NAMES);
  putList(FIELDS, FIELD_NAMES);
  put(QUOTE);
  putByte(Char.CloseBrace);
  putByte(0);
  return answer;
}

/** Where the model lies, for the exporter. */
export function model_address(): usize {
  return REGION;
}

/** How many bytes of model there is room for. */
export function model_capacity(): u32 {
  return BLOB_MAX_BYTES;
}

export function abi_version(): i32 {
  return ABI_VERSION;
}
