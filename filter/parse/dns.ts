/**
 * What the parsers of DNS logs share: questions, types and codes; records whose members are already parsed (ECS, JSON).
 */
import { fieldAt, fieldEnd, hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, findByte, isDigit, isUpper } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { afterLastByte, setLiteral } from "./words";

const TCP: usize = ascii("TCP");
const UDP: usize = ascii("UDP");

/** Takes a question's name without the dot of the root; the root itself stays a dot. */
export function takeQuestion(at: usize, end: usize): void {
  if (end - at > 1 && load<u8>(end - 1) == Char.Dot) end--;
  setText(Field.Qname, at, end);
}

/** Whether the word has the form of a record type: capitals and digits (`A`, `HTTPS`, `TYPE65`). */
export function isType(at: usize, end: usize): bool {
  if (at >= end || end - at > 12) return false;
  for (let p = at; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (!isUpper(byte) && !isDigit(byte) && byte != Char.Minus) return false;
  }
  return isUpper(load<u8>(at));
}

/** Whether the word has the form of a response code: capitals (`NXDOMAIN`, `RESERVED11`). */
export function isResponseCode(at: usize, end: usize): bool {
  return end - at >= 4 && isType(at, end);
}

/** Takes name, type and class with slashes between: `name/A/IN`, `name/IN/A`, `name/A`, `name/IN`. */
export function takeSlashed(at: usize, end: usize): void {
  let slash = end;
  let parts = 0;
  let typeAt: usize = 0;
  let typeEnd: usize = 0;
  let nameEnd = end;
  // From the end: a name may hold slashes (RFC 2317), types and classes don't.
  while (parts < 2) {
    const p = afterLastByte(at, slash, Char.Slash);
    if (p <= at || !isType(p, slash)) break;
    const isClass =
      slash - p == 2 &&
      (load<u16>(p) == chars2(Char.I, Char.N) ||
        load<u16>(p) == chars2(Char.C, Char.H) ||
        load<u16>(p) == chars2(Char.H, Char.S));
    if (!isClass) {
      typeAt = p;
      typeEnd = slash;
    }
    slash = p - 1;
    nameEnd = slash;
    parts++;
  }
  takeQuestion(at, nameEnd);
  if (typeAt) setText(Field.Qtype, typeAt, typeEnd);
}

/** Sets the transport, in capitals as firewalls write protocols. */
export function takeTransport(isTcp: bool): void {
  setLiteral(Field.Proto, isTcp ? TCP : UDP);
}

/** Whether the members of a record are those of a DNS event; completes its fields. */
export function parsedDns(): bool {
  if (!hasField(Field.Qname)) return false;
  const at = fieldAt(Field.Qname);
  const end = fieldEnd(Field.Qname);
  if (findByte(at, end, Char.Space) < end) return false;
  takeQuestion(at, end);
  return true;
}
