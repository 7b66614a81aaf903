/** Texts that a program writes as one word: with `%20`, as in URLs, or with `+` in place of blanks, as IIS does. */
import { take } from "../../memory/scratch";
import { setText } from "../../record/fields";
import { ascii, find, findByte, hexValue } from "../../text/ascii";
import { Char } from "../../text/char";

const ENCODED_BLANK: usize = ascii("%20");
const FIRST_PRINTABLE: i32 = 0x20;
const LAST_PRINTABLE: i32 = 0x7e;

/** The printable character that is encoded at `at`, or -1. Others stay: what they are bytes of is not known. */
function decodedAt(at: usize, end: usize): i32 {
  if (at + 3 > end) return -1;
  const high = hexValue(load<u8>(at, 1));
  const low = hexValue(load<u8>(at, 2));
  const byte = (high << 4) | low;
  return high < 0 || low < 0 || byte < FIRST_PRINTABLE || byte > LAST_PRINTABLE ? -1 : byte;
}

/** Sets a field to the decoded text. A `+` is a blank where no blank is `%20`. */
export function setDecoded(field: u32, at: usize, end: usize): void {
  const hasPlus = find(at, end, ENCODED_BLANK) == 0;
  const isPlain = findByte(at, end, Char.Percent) == end && findByte(at, end, Char.Plus) == end;
  let text: usize = 0;
  if (!isPlain) text = take(end - at);
  if (text == 0) {
    setText(field, at, end);
    return;
  }
  let to = text;
  for (let p = at; p < end; p++) {
    const byte = <i32>load<u8>(p);
    const decoded = byte == Char.Percent ? decodedAt(p, end) : -1;
    if (decoded >= 0) p += 2;
    store<u8>(to++, decoded >= 0 ? decoded : hasPlus && byte == Char.Plus ? Char.Space : byte);
  }
  setText(field, text, to);
}
