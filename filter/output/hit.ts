/** `hit` of an event: the part of the request and the text in it that is hostile, as `"query:id=1 UNION SELECT 2"`. */
import { take } from "../memory/scratch";
import { putText } from "../record/json/write-text";
import { put, putByte, putItem, reserve } from "../record/json/writer";
import { hit } from "../score/hit";
import { ascii } from "../text/ascii";
import { Char } from "../text/char";
import { list } from "../text/list";

const KEY: usize = ascii(',"hit":"');
/** In the order of `Part` in score/hit.ts. */
const PART_NAMES: usize = list(ascii("path,query,referer,ua"));
/** An escape for each byte, and what stands around the text. */
const ESCAPED: usize = 6;
const FRAME_BYTES: usize = 64;
const DELETE: u32 = 0x7f;
/** First byte of the two that a C1 control has in UTF-8. */
const FIRST_OF_C1: u32 = 0xc2;
const TWO_SPACES: u16 = 0x2020;
/** Is in no text of UTF-8. */
const NO_UTF8: u8 = 0xff;

/** Writes the hit of the record at hand, where there is one. */
export function putHit(): void {
  if (hit.at == 0) return;
  const length = hit.end - hit.at;
  const text = take(length + 8);
  if (text == 0 || !reserve(length * ESCAPED + FRAME_BYTES)) return;
  memory.copy(text, hit.at, length);
  hideBreaks(text, text + length);
  put(KEY);
  putItem(PART_NAMES, hit.part);
  putByte(Char.Colon);
  putText(text, text + length);
  putByte(Char.Quote);
}

/**
 * Makes blanks of control characters (C0 and C1), and U+FFFD of the separators U+2028 and U+2029: decoding made them, and to
 * many programs they end a line.
 */
function hideBreaks(at: usize, end: usize): void {
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte < <u32>Char.Space || byte == DELETE) store<u8>(at, Char.Space);
    else if (byte == FIRST_OF_C1 && at + 1 < end && (load<u8>(at, 1) & 0xe0) == 0x80) {
      store<u16>(at, TWO_SPACES);
      at++;
    } else if (byte == 0xe2 && at + 2 < end && load<u8>(at, 1) == 0x80 && (load<u8>(at, 2) & 0xfe) == 0xa8)
      store<u8>(at, NO_UTF8);
  }
}
