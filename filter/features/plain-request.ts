/**
 * Requests that can't be attacks: words, none of them one that attacks have, in the path of a page or an image. Most of
 * the requests that error logs are about are so, and need not be judged.
 */
import { familyOfWord } from "../model/dictionary";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Feature, FIRST_FAMILY } from "../schema/features";
import { Field } from "../schema/fields";
import { findByte } from "../text/ascii";
import { BYTE_VALUES, Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { ASSET, extensionClass, PAGE } from "./extension";
import { FOLDED, shapeOf, WORD } from "./folding";

/** GET, HEAD, POST and PUT; a message may name none. */
const MAX_METHOD_BYTES: u32 = 4;
/** Families of attacks in the dictionary. */
const ATTACK_FAMILIES: u32 = Feature.WordsWebshell - FIRST_FAMILY + 1;
/** u8 for each byte: whether it stands between the words of a plain target, of a plain referer. */
const BETWEEN: usize = memory.data(BYTE_VALUES, 8);
const OF_TARGET: u32 = 1;
const OF_REFERER: u32 = 2;

mark(Char.Slash, OF_TARGET | OF_REFERER);
mark(Char.Minus, OF_TARGET | OF_REFERER);
mark(Char.Question, OF_TARGET | OF_REFERER);
mark(Char.Equals, OF_TARGET | OF_REFERER);
mark(Char.Ampersand, OF_TARGET | OF_REFERER);
mark(Char.Dot, OF_REFERER);
mark(Char.Colon, OF_REFERER);

function mark(byte: u32, texts: u32): void {
  store<u8>(BETWEEN + byte, texts);
}

/** Whether all of the text is words and what stands between those of a plain target or referer. */
function isPlain(at: usize, end: usize, text: u32): bool {
  let word = FNV_OFFSET;
  for (; at <= end; at++) {
    const byte = at < end ? <u32>load<u8>(at) : Char.Slash;
    const shape = shapeOf(byte);
    if (shape & WORD) {
      if ((shape & FOLDED) >= 0x80) return false;
      word = (word ^ (shape & FOLDED)) * FNV_PRIME;
    } else if (load<u8>(BETWEEN + byte) & text) {
      if (familyOfWord(word) < ATTACK_FAMILIES) return false;
      word = FNV_OFFSET;
    } else return false;
  }
  return true;
}

/** Whether the request in the fields METHOD, PATH and REF is plain. */
export function isPlainRequest(): bool {
  if (hasField(Field.Method) && fieldLength(Field.Method) > MAX_METHOD_BYTES) return false;
  const at = fieldAt(Field.Path);
  if (load<u8>(at) != Char.Slash) return false;
  const end = fieldEnd(Field.Path);
  const query = findByte(at, end, Char.Question);
  const dot = findByte(at, query, Char.Dot);
  if (dot < query) {
    const kind = extensionClass(at, query);
    if (kind != ASSET && kind != PAGE) return false;
  }
  return (
    isPlain(at, dot, OF_TARGET) &&
    isPlain(dot < query ? dot + 1 : query, query, OF_TARGET) &&
    isPlain(query, end, OF_TARGET) &&
    (!hasField(Field.Ref) || isPlain(fieldAt(Field.Ref), fieldEnd(Field.Ref), OF_REFERER))
  );
}
