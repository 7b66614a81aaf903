/**
 * dnsmasq and Pi-hole with `log-queries` (https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html); `extra` puts a
 * serial number and the client in front:
 *
 * ```
 * query[A] example.com from 192.0.2.1          reply example.com is NXDOMAIN
 * 12 192.0.2.1/4567 forwarded example.com to 198.51.100.7
 * ```
 */
import { fieldAt, hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { isResponseCode, takeQuestion } from "./dns";
import { setPort, takeEndpoint } from "./endpoint";
import { denied } from "./outcome";
import {
  afterLastByte,
  behind,
  findAfter,
  findLast,
  isWord,
  setLiteral,
  skipBlanks,
  trimmedEnd,
  wordEnd,
} from "./words";

const QUERY: usize = ascii("query[");
const FROM: usize = ascii(" from ");
const TO: usize = ascii(" to ");
const IS: usize = ascii(" is ");
const NO_ERROR: usize = ascii("NOERROR");
const REPLY: usize = ascii("reply");
const CACHED: usize = ascii("cached");
const CONFIG: usize = ascii("config");
const FORWARDED: usize = ascii("forwarded");
const ERROR: usize = ascii("error");
/** Pi-hole's verbs of blocked names: `gravity blocked`, `exactly blacklisted`, `regex denied`, `blockeddomain`. */
const BLACK: usize = ascii("black");
const BLOCK: usize = ascii("block");
const DENIED: usize = ascii("denied");
const GRAVITY: usize = ascii("gravity");

/** Takes `12 192.0.2.1/4567 ` in front; returns the address behind. */
function extra(at: usize, end: usize): usize {
  const number = wordEnd(at, end);
  if (at >= end || !isDigit(load<u8>(at))) return at;
  const client = skipBlanks(number, end);
  const clientEnd = wordEnd(client, end);
  const slash = findByte(client, clientEnd, Char.Slash);
  if (slash == clientEnd) return at;
  setText(Field.Ip, client, slash);
  setPort(Field.Sport, slash + 1, clientEnd);
  return skipBlanks(clientEnd, end);
}

/** Takes `NAME is ANSWER`. */
function answer(at: usize, end: usize): bool {
  const is = findLast(at, end, IS);
  if (is == 0) return false;
  // The name is the last word before ` is `: `gravity blocked NAME is …`.
  const name = afterLastByte(at, is, Char.Space);
  if (!isWord(name, is, ERROR)) takeQuestion(name, is);
  const code = behind(is, IS);
  let codeEnd = code;
  while (codeEnd < end && isLetter(load<u8>(codeEnd))) codeEnd++;
  const isCode = isResponseCode(code, codeEnd) && (codeEnd == end || load<u8>(codeEnd) == Char.Minus);
  if (isCode) setText(Field.Rcode, code, codeEnd);
  else setLiteral(Field.Rcode, NO_ERROR);
  return true;
}

/** Whether the words in front of a name, or the file in which it stands, are those of blocked names. */
function isBlocking(at: usize, end: usize): bool {
  return (
    find(at, end, BLACK) != 0 ||
    find(at, end, BLOCK) != 0 ||
    find(at, end, DENIED) != 0 ||
    find(at, end, GRAVITY) != 0
  );
}

/** Parses a message of dnsmasq; false where the message is about no question. */
export function dnsmasqMessage(at: usize, end: usize): bool {
  end = trimmedEnd(at, end);
  const verb = extra(at, end);
  const stop = wordEnd(verb, end);
  const rest = skipBlanks(stop, end);
  const type = findAfter(verb, stop, QUERY);
  if (type) {
    setText(Field.Qtype, type, findByte(type, stop, Char.CloseBracket));
    const from = findLast(stop, end, FROM);
    takeQuestion(rest, from ? from : wordEnd(rest, end));
    if (from) takeEndpoint(behind(from, FROM), end, Field.Ip, Field.Sport);
    const to: usize = from ? 0 : findLast(rest, end, TO);
    if (to) takeEndpoint(behind(to, TO), end, Field.Dst, Field.Dport);
    return true;
  }
  if (isWord(verb, stop, FORWARDED)) {
    const to = findLast(stop, end, TO);
    takeQuestion(rest, to ? to : wordEnd(rest, end));
    if (to) takeEndpoint(behind(to, TO), end, Field.Dst, Field.Dport);
    return true;
  }
  const isAnswer = isWord(verb, stop, REPLY) || isWord(verb, stop, CACHED) || isWord(verb, stop, CONFIG);
  // Answers from a hosts file begin with the file's path, Pi-hole's with the list's name.
  if (!isAnswer && load<u8>(verb) != Char.Slash) {
    const isList = find(verb, end, BLACK) || find(verb, end, BLOCK) || find(verb, end, DENIED);
    if (!isList) return false;
  }
  if (!answer(rest, end)) return false;
  if (!isAnswer && isBlocking(verb, hasField(Field.Qname) ? fieldAt(Field.Qname) : rest)) denied();
  return true;
}
