/** A template in words, for people. */
import { notePattern } from "../features/event-template";
import { PATTERN_BYTES, patternAt, patternText } from "../features/pattern-text";
import { Event } from "../record/event";
import { putHex8 } from "../record/json/write-number";
import { putText } from "../record/json/write-text";
import { putByte } from "../record/json/writer";
import { cut } from "./cut";

/** What ends a pattern that is cut: `…` and its fingerprint, so that none is written as another is. */
const MARK_BYTES: usize = 3 + 8;

/** Writes the pattern of the event's template, {@link PATTERN_BYTES} at most; there is room for an event's frame. */
export function putPattern(event: Event): void {
  notePattern(event.kind);
  const at = patternAt();
  const isCut = patternText.isLonger;
  putText(at, cut(at, at + patternText.length, isCut ? PATTERN_BYTES - MARK_BYTES : PATTERN_BYTES));
  if (!isCut) return;
  putByte(0xe2);
  putByte(0x80);
  putByte(0xa6);
  putHex8(event.template);
}
