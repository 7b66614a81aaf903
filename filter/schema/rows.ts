/** Tables that are written as one literal, a row for each thing: `a=b,c=d`. */
import { allocateStatic } from "../memory/heap";
import { bytesOf, lengthOf } from "../text/ascii";
import { Char } from "../text/char";

/**
 * One side of the rows of a literal made by `ascii`; for start-up only.
 *
 * @param side 0 for what stands before the equals signs, 1 for what stands behind
 * @returns a literal of its items, joined by commas
 */
export function column(rows: usize, side: u32): usize {
  const end = bytesOf(rows) + lengthOf(rows);
  const literal = allocateStatic(4 + lengthOf(rows));
  let to = bytesOf(literal);
  let at: u32 = 0;
  for (let p = bytesOf(rows); p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (byte == Char.Equals) at = 1;
    else if (byte == Char.Comma || at == side) store<u8>(to++, byte);
    if (byte == Char.Comma) at = 0;
  }
  store<u32>(literal, <u32>(to - bytesOf(literal)));
  return literal;
}

/** Two literals as one, with a comma between; for start-up only. */
export function joined(first: usize, second: usize): usize {
  const length = lengthOf(first) + 1 + lengthOf(second);
  const literal = allocateStatic(4 + length);
  const comma = bytesOf(literal) + lengthOf(first);
  store<u32>(literal, length);
  memory.copy(bytesOf(literal), bytesOf(first), lengthOf(first));
  store<u8>(comma, Char.Comma);
  memory.copy(comma + 1, bytesOf(second), lengthOf(second));
  return literal;
}
