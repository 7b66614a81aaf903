/** `hit` of an event: the part of the request and the text in it that is hostile, as `"query:id=1 UNION SELECT 2"`. */
import { putText } from "../record/json/write-text";
import { put, putByte, putItem, reserve } from "../record/json/writer";
import { HIT_TEXT, hit, PART_NAMES } from "../score/hit";
import { ascii } from "../text/ascii";
import { Char } from "../text/char";

const KEY: usize = ascii(',"hit":"');
/** An escape for each byte, and what stands around the text. */
const ESCAPED: usize = 6;
const FRAME_BYTES: usize = 64;

/** Writes the hit of the record at hand, where there is one. */
export function putHit(): void {
  if (hit.length == 0 || !reserve(<usize>hit.length * ESCAPED + FRAME_BYTES)) return;
  put(KEY);
  putItem(PART_NAMES, hit.part);
  putByte(Char.Colon);
  putText(HIT_TEXT, HIT_TEXT + hit.length);
  putByte(Char.Quote);
}
