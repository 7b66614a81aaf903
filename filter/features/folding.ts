/**
 * Folding: letters to lower case, digits to `0`, blanks and controls to one blank, all bytes past ASCII to one mark. What
 * is learnt is shape, not this or that number.
 */
import { BYTE_VALUES, CASE_BIT, Char } from "../text/char";

/** In the shape of a byte: what the byte is folded to. */
export const FOLDED: u32 = 0xff;
/** Marks the shape of a byte that belongs to a word. */
export const WORD: u32 = 0x100;
/** Marks the shape of a digit besides. */
export const DIGIT: u32 = 0x200;
/** Stands behind a text's last byte: a control that no text has. */
export const END_MARK: u32 = 5;
/** What all bytes past ASCII are folded to. */
const PAST_ASCII: u32 = 0x80;

/** u16 for each byte: what it is folded to, and its marks. */
const SHAPES: usize = memory.data(BYTE_VALUES << 1, 8);
/** u8 for each byte: what it is folded to; whether it belongs to a word and is no digit. */
export const FOLDS: usize = memory.data(BYTE_VALUES, 8);
export const LETTERS: usize = memory.data(BYTE_VALUES, 8);

for (let byte: u32 = 0; byte < BYTE_VALUES; byte++) {
  let folded = byte;
  if (byte != END_MARK && (byte <= <u32>Char.Space || byte == Char.Delete)) folded = Char.Space;
  else if (byte >= PAST_ASCII) folded = PAST_ASCII;
  else if (byte - Char.A < 26) folded = byte | CASE_BIT;
  else if (byte - Char._0 < 10) folded = Char._0;
  const isWord =
    folded - Char.a < 26 || folded == Char._0 || folded == Char.Underscore || folded == PAST_ASCII;
  const marks = isWord ? (folded == Char._0 ? WORD | DIGIT : WORD) : 0;
  store<u16>(SHAPES + (byte << 1), folded | marks);
  store<u8>(FOLDS + byte, folded);
  store<u8>(LETTERS + byte, isWord && folded != Char._0);
}

/** @inline */
export function shapeOf(byte: u32): u32 {
  return load<u16>((<usize>byte) << 1, SHAPES);
}
