/**
 * Key of the record's session: what the lines of one task have in common. It is found by rules that know no program; of
 * several keys the one of the lowest row counts, of several of a row the first.
 *
 * | rule | key | as |
 * |---|---|---|
 * | source | the event's source; the event does not name it again | |
 * | process | program and process id of a syslog header | `pppd[812]` |
 * | id | a UUID with a word before it; the value of `session`, `request_id`, `trace` and such; a mail server's queue id | `req-2a98d980-…`, `sid=17ab90`, `4F2A11C0B3: removed` |
 * | uuid | a UUID | `2a98d980-f572-4ebf-b0fb-d7e64e7966d7` |
 * | numbered | a word, `_`, a number | `blk_-7728590502682425635` |
 *
 * Where clients choose most of the line (web requests, packets, look-ups, logins) no key is sought: whatever they do is new, and
 * it is judged by what they do.
 */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { isOfProgram, KIND_NAMES, Kind } from "../schema/kinds";
import { ascii, bytesOf, findByte, isDigit, isLetter, isUpper, lengthOf } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";
import { FNV_OFFSET, fnv, hash64, mix64 } from "../text/hash";
import { itemEnd, itemStart, list } from "../text/list";
import { sourceKeys } from "./source-key";

export const enum Rule {
  None,
  Source,
  Process,
  Id,
  Uuid,
  Numbered,
}

export const RULE_NAMES: usize = list(ascii("none,source,process,id,uuid,numbered"));

@unmanaged
class SessionKey {
  rule: Rule;
  /** The key's text; of a process its number. */
  at: usize;
  end: usize;
}

/** Of the record at hand. */
export const sessionKey: SessionKey = changetype<SessionKey>(memory.data(offsetof<SessionKey>(), 8));

/** Bytes of the shortest token that may be a key, and of the longest key. */
const LEAST_KEY_BYTES: usize = 8;
export const MAX_KEY_BYTES: usize = 64;
const MAX_QUEUE_ID_BYTES: usize = 20;
const UUID_BYTES: usize = 36;
/** A program's name beside its process id. */
const MAX_PROGRAM_BYTES: u32 = 48;

/** Last four letters of names of sessions, requests, traces and transactions, which say what their value is. */
const LABELS: usize = ascii("sionn_idonidt_idstiduestracee_idceid");
const LABEL_BYTES: u32 = 4;
/** {@link CASE_BIT} of four bytes. */
const CASE_BITS: u32 = 0x20202020;

/** Bytes of a token from which on it is looked at; none while no key is sought. */
export let soughtBytes: usize = usize.MAX_VALUE;

/** Seeks the key of a record in its message, whose template is made next. */
export function seekSessionKey(kind: u32): void {
  sessionKey.rule = Rule.None;
  if (isOfProgram(kind)) soughtBytes = LEAST_KEY_BYTES;
}

function take(rule: Rule, at: usize, end: usize): void {
  if (rule <= sessionKey.rule || end - at > MAX_KEY_BYTES) return;
  sessionKey.rule = rule;
  sessionKey.at = at;
  sessionKey.end = end;
}

function isUuid(at: usize): bool {
  return (
    load<u8>(at, 8) == Char.Minus &&
    load<u8>(at, 13) == Char.Minus &&
    load<u8>(at, 18) == Char.Minus &&
    load<u8>(at, 23) == Char.Minus
  );
}

/** Whether a word, `_` and a number begin a token, which has no dot (a file's name has) and is no part of a path. */
function isNumbered(at: usize, end: usize): bool {
  let p = at;
  while (isLetter(load<u8>(p))) p++;
  if (p == at || load<u8>(p) != Char.Underscore || load<u8>(at - 1) == Char.Slash) return false;
  if (load<u8>(++p) == Char.Minus) p++;
  return isDigit(load<u8>(p)) && findByte(p, end, Char.Dot) == end;
}

/** Whether `name=` or `name:` stands before the token, of a name that {@link LABELS} has. */
function isLabelled(at: usize): bool {
  const p = at - 1;
  if (load<u8>(p) != Char.Equals && load<u8>(p) != Char.Colon) return false;
  const word = load<u32>(p - LABEL_BYTES) | CASE_BITS;
  const labels = bytesOf(LABELS);
  for (let i = 0; i < lengthOf(LABELS); i += LABEL_BYTES) {
    if ((load<u32>(labels + i) | CASE_BITS) == word) return true;
  }
  return false;
}

/** Looks at a token of a message that varies, of at least {@link soughtBytes}. */
export function noteToken(at: usize, end: usize): void {
  // The end of a sentence.
  if (load<u8>(end - 1) == Char.Dot) end--;
  const length = end - at;
  if (length >= UUID_BYTES && isUuid(end - UUID_BYTES)) {
    if (length == UUID_BYTES) take(Rule.Uuid, at, end);
    else if (load<u8>(end - UUID_BYTES - 1) == Char.Minus) take(Rule.Id, at, end);
  } else if (isLetter(load<u8>(at)) && isNumbered(at, end)) take(Rule.Numbered, at, end);
  else if (isLabelled(at)) take(Rule.Id, at, end);
}

/** A digit or a capital. */
function isOfQueueId(byte: u32): bool {
  return isDigit(byte) || isUpper(byte);
}

/** Where the queue id ends that a message begins with, `4F2A11C0B3: removed`; 0 where it begins otherwise. */
function queueIdEnd(at: usize, end: usize): usize {
  // Most messages begin with a word.
  if (!isOfQueueId(load<u8>(at)) || !isOfQueueId(load<u8>(at, 1))) return 0;
  const stop = findByte(at, min(at + MAX_QUEUE_ID_BYTES, end), Char.Colon);
  if (stop - at < LEAST_KEY_BYTES || load<u8>(stop) != Char.Colon) return 0;
  let digits = 0;
  for (let p = at; p < stop; p++) {
    const byte = <u32>load<u8>(p);
    if (isDigit(byte)) digits++;
    else if (!isLetter(byte)) return 0;
  }
  return digits ? stop : 0;
}

/** Ends the search: the message's tokens were looked at. */
export function settleSessionKey(kind: u32): void {
  soughtBytes = usize.MAX_VALUE;
  if (!isOfProgram(kind) || parsed.repeats) {
    sessionKey.rule = Rule.None;
    return;
  }
  if (kind == Kind.Syslog) {
    const end = queueIdEnd(parsed.messageAt, parsed.messageEnd);
    if (end) take(Rule.Id, parsed.messageAt, end);
  }
  if (sessionKey.rule != Rule.None) return;
  if (parsed.process == 0 || !hasField(Field.Service) || fieldLength(Field.Service) > MAX_PROGRAM_BYTES) {
    sessionKey.rule = Rule.Source;
    return;
  }
  sessionKey.rule = Rule.Process;
  sessionKey.at = parsed.process;
  let end = parsed.process;
  while (isDigit(load<u8>(end))) end++;
  sessionKey.end = end;
}

/** Hash of the program's name, where the key is a process. */
let program: u32 = FNV_OFFSET;

/** Hash of the key, and for a process of program and host; 0 where the record has none. The source's keys have to be found. */
export function sessionHash(): u64 {
  const rule = sessionKey.rule;
  if (rule == Rule.None) return 0;
  if (rule == Rule.Source) return sourceKeys.source ? mix64(sourceKeys.source, rule) : 0;
  if (rule != Rule.Process) return hash64(sessionKey.at, sessionKey.end, rule);
  program = fnv(fieldAt(Field.Service), fieldEnd(Field.Service), FNV_OFFSET);
  const hash = mix64(program, lastBytes(sessionKey.at, sessionKey.end));
  return hasField(Field.Host) ? mix64(hash, lastBytes(fieldAt(Field.Host), fieldEnd(Field.Host))) : hash;
}

/** The last bytes of a text that is not empty, eight at most, as a number. */
function lastBytes(at: usize, end: usize): u64 {
  return load<u64>(end - 8) >> ((8 - min<u64>(end - at, 8)) << 3);
}

/** What a class is named behind its word; the same in trainer/model/session-set.ts. */
const NUMBERED: usize = ascii("_*");
const PROCESS: usize = ascii("[*]");
const UUID: usize = ascii(" uuid");
const ID: usize = ascii(" id");
const SOURCE: usize = ascii(" source");

/** Class of a session that begins with the record at hand: FNV-1a of its name. */
export function sessionClass(kind: u32): u32 {
  const rule = sessionKey.rule;
  if (rule == Rule.Source) return className(itemStart(KIND_NAMES, kind), itemEnd(KIND_NAMES, kind), SOURCE);
  if (rule == Rule.Numbered)
    return className(sessionKey.at, lettersEnd(sessionKey.at, sessionKey.end), NUMBERED);
  if (rule == Rule.Process) return fnv(bytesOf(PROCESS), bytesOf(PROCESS) + lengthOf(PROCESS), program);
  const service = fieldAt(Field.Service);
  const end = hasField(Field.Service) ? fieldEnd(Field.Service) : service;
  return className(service, lettersEnd(service, end), rule == Rule.Uuid ? UUID : ID);
}

function lettersEnd(at: usize, end: usize): usize {
  while (at < end && isLetter(load<u8>(at))) at++;
  return at;
}

function className(at: usize, end: usize, suffix: usize): u32 {
  return fnv(bytesOf(suffix), bytesOf(suffix) + lengthOf(suffix), fnv(at, end, FNV_OFFSET));
}
