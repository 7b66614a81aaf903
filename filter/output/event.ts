/** The event as it is written: the object under `smartlog`. The brace that closes it is the caller's. */
import { isFirst } from "../features/told-templates";
import { modelId, modelIdEnd } from "../model/identity";
import { lineSource } from "../parse/line-source";
import { Event } from "../record/event";
import { putDecimal, putHex8, putShare, putUnsigned } from "../record/json/write-number";
import { putText } from "../record/json/write-text";
import { put, putByte, putItem, reserve } from "../record/json/writer";
import { Head } from "../schema/heads";
import { KIND_NAMES, Kind } from "../schema/kinds";
import { LABEL_NAMES, SEVERITY_NAMES } from "../schema/labels";
import { REASON_NAMES } from "../schema/reasons";
import { score } from "../score/heads";
import { reasonAt } from "../score/reasons";
import { verdict } from "../score/verdict";
import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { putFields } from "./fields";
import { putHit } from "./hit";
import { putLineKey } from "./line-key";
import { putPattern } from "./pattern";
import { putSession } from "./session";

/** All that is written besides fields' texts. */
const MAX_FRAME_BYTES: usize = 4096;
const TIME_PLACES: u32 = 3;

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
const PATTERN: usize = ascii('","pattern":"');
const MODEL: usize = ascii('","model":"');
const MUTE: usize = ascii(',"muted":true,"mute":');
const ERROR: usize = ascii('","error":"');

/** Makes sure that the event's frame fits; texts make sure of themselves. */
export function reserveFrame(): bool {
  return reserve(MAX_FRAME_BYTES);
}

/** `"smartlog":{"v":1,"id":…,"ts":…`: what every record gets, scored or not. */
function putHead(event: Event): void {
  put(OPEN);
  putHex8(<u32>(event.id >> 32));
  putHex8(<u32>event.id);
  put(TS);
  putDecimal(event.time, TIME_PLACES);
}

/** The event of a record that could not be scored. */
export function putFailure(event: Event, message: usize): void {
  putHead(event);
  put(KIND);
  putItem(KIND_NAMES, Kind.Unknown);
  put(ERROR);
  putText(bytesOf(message), bytesOf(message) + lengthOf(message));
  putByte(Char.Quote);
}

/** The event of a record that was scored. */
export function putScored(event: Event): void {
  putHead(event);
  put(KIND);
  putItem(KIND_NAMES, event.kind);
  put(LABEL);
  putItem(LABEL_NAMES, verdict.label);
  put(SEVERITY);
  putItem(SEVERITY_NAMES, verdict.severity);
  put(SCORE);
  putShare(verdict.score);
  put(BOT_KEY);
  putShare(score(Head.Bot));
  put(THREAT_KEY);
  putShare(score(Head.Threat));
  put(ANOMALY_KEY);
  putShare(score(Head.Anomaly));
  put(WHY);
  for (let rank: u32 = 0; rank < verdict.reasons; rank++) {
    if (rank) putByte(Char.Comma);
    putByte(Char.Quote);
    putItem(REASON_NAMES, reasonAt(rank));
    putByte(Char.Quote);
  }
  put(TPL);
  putHex8(event.template);
  if (isFirst(event.template)) {
    put(PATTERN);
    putPattern(event);
  }
  put(MODEL);
  putText(modelId(), modelIdEnd());
  putByte(Char.Quote);
  if (verdict.mute) {
    put(MUTE);
    putUnsigned(verdict.mute);
  }
  putFields();
  putHit();
  putSession();
  if (lineSource.isLongest) putLineKey();
}
