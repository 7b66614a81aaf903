/** Whole URLs: proxies write `http://shop.example:80/a?b=c` where the client asked `shop.example` for `/a?b=c`. */
import { setText } from "../../record/fields";
import { Field } from "../../schema/fields";
import { ascii, bytesOf, findByte, isLetter, lengthOf, startsWith } from "../../text/ascii";
import { Char } from "../../text/char";

const SCHEME_END: usize = ascii("://");
const ROOT: usize = ascii("/");

/** Where the name in [at, end) ends: before the port. An IPv6 address has brackets. */
function nameEnd(at: usize, end: usize): usize {
  if (load<u8>(at) == Char.OpenBracket) return min(findByte(at, end, Char.CloseBracket) + 1, end);
  return findByte(at, end, Char.Colon);
}

/** Sets the path, and the host where the text is a whole URL. */
export function setUrl(at: usize, end: usize): void {
  let p = at;
  while (p < end && isLetter(load<u8>(p))) p++;
  if (p == at || !startsWith(p, end, SCHEME_END)) {
    setText(Field.Path, at, end);
    return;
  }
  const host = p + lengthOf(SCHEME_END);
  const path = min(findByte(host, end, Char.Slash), findByte(host, end, Char.Question));
  if (host < path) setText(Field.Host, host, nameEnd(host, path));
  if (path < end) setText(Field.Path, path, end);
  else setText(Field.Path, bytesOf(ROOT), bytesOf(ROOT) + lengthOf(ROOT));
}
