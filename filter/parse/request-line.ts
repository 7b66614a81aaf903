/** Request lines of HTTP (RFC 9112, section 3): `GET /x HTTP/1.1`. */
import { METHOD, PATH, setText, VERSION } from "../record/fields";
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
    setText(PATH, at, end);
    return;
  }
  setText(METHOD, at, word);
  const target = skipBlanks(word, end);
  const last = afterLastByte(target, end, Char.Space);
  // The version stands behind the last blank, if there is one.
  if (
    last > target &&
    end - last >= 6 &&
    load<u32>(last) == chars4(Char.H, Char.T, Char.T, Char.P) &&
    load<u8>(last, 4) == Char.Slash
  ) {
    setText(VERSION, last + 5, end);
    setText(PATH, target, last - 1);
  } else setText(PATH, target, end);
}
