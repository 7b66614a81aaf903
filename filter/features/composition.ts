/** What a text is made of: how many of its bytes are digits, quotes, special characters and so on, and its calls. */
import { Feature } from "../schema/features";
import { findByte, isDigit, isLetter } from "../text/ascii";
import { BYTE_VALUES, Char } from "../text/char";
import { bits, set } from "./values";

/** Bits of each count in {@link COUNTS}; so many bytes can be counted before one of them is full. */
const COUNT_BITS: u64 = 10;
const COUNT_MASK: u64 = 1023;
/** In steps of four bytes. */
const MAX_COUNTED: usize = 1020;
const SPECIALS: u64 = 0;
const QUOTES: u64 = 1;
const DIGITS: u64 = 2;
const UPPERS: u64 = 3;
const CONTROLS: u64 = 4;
const NON_ASCII: u64 = 5;
/** For each byte u64, where it counts: one in the place of what it is. */
const COUNTS: usize = memory.data(BYTE_VALUES << 3, 8);

for (let byte: u32 = 0; byte < BYTE_VALUES; byte++) {
  let what: i64 = -1;
  if (isDigit(byte)) what = DIGITS;
  else if (byte - Char.A < 26) what = UPPERS;
  else if (byte >= 0x80) what = NON_ASCII;
  else if (byte < <u32>Char.Space) what = CONTROLS;
  else if (byte == Char.Quote || byte == Char.Apostrophe || byte == Char.Backtick) what = QUOTES;
  else if (
    // ! $ ( ) * ; < > [ \ ] ^ { | }: seldom in addresses, never missing in attacks.
    byte == Char.Exclamation ||
    byte == Char.Dollar ||
    (byte >= <u32>Char.OpenParen && byte <= <u32>Char.Asterisk) ||
    (byte >= <u32>Char.Semicolon && byte <= <u32>Char.GreaterThan && byte != Char.Equals) ||
    (byte >= <u32>Char.OpenBracket && byte <= <u32>Char.Caret) ||
    byte >= <u32>Char.OpenBrace
  )
    what = SPECIALS;
  store<u64>(COUNTS + (byte << 3), what < 0 ? 0 : (<u64>1) << (<u64>what * COUNT_BITS));
}

/** Counts what a text is made of. */
export function composition(at: usize, end: usize): void {
  let specials: u32 = 0;
  let quotes: u32 = 0;
  let digits: u32 = 0;
  let uppers: u32 = 0;
  let controls: u32 = 0;
  let nonAscii: u32 = 0;
  for (let from = at; from < end; ) {
    const stop = min<usize>(end, from + MAX_COUNTED);
    let counts: u64 = 0;
    for (const fours = stop - ((stop - from) & 3); from < fours; from += 4) {
      counts +=
        load<u64>((<usize>load<u8>(from)) << 3, COUNTS) +
        load<u64>((<usize>load<u8>(from, 1)) << 3, COUNTS) +
        load<u64>((<usize>load<u8>(from, 2)) << 3, COUNTS) +
        load<u64>((<usize>load<u8>(from, 3)) << 3, COUNTS);
    }
    for (; from < stop; from++) counts += load<u64>((<usize>load<u8>(from)) << 3, COUNTS);
    specials += <u32>((counts >> (SPECIALS * COUNT_BITS)) & COUNT_MASK);
    quotes += <u32>((counts >> (QUOTES * COUNT_BITS)) & COUNT_MASK);
    digits += <u32>((counts >> (DIGITS * COUNT_BITS)) & COUNT_MASK);
    uppers += <u32>((counts >> (UPPERS * COUNT_BITS)) & COUNT_MASK);
    controls += <u32>((counts >> (CONTROLS * COUNT_BITS)) & COUNT_MASK);
    nonAscii += <u32>((counts >> (NON_ASCII * COUNT_BITS)) & COUNT_MASK);
  }
  const length = <f32>(end - at);
  set(Feature.Calls, specials ? <f32>calls(at, end) : 0);
  set(Feature.Specials, <f32>specials);
  set(Feature.Quotes, <f32>quotes);
  set(Feature.Controls, <f32>controls);
  set(Feature.NonAscii, bits(nonAscii));
  if (length > 0) {
    set(Feature.SpecialShare, (<f32>(specials + quotes) * 100) / length);
    set(Feature.DigitShare, (<f32>digits * 100) / length);
    set(Feature.UpperShare, (<f32>uppers * 100) / length);
  }
}

/** How many names have an opening parenthesis right behind. */
function calls(at: usize, end: usize): u32 {
  let count: u32 = 0;
  for (
    let open = findByte(at, end, Char.OpenParen);
    open < end;
    open = findByte(open + 1, end, Char.OpenParen)
  ) {
    if (open == at) continue;
    const before = <u32>load<u8>(open - 1);
    if (isLetter(before) || isDigit(before) || before == Char.Underscore) count++;
  }
  return count;
}
