/** Words of a format for an event's outcome, action, level, protocol and response code. */
import { formatAt, inFormats } from "../../model/formats";
import { isUpper } from "../../text/ascii";
import { CASE_BIT } from "../../text/char";

const END: u32 = 255;
/** The word found last: the event's own. */
let wordAt: usize = 0;
let wordStop: usize = 0;

export function foundWord(): usize {
  return wordAt;
}

export function foundWordEnd(): usize {
  return wordStop;
}

/** Whether [at, end) is the text, which is in lower case, in any case. */
function isText(text: usize, length: usize, at: usize, end: usize): bool {
  if (end - at != length) return false;
  for (let i: usize = 0; i < length; i++) {
    const byte = <u32>load<u8>(at + i);
    if ((isUpper(byte) ? byte | CASE_BIT : byte) != load<u8>(text + i)) return false;
  }
  return true;
}

/** What the format's words say of a value. */
export const enum Meaning {
  /** The format has no words for the field. */
  Free,
  /** It has, and the value is none of them. */
  Unknown,
  /** {@link foundWord} is the event's word. */
  Known,
}

/** Looks a value of a field up among the format's words. */
export function meaningOf(format: u32, field: u32, at: usize, end: usize): Meaning {
  let p = inFormats(formatAt(format).values);
  let meaning = Meaning.Free;
  while (load<u8>(p) != END) {
    const isField = <u32>load<u8>(p) == field;
    const word = p + 2;
    const wordEnd = word + load<u8>(p, 1);
    let count = <u32>load<u8>(wordEnd);
    p = wordEnd + 1;
    for (; count > 0; count--) {
      const length = <usize>load<u8>(p);
      if (isField && isText(p + 1, length, at, end)) {
        wordAt = word;
        wordStop = wordEnd;
        return Meaning.Known;
      }
      p += 1 + length;
    }
    if (isField) meaning = Meaning.Unknown;
  }
  return meaning;
}
