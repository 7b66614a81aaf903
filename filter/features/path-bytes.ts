/** What each byte is in a path. */
import { isDigit, isLetter } from "../text/ascii";
import { BYTE_VALUES, CASE_BIT, Char } from "../text/char";

/** Bits of a class; a letter up to `f`, which may be a digit in hex, has none. */
export const DIGIT: u32 = 1;
/** A letter beyond, or a separator. */
export const NAMING: u32 = 2;
/** Between words. */
export const SEPARATOR: u32 = 4;
/** What names of pages and programs have not. */
export const ODD: u32 = 8;

const CLASSES: usize = memory.data(BYTE_VALUES, 8);

for (let byte: u32 = 0; byte < BYTE_VALUES; byte++) store<u8>(CLASSES + byte, found(byte));

function found(byte: u32): u32 {
  if (isDigit(byte)) return DIGIT;
  if (isLetter(byte)) return (byte | CASE_BIT) > <u32>Char.f ? NAMING : 0;
  const isSeparator =
    byte == Char.Minus ||
    byte == Char.Underscore ||
    byte == Char.Dot ||
    byte == Char.Tilde ||
    byte == Char.At ||
    byte == Char.Plus;
  return isSeparator ? SEPARATOR | NAMING : ODD;
}

/** @inline */
export function classOf(byte: u32): u32 {
  return load<u8>(byte, CLASSES);
}
