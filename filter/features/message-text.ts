/**
 * The text of a message. A very long one is as hostile as its most hostile part: it is read in parts, and the one
 * of most threat counts, less what the best of so many has by chance. Words of families count in all of it.
 */
import { scaleOf } from "../model/linear";
import { Head } from "../schema/heads";
import { addMessage } from "./message-words";
import { isRecording, resumeRecording, suspendRecording } from "./recording";
import { botSum, endRehearsal, rehearse, setSums, threatSum } from "./sums";
import { bits } from "./values";

/** Bytes that a message has at most to be read as a whole. */
const WHOLE_BYTES: usize = 4096;
const PART_BYTES: usize = 2048;
/** What is taken off the logit each time that a message is twice as long as a part. */
const CORRECTION: f32 = 3.5;

/** Adds the features of the message in [at, end). */
export function addMessageText(at: usize, end: usize): void {
  if (end - at <= WHOLE_BYTES) {
    addMessage(at, end);
    return;
  }
  const threat = threatSum();
  const bot = botSum();
  let mostThreat = i32.MIN_VALUE;
  let botOfMost = 0;
  let most = at;
  suspendRecording();
  for (let from = at; from < end; from += PART_BYTES) {
    setSums(threat, bot);
    addMessage(from, min<usize>(from + PART_BYTES, end));
    if (threatSum() <= mostThreat) continue;
    mostThreat = threatSum();
    botOfMost = botSum();
    most = from;
  }
  resumeRecording();
  if (isRecording()) recordPart(most, min<usize>(most + PART_BYTES, end));
  const doublings = bits(end - at) - bits(PART_BYTES);
  setSums(mostThreat - <i32>((CORRECTION * doublings) / scaleOf(Head.Threat)), botOfMost);
}

/** Writes down the features of the part that counts. */
function recordPart(at: usize, end: usize): void {
  rehearse();
  resumeRecording();
  addMessage(at, end);
  endRehearsal();
}
