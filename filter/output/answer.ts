/** Answers to the host: C strings of JSON. One that can't be written whole is replaced by one that needs no memory. */
import { scratchTop } from "../memory/scratch";
import { Event } from "../record/event";
import { RecordFlag } from "../record/json/scan";
import { putText, textSize } from "../record/json/write-text";
import { put, putByte, putBytes, reserve, startWriting } from "../record/json/writer";
import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { copyRecord } from "./copy";
import { putFailure, putScored, reserveFrame } from "./event";

const NOT_AN_OBJECT: usize = ascii("the record is not one well-formed JSON object; kept whole under raw");
const RAW_OPEN: usize = ascii('{"raw":"');
const RAW_CLOSE: usize = ascii('",');
/** The answer where even the record did not arrive: the host had no memory for it. */
const LOST: usize = ascii(
  `{"raw":"","smartlog":{"v":1,"id":"0000000000000000","ts":0,"kind":"unknown",
    "error":"the shipper had no memory for this record"}}\0`,
);

export function lostAnswer(): usize {
  return bytesOf(LOST);
}

/** Begins an answer in scratch space. */
export function beginAnswer(): usize {
  const answer = scratchTop();
  startWriting(answer);
  return answer;
}

/** What is not JSON goes out whole, as one string. */
export function rawAnswer(event: Event): usize {
  const answer = beginAnswer();
  const around = <usize>(lengthOf(RAW_OPEN) + lengthOf(RAW_CLOSE));
  if (!reserve(textSize(event.at, event.end) + around)) return lostAnswer();
  put(RAW_OPEN);
  putText(event.at, event.end);
  put(RAW_CLOSE);
  // Behind the text: room is told from where the answer has got to.
  if (!reserveFrame()) return lostAnswer();
  putFailure(event, NOT_AN_OBJECT);
  return finish(answer);
}

/**
 * The record with the event as its last key. Without room for that the record itself is the answer.
 *
 * @param refusal why the model was refused; 0 where it scored the event
 */
export function recordAnswer(event: Event, refusal: usize): usize {
  const answer = beginAnswer();
  const record = event.at;
  if (event.flags & (RecordFlag.Unfit | RecordFlag.ClaimedKey)) {
    if (!copyRecord(record, event.close)) return record;
  } else {
    if (!reserve(event.end - record)) return record;
    putBytes(record, event.close);
  }
  if (!reserveFrame()) return record;
  if (!(event.flags & RecordFlag.Empty)) putByte(Char.Comma);
  if (refusal) putFailure(event, refusal);
  else putScored(event);
  return finish(answer);
}

/** Closes event and record, and ends the answer. */
function finish(answer: usize): usize {
  putByte(Char.CloseBrace);
  putByte(Char.CloseBrace);
  putByte(0);
  return answer;
}
