/** The record's session: its key in the event, and all that is known of it in an explanation. */
import { STEP_NAMES, Step, sessionVerdict, stepTag } from "../features/session";
import { RULE_NAMES, Rule, sessionKey } from "../features/session-key";
import { fieldAt, fieldEnd } from "../record/fields";
import { putHex8, putUnsigned } from "../record/json/write-number";
import { putText } from "../record/json/write-text";
import { put, putByte, putItem, reserve } from "../record/json/writer";
import { Field } from "../schema/fields";
import { ascii } from "../text/ascii";
import { Char } from "../text/char";

/** A key and its program, each byte an escape, and what stands around them. */
const MAX_BYTES: usize = 1024;
const KEY: usize = ascii(',"session":"');
const EXPLAINED: usize = ascii(',"session":{"rule":"');
const TEXT: usize = ascii('","key":"');
const CLASS: usize = ascii('","class":"');
const LINE: usize = ascii('","line":"');
const STEPS: usize = ascii('","steps":[');

/** Writes the key as people know it: `blk_17`, `pppd[812]`. */
function putKey(): void {
  if (sessionKey.rule == Rule.Process) {
    putText(fieldAt(Field.Service), fieldEnd(Field.Service));
    putByte(Char.OpenBracket);
  }
  putText(sessionKey.at, sessionKey.end);
  if (sessionKey.rule == Rule.Process) putByte(Char.CloseBracket);
}

/**
 * Writes the key of the record at hand: what names a source is in the event already, and a process is written where its
 * sessions are judged.
 */
export function putSession(): void {
  if (sessionVerdict.step < (sessionKey.rule >= Rule.Id ? Step.Learning : Step.Usual)) return;
  if (sessionKey.rule == Rule.Source || !reserve(MAX_BYTES)) return;
  put(KEY);
  putKey();
  putByte(Char.Quote);
}

/** Writes rule, key and class, what the line is in its session, and the tags of the steps so far. */
export function putSessionExplained(): void {
  if (sessionVerdict.step == Step.None || !reserve(MAX_BYTES)) return;
  put(EXPLAINED);
  putItem(RULE_NAMES, sessionKey.rule);
  put(TEXT);
  if (sessionKey.rule != Rule.Source) putKey();
  put(CLASS);
  putHex8(sessionVerdict.class);
  put(LINE);
  putItem(STEP_NAMES, sessionVerdict.step);
  put(STEPS);
  for (let i: u32 = 0; i < sessionVerdict.steps; i++) {
    if (i) putByte(Char.Comma);
    putUnsigned(stepTag(i));
  }
  putByte(Char.CloseBracket);
  putByte(Char.CloseBrace);
}
