/** Names of containers, services and pods in front of a line: `web-1  | `, `web.1.task@node | `, `[pod/shop-7cfd7/web] `. */
import { Field } from "../schema/fields";
import { ascii, findByte, isDigit, isLetter, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { layTextAside } from "./around";
import { levelOfName } from "./level";
import { afterLastByte, skipBlanks } from "./words";

const POD: usize = ascii("[pod/");
const MAX_NAME_BYTES: usize = 256;

/** Bytes of the names of containers and services, and of `service.1.task@node`. */
function isNameByte(byte: u32): bool {
  return (
    isLetter(byte) ||
    isDigit(byte) ||
    byte == Char.Minus ||
    byte == Char.Underscore ||
    byte == Char.Dot ||
    byte == Char.At
  );
}

/** Lays aside the service, without the number of the replica (`web-1`, `web_1`), and the node, of a name. */
function takeName(at: usize, end: usize): void {
  const node = findByte(at, end, Char.At);
  if (node < end) {
    layTextAside(Field.Host, node + 1, end);
    const dot = findByte(at, node, Char.Dot);
    layTextAside(Field.Service, at, dot);
    return;
  }
  let stop = end;
  while (stop > at && isDigit(load<u8>(stop - 1))) stop--;
  const mark = stop > at + 1 && stop < end ? <u32>load<u8>(stop - 1) : 0;
  layTextAside(Field.Service, at, mark == Char.Minus || mark == Char.Underscore ? stop - 1 : end);
}

/** Address behind `name | ` at `at`, or `at`. A level in front of a bar is a logger's. */
export function behindName(at: usize, end: usize): usize {
  // Most lines begin with a date or an address, or with the name of a month.
  if (!isLetter(load<u8>(at))) return at;
  if (load<u8>(at, 3) == Char.Space && load<u8>(at, 4) != Char.Space && load<u8>(at, 4) != Char.Bar)
    return at;
  const stop = findByte(at, end, Char.Space);
  const bar = stop < end && load<u8>(stop, 1) == Char.Space ? skipBlanks(stop, end) : stop + 1;
  if (bar >= end || load<u8>(bar) != Char.Bar || stop - at > MAX_NAME_BYTES) return at;
  if (bar + 1 < end && load<u8>(bar, 1) != Char.Space) return at;
  let isWord = true;
  for (let p = at; p < stop; p++) {
    const byte = <u32>load<u8>(p);
    if (!isNameByte(byte)) return at;
    isWord = isWord && isLetter(byte);
  }
  if (isWord && levelOfName(at, stop) >= 0) return at;
  takeName(at, stop);
  return min(bar + 2, end);
}

/** Address behind `[pod/NAME/CONTAINER] ` at `at`, or `at`. */
export function behindPod(at: usize, end: usize): usize {
  if (!startsWith(at, end, POD)) return at;
  const limit = min(at + 2 * MAX_NAME_BYTES, end);
  const close = findByte(at, limit, Char.CloseBracket);
  const name = at + 5;
  const slash = findByte(name, close, Char.Slash);
  if (close + 1 >= end || slash >= close || load<u8>(close, 1) != Char.Space) return at;
  if (findByte(name, close, Char.Space) < close) return at;
  layTextAside(Field.Host, name, slash);
  layTextAside(Field.Service, afterLastByte(slash + 1, close, Char.Slash), close);
  return close + 2;
}
