/**
 * SmartLog's filter: what the shipper, the server, the trainer and the tests call. The module imports nothing.
 *
 * Fluent Bit (filter `wasm`, event_format json) allocates tag and record with `malloc`, calls `smartlog`, copies the
 * C string that it points to, and frees both. A NULL, an empty string or a trap would drop the record, so every way
 * out of `smartlog` is a well-formed JSON object.
 */
import { variablePlaces } from "./features/places";
import { allocate, release } from "./memory/heap";
import { clearScratch } from "./memory/scratch";
import { BLOB_MAX_BYTES, REGION } from "./model/blob";
import { lostAnswer } from "./output/answer";
import { schemaAnswer } from "./output/schema";
import { explainRecord, recordFeatures, scoreRecord } from "./pipeline";

/** Grows when what the exports take or give changes. */
const ABI_VERSION: i32 = 2;

export function malloc(size: i32): usize {
  return allocate(size);
}

export function free(address: usize): void {
  release(address);
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
  if (record == 0 || length < 0) return lostAnswer();
  return scoreRecord(seconds, nanoseconds, record, record + length);
}

/**
 * The numbers that the learners see, for one record; advances the same state as `smartlog` does.
 *
 * @returns 0 where the record is no JSON object or no model is in service, else the address of
 *   `u32 kind | u32 template | u32 number of dense features | u32 number of hashed features | u32 numbers of
 *   cuts | f32 dense … | u8 bins …, padded to 4 | u32 hashed … | u32 cuts …`, valid until the next call; cuts tell of each
 *   text that is cut into pieces: number n of pieces, the first of its stretch and the one behind its last, how many the bot
 *   head reads, n + 1 numbers of hashed features: where each piece begins, where the last ends
 */
export function features(
  tag: usize,
  tagLength: i32,
  seconds: u32,
  nanoseconds: u32,
  record: usize,
  length: i32,
): usize {
  if (record == 0 || length < 0) return 0;
  return recordFeatures(seconds, nanoseconds, record, record + length);
}

/**
 * Everything about one record, by name, as a C string of JSON: `smartlog` as in the event, `template`, `taught`, `heads`,
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
  if (record == 0 || length < 0) return lostAnswer();
  return explainRecord(seconds, nanoseconds, record, record + length);
}

/**
 * Places in templates whose word varied, by what this instance saw, for training: `u32 number | u32 place …`, valid until the
 * next call; 0 where memory is at its end.
 */
export function places(): usize {
  clearScratch();
  return variablePlaces();
}

/** What this module is made for, as a C string of JSON: the schema hash, and names joined by commas. */
export function schema(): usize {
  clearScratch();
  return schemaAnswer();
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
