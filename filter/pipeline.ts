/**
 * The order of the stages, for all that the module exports:
 *
 * ```
 *          read    observe                          score                              output/
 * record ─► scan ─► parse ─► template ─► features ─► heads ─► label, taught, reasons, mute ─► answer
 * ```
 *
 * What a stage finds of the record at hand lies in one object of its own: `event`, the fields, `parsed`, `target`,
 * `userAgent`, `frequency`, the sums, `verdict`; the heads' scores in score/heads.ts, features in features/values.ts.
 */
import { computeFeatures, computeRequest, outcome } from "./features/compute";
import { countEventTemplate, eventTemplate } from "./features/event-template";
import { isPlainRequest } from "./features/plain-request";
import { startRecording, stopRecording } from "./features/recording";
import { noteStep } from "./features/session";
import { seekSessionKey, settleSessionKey } from "./features/session-key";
import { countMessage } from "./features/source";
import { clearScratch } from "./memory/scratch";
import { lostAnswer, rawAnswer, recordAnswer } from "./output/answer";
import { explanation } from "./output/explain";
import { featuresAnswer } from "./output/features";
import { clearFound } from "./parse/formats/find";
import { parsed } from "./parse/parsed";
import { parseRecord } from "./parse/record";
import { event } from "./record/event";
import { eventId } from "./record/event-id";
import { clearFields, hasField } from "./record/fields";
import { clearFormatMembers } from "./record/format-members";
import { forgetMarks } from "./record/json/marks";
import { recordFlags, scanObject } from "./record/json/scan";
import { Field } from "./schema/fields";
import { Head } from "./schema/heads";
import { Kind } from "./schema/kinds";
import { Label } from "./schema/labels";
import { judgeAttacker } from "./score/client";
import { runHeads, runRequestHeads } from "./score/heads";
import { clearHit, findHit, isOfRequest } from "./score/hit";
import { scoreBins } from "./score/incremental";
import { judge, passes } from "./score/label";
import { mute } from "./score/mute";
import { findReasons } from "./score/reasons";
import { noteTechnique, teach } from "./score/taught";
import { verdict } from "./score/verdict";
import { modelRefusal } from "./start";
import { NO_TIME } from "./text/clock";

/** Hashed features that `features` and `explain` write down at most. */
const MAX_RECORDED: u32 = 40960;

/** Reads the record's members. False where it is not one JSON object. */
function read(seconds: u32, nanoseconds: u32, record: usize, end: usize): bool {
  clearScratch();
  clearFields();
  clearFormatMembers();
  clearFound();
  parsed.clear();
  forgetMarks();
  event.at = record;
  event.end = end;
  event.arrival = <i64>seconds * 1000 + <i64>(nanoseconds / 1_000_000);
  event.time = event.arrival;
  event.kind = Kind.Unknown;
  event.close = scanObject(record, end);
  event.flags = recordFlags();
  // Before anything is read out of the line: a line of JSON may name a file and an offset of its own.
  event.id = eventId(record, end, seconds, nanoseconds);
  return event.close != 0;
}

/** Parses the record that was read, and counts its template. */
function observe(): void {
  event.kind = parseRecord(event.arrival);
  if (parsed.time != NO_TIME) event.time = parsed.time;
  seekSessionKey(event.kind);
  event.template = eventTemplate(event.kind);
  settleSessionKey(event.kind);
  countEventTemplate(event.kind, event.template);
}

/**
 * Whether the request that a message is about is an attack: an error log has it as the access log has, where there is one.
 */
function isOnAttack(): bool {
  if (!parsed.hasRequest || !hasField(Field.Path) || isPlainRequest()) return false;
  computeRequest();
  runRequestHeads();
  return passes(Head.Threat);
}

/** Computes the features of the record that was observed, counts its source, and scores it. */
function score(): void {
  if (isOnAttack()) countMessage(event.kind, event.time, outcome() > 0);
  else {
    computeFeatures(event.kind, event.time);
    runHeads(event.kind);
  }
  noteStep(event.kind, event.template, event.time, event.arrival);
  judge();
  if (verdict.label == Label.Attack && isOfRequest()) {
    findHit();
    judgeAttacker();
  } else clearHit();
  teach();
  findReasons();
  mute();
}

/** The record with its event; see index.ts. */
export function scoreRecord(seconds: u32, nanoseconds: u32, record: usize, end: usize): usize {
  if (!read(seconds, nanoseconds, record, end)) return rawAnswer(event);
  const refusal = modelRefusal();
  if (refusal == 0) {
    observe();
    score();
  }
  return recordAnswer(event, refusal);
}

/** The numbers that the learners see; see index.ts. */
export function recordFeatures(seconds: u32, nanoseconds: u32, record: usize, end: usize): usize {
  if (modelRefusal() || !read(seconds, nanoseconds, record, end)) return 0;
  if (!startRecording(MAX_RECORDED)) return 0;
  observe();
  computeFeatures(event.kind, event.time);
  noteStep(event.kind, event.template, event.time, event.arrival);
  scoreBins(event.kind);
  const answer = featuresAnswer(event);
  stopRecording();
  return answer;
}

/** Everything about the record, by name; see index.ts. */
export function explainRecord(seconds: u32, nanoseconds: u32, record: usize, end: usize): usize {
  if (!read(seconds, nanoseconds, record, end)) return rawAnswer(event);
  if (modelRefusal()) return recordAnswer(event, modelRefusal());
  if (!startRecording(MAX_RECORDED)) return lostAnswer();
  observe();
  score();
  noteTechnique();
  const answer = explanation(event);
  stopRecording();
  return answer;
}
