/** Request lines of HTTP (RFC 9112, section 3): `GET /x HTTP/1.1`. */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { isLetter } from "../text/ascii";
import { Char, chars4 } from "../text/char";
import { afterLastByte, skipBlanks } from "./words";

/**
 * Takes method, path and version. Bytes that are no request line (other protocols sent to the port) count as a path.
 */
export function requestLine(at: usize, end: usize): void {
  let word = at;
  while (
    word < end &&
    (isLetter(load<u8>(word)) || load<u8>(word) == Char.Minus || load<u8>(word) == Char.Underscore)
  )
    word++;
  if (word == at || word >= end || load<u8>(word) != Char.Space) {
    setText(Field.Path, at, end);
    return;
  }
  setText(Field.Method, at, word);
  const target = skipBlanks(word, end);
  const last = afterLastByte(target, end, Char.Space);
  // The version stands behind the last blank, if there is one.
  if (
    last > target &&
    end - last >= 6 &&
    load<u32>(last) == chars4(Char.H, Char.T, Char.T, Char.P) &&
    load<u8>(last, 4) == Char.Slash
  ) {
    setText(Field.Version, last + 5, end);
    setText(Field.Path, target, last - 1);
  } else setText(Field.Path, target, end);
}
