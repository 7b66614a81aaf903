/**
 * BIND 9 (named): the categories queries, responses, security, query-errors and lame-servers, with or without the time,
 * category and severity that named writes in front.
 *
 * ```
 * 21-Nov-2026 06:19:00.123 queries: info: client @0x7f 192.0.2.1#5353 (name): view v: query: name IN A +E(0)K (10.0.0.1)
 * client 192.0.2.1#5353: query (cache) 'name/A/IN' denied
 * error (connection refused) resolving 'name/A/IN': 198.51.100.7#53
 * ```
 *
 * Categories and the fields of a query's line: https://bind9.readthedocs.io/en/stable/reference.html (logging).
 */
import { hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isLetter, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { isResponseCode, isType, takeQuestion, takeSlashed, takeTransport } from "./dns";
import { takeEndpoint } from "./endpoint";
import { levelOfName } from "./level";
import { denied } from "./outcome";
import { parsed } from "./parsed";
import {
  afterLastByte,
  behind,
  findAfter,
  findLast,
  has,
  isWord,
  rest,
  setLiteral,
  skipBlanks,
  trimmedEnd,
  wordEnd,
} from "./words";

const CLIENT: usize = ascii("client ");
const QUERY: usize = ascii("query: ");
const RESPONSE: usize = ascii("response: ");
const QUERY_FAILED: usize = ascii("query failed (");
const RESOLVING: usize = ascii("resolving ");
const CODE: usize = ascii("RCODE ");
const DENIED: usize = ascii(" denied");
const REFUSED: usize = ascii("REFUSED");
const NXDOMAIN: usize = ascii("NXDOMAIN");
const FOR: usize = ascii(" for ");
const FOR_CLIENT: usize = ascii(" for client ");
const FORMAT_ERROR: usize = ascii("DNS format error from ");
const RPZ: usize = ascii("rpz ");
const REWRITE: usize = ascii(" rewrite ");
const LIMIT: usize = ascii("limit ");
const BLANK_PAREN: usize = ascii(" (");
const APOSTROPHE: usize = ascii("'");
const MAX_LABELS: i32 = 3;

/** Skips the labels `queries: info: ` and notes the severity. */
function skipLabels(at: usize, end: usize): usize {
  for (let i = 0; i < MAX_LABELS; i++) {
    const stop = wordEnd(at, end);
    if (stop >= end || stop == at || load<u8>(stop - 1) != Char.Colon || !isLetter(load<u8>(at))) return at;
    const isMessage = startsWith(at, end, QUERY) || startsWith(at, end, RESPONSE);
    if (isMessage) return at;
    const logLevel = levelOfName(at, stop - 1);
    if (logLevel >= 0 && parsed.level < 0) parsed.level = logLevel;
    at = skipBlanks(stop, end);
  }
  return at;
}

/** Takes `name IN A +E(0)K (10.0.0.1)`; a response has its code before the flags. */
function question(at: usize, end: usize): void {
  const nameEnd = wordEnd(at, end);
  takeQuestion(at, nameEnd);
  const kind = skipBlanks(nameEnd, end);
  const type = skipBlanks(wordEnd(kind, end), end);
  const typeEnd = wordEnd(type, end);
  if (!isType(type, typeEnd)) return;
  setText(Field.Qtype, type, typeEnd);
  let flags = skipBlanks(typeEnd, end);
  const codeEnd = wordEnd(flags, end);
  if (isResponseCode(flags, codeEnd)) {
    setText(Field.Rcode, flags, codeEnd);
    flags = skipBlanks(codeEnd, end);
  }
  if (flags < end && (load<u8>(flags) == Char.Plus || load<u8>(flags) == Char.Minus)) {
    const flagsEnd = wordEnd(flags, end);
    takeTransport(findByte(flags, flagsEnd, Char.T) < flagsEnd);
  }
  if (load<u8>(end - 1) == Char.CloseParen) {
    const open = findLast(at, end, BLANK_PAREN);
    if (open) setText(Field.Dst, open + 2, end - 1);
  }
}

/** Takes a question in quotes, `'name/A/IN'`. */
function quoted(at: usize, end: usize): void {
  const open = findByte(at, end, Char.Apostrophe);
  // Quotes may be part of a name: the last one closes.
  const close = findLast(open + 1, end, APOSTROPHE);
  if (close) takeSlashed(open + 1, close);
}

/** Parses what stands behind `client ADDR#PORT (name): [view v: ]`. */
function clientMessage(at: usize, end: usize): void {
  if (has(at, end, QUERY) || has(at, end, RESPONSE)) question(rest(), end);
  else if (has(at, end, QUERY_FAILED)) {
    const close = findByte(rest(), end, Char.CloseParen);
    if (isResponseCode(rest(), close)) setText(Field.Rcode, rest(), close);
    const name = findAfter(close, end, FOR);
    if (name) takeSlashed(name, wordEnd(name, end));
  } else if (find(at, end, DENIED)) {
    quoted(at, end);
    setLiteral(Field.Rcode, REFUSED);
    denied();
  } else if (has(at, end, RPZ)) {
    // `rpz QNAME NXDOMAIN rewrite NAME/TYPE/CLASS via …`: trigger and policy.
    const policy = skipBlanks(wordEnd(rest(), end), end);
    const name = findAfter(policy, end, REWRITE);
    if (name == 0) return;
    if (isWord(policy, wordEnd(policy, end), NXDOMAIN)) setLiteral(Field.Rcode, NXDOMAIN);
    denied();
    takeSlashed(name, wordEnd(name, end));
  } else if (find(at, end, LIMIT)) {
    const name = findAfter(at, end, FOR);
    if (name) question(name, end);
  }
}

function client(at: usize, end: usize): bool {
  let p = at;
  if (p < end && load<u8>(p) == Char.At) p = skipBlanks(wordEnd(p, end), end);
  const source = takeEndpoint(p, end, Field.Ip, Field.Sport);
  if (source == p || !hasField(Field.Sport)) return false;
  p = skipBlanks(source, end);
  // The key of a signed request, `/key name`, stands between address and question.
  const open = findLast(p, findByte(p, end, Char.CloseParen), BLANK_PAREN);
  const named = load<u8>(p) == Char.OpenParen ? p + 1 : open ? open + 2 : 0;
  if (named) {
    const close = findByte(named, end, Char.CloseParen);
    if (close + 1 < end && load<u8>(close + 1) == Char.Colon) {
      takeQuestion(named, close);
      p = close + 2;
    }
  }
  clientMessage(p, end);
  return true;
}

/**
 * Parses `error (REASON) resolving 'name/A/IN': ADDR#53`,
 * `DNS format error from ADDR#53 resolving name/A for client …`.
 */
function resolving(at: usize, end: usize): bool {
  const name = findAfter(at, end, RESOLVING);
  if (name == 0) return false;
  const code = findAfter(at, name, CODE);
  if (code) {
    const from: usize = load<u8>(code) == Char.OpenParen ? code + 1 : code;
    let stop = from;
    while (stop < name && isLetter(load<u8>(stop))) stop++;
    if (isResponseCode(from, stop)) setText(Field.Rcode, from, stop);
  }
  if (load<u8>(name) == Char.Apostrophe) quoted(name, end);
  else {
    let stop = wordEnd(name, end);
    while (stop > name && load<u8>(stop - 1) == Char.Colon) stop--;
    takeSlashed(name, stop);
  }
  let server = findAfter(at, name, FORMAT_ERROR);
  const forClient = findAfter(name, end, FOR_CLIENT);
  if (forClient) takeEndpoint(forClient, end, Field.Ip, Field.Sport);
  if (server == 0) {
    server = afterLastByte(name, end, Char.Space);
  }
  takeEndpoint(server, end, Field.Dst, Field.Dport);
  return hasField(Field.Qname);
}

/** Parses a message of named; false where the message is about no question. */
export function bindMessage(at: usize, end: usize): bool {
  end = trimmedEnd(at, end);
  const text = skipLabels(at, end);
  parsed.setMessage(text, end);
  if (startsWith(text, end, CLIENT)) return client(behind(text, CLIENT), end);
  return resolving(text, end);
}
