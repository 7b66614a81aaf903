/** What the parsers share: walking over words, finding literals, taking names out of a text. */
import { setText } from "../record/fields";
import { bytesOf, find, findBlank, isDigit, isUpper, lengthOf, startsWith } from "../text/ascii";
import { Char } from "../text/char";

/** Address behind the spaces and tabs at `at`. */
export function skipBlanks(at: usize, end: usize): usize {
  while (at < end && (load<u8>(at) == Char.Space || load<u8>(at) == Char.Tab)) at++;
  return at;
}

/** Where the word at `at` ends. */
export function wordEnd(at: usize, end: usize): usize {
  return findBlank(at, end);
}

/** `end` without the blanks before it. */
export function trimmedEnd(at: usize, end: usize): usize {
  while (end > at && (load<u8>(end - 1) == Char.Space || load<u8>(end - 1) == Char.Tab)) end--;
  return end;
}

/** Address behind the digits at `at`. */
export function digitsEnd(at: usize, end: usize): usize {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

/** Address behind the literal that stands at `at`. @inline */
export function behind(at: usize, literal: usize): usize {
  return at + lengthOf(literal);
}

/** Address after the literal's first occurrence in [at, end), or 0. */
export function findAfter(at: usize, end: usize, literal: usize): usize {
  const found = find(at, end, literal);
  return found ? behind(found, literal) : 0;
}

/** Address of the literal's last occurrence in [at, end), or 0. */
export function findLast(at: usize, end: usize, literal: usize): usize {
  const length: usize = lengthOf(literal);
  if (at + length > end) return 0;
  const lead = load<u8>(literal, 4);
  for (let p = end - length; p >= at; p--) {
    if (load<u8>(p) == lead && startsWith(p, end, literal)) return p;
  }
  return 0;
}

/** Address behind the byte's last occurrence in [at, end), or `at`. */
export function afterLastByte(at: usize, end: usize, byte: u32): usize {
  while (end > at && load<u8>(end - 1) != byte) end--;
  return end;
}

/** Address after the literal where the text begins with it, else 0. @inline */
export function after(at: usize, end: usize, literal: usize): usize {
  return startsWith(at, end, literal) ? behind(at, literal) : 0;
}

/** Address behind the literal found last. */
let restAt: usize = 0;

/** Whether the text begins with the literal; {@link rest} is the address behind. */
export function begins(at: usize, end: usize, literal: usize): bool {
  restAt = after(at, end, literal);
  return restAt != 0;
}

/** Whether the text has the literal somewhere; {@link rest} is the address behind. */
export function has(at: usize, end: usize, literal: usize): bool {
  restAt = findAfter(at, end, literal);
  return restAt != 0;
}

/** Address behind the literal that the last {@link begins} or {@link has} found. */
export function rest(): usize {
  return restAt;
}

/** Whether [at, end) ends with the literal. */
export function endsWith(at: usize, end: usize, literal: usize): bool {
  const length: usize = lengthOf(literal);
  return at + length <= end && startsWith(end - length, end, literal);
}

/** Whether [at, end) has only capital letters. */
export function isUpperWord(at: usize, end: usize): bool {
  for (; at < end; at++) if (!isUpper(load<u8>(at))) return false;
  return true;
}

/** Whether [at, end) is the literal. */
export function isWord(at: usize, end: usize, literal: usize): bool {
  return end - at == <usize>lengthOf(literal) && startsWith(at, end, literal);
}

/** Sets a field to a literal. */
export function setLiteral(field: u32, literal: usize): void {
  setText(field, bytesOf(literal), bytesOf(literal) + lengthOf(literal));
}

/** Takes the text in [at, end) without the quotes, brackets or parentheses around it. */
export function takeName(field: u32, at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (end - at >= 2) {
    const open = <u32>load<u8>(at);
    const close = <u32>load<u8>(end - 1);
    const isPair =
      (open == Char.Apostrophe && close == Char.Apostrophe) ||
      (open == Char.Backtick && close == Char.Apostrophe) ||
      (open == Char.Quote && close == Char.Quote) ||
      (open == Char.OpenBracket && close == Char.CloseBracket) ||
      (open == Char.OpenParen && close == Char.CloseParen) ||
      (open == Char.LessThan && close == Char.GreaterThan);
    if (isPair) {
      at++;
      end--;
    }
  }
  setText(field, at, end);
}
