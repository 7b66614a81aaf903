/** The key of a line that was guessed: the member `line_key` of the event. */
import { foundKeyAt, foundKeyEnd, foundLine } from "../record/json/search";
import { putText } from "../record/json/write-text";
import { put, putByte, reserve } from "../record/json/writer";
import { ascii } from "../text/ascii";
import { Char } from "../text/char";
import { cut, MAX_TEXT_BYTES } from "./cut";

const OPEN: usize = ascii(',"line_key":"');
/** Of key and quotes. */
const FRAME_BYTES: usize = 16;
/** Bytes that a text's byte takes at most. */
const MAX_WRITTEN_BYTES: usize = 6;

/** Writes the path of the longest string, with dots between its keys. */
export function putLineKey(): void {
  if (!reserve(<usize>foundLine.depth * (MAX_TEXT_BYTES * MAX_WRITTEN_BYTES + 1) + FRAME_BYTES)) return;
  put(OPEN);
  for (let i: u32 = 0; i < foundLine.depth; i++) {
    if (i) putByte(Char.Dot);
    putText(foundKeyAt(i), cut(foundKeyAt(i), foundKeyEnd(i), MAX_TEXT_BYTES));
  }
  putByte(Char.Quote);
}
