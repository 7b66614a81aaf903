/**
 * CoreDNS, plugins log (https://coredns.io/plugins/log/) and errors (https://coredns.io/plugins/errors/):
 *
 * ```
 * [INFO] 192.0.2.1:4567 - 1234 "A IN example.com. udp 41 false 512" NOERROR qr,rd,ra 104 0.003s
 * [ERROR] plugin/errors: 2 example.com. A: read udp 192.0.2.1:4567->198.51.100.7:53: i/o timeout
 * ```
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, findByte, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { isResponseCode, isType, takeQuestion, takeTransport } from "./dns";
import { duration } from "./duration";
import { takeEndpoint } from "./endpoint";
import { parsed } from "./parsed";
import { afterLastByte, findAfter, skipBlanks, trimmedEnd, wordEnd } from "./words";

const DASH: usize = ascii(" - ");
const ERRORS: usize = ascii("plugin/errors: ");

/** Takes the question of `2 example.com. A: read udp …`. */
function failedQuestion(at: usize, end: usize): bool {
  const name = skipBlanks(wordEnd(at, end), end);
  const nameEnd = wordEnd(name, end);
  const type = skipBlanks(nameEnd, end);
  const typeEnd = findByte(type, wordEnd(type, end), Char.Colon);
  if (!isType(type, typeEnd)) return false;
  takeQuestion(name, nameEnd);
  setText(Field.Qtype, type, typeEnd);
  return true;
}

/** Parses what stands behind `[LEVEL] `; false where the message is about no question. */
export function corednsMessage(at: usize, end: usize): bool {
  end = trimmedEnd(at, end);
  if (startsWith(at, end, ERRORS)) return failedQuestion(findAfter(at, end, ERRORS), end);
  const clientEnd = wordEnd(at, end);
  if (!startsWith(clientEnd, end, DASH) || findByte(at, clientEnd, Char.Colon) == clientEnd) return false;
  const type = findByte(clientEnd, end, Char.Quote) + 1;
  // Names in presentation format have a backslash before a quote (RFC 1035, section 5.1).
  let close = findByte(type, end, Char.Quote);
  while (close < end && load<u8>(close - 1) == Char.Backslash) close = findByte(close + 1, end, Char.Quote);
  const typeEnd = wordEnd(type, end);
  if (close >= end || !isType(type, typeEnd)) return false;
  if (takeEndpoint(at, clientEnd, Field.Ip, Field.Sport) == at || !hasField(Field.Sport)) return false;
  setText(Field.Qtype, type, typeEnd);
  const name = skipBlanks(wordEnd(skipBlanks(typeEnd, close), close), close);
  const nameEnd = wordEnd(name, close);
  takeQuestion(name, nameEnd);
  const transport = skipBlanks(nameEnd, close);
  // Anything but udp runs over TCP.
  if (transport < close) takeTransport(load<u8>(transport) != Char.u);
  const code = skipBlanks(close + 1, end);
  const codeEnd = wordEnd(code, end);
  if (isResponseCode(code, codeEnd)) setText(Field.Rcode, code, codeEnd);
  const last = afterLastByte(codeEnd, end, Char.Space);
  const micros = duration(last, end);
  if (micros >= 0) parsed.setDuration(micros);
  return true;
}
