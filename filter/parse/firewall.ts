/**
 * Packets that Netfilter logs (target LOG of iptables-extensions(8), statement `log` of nft(8)), with the prefix that
 * UFW, firewalld, Shorewall or a rule's author chose:
 *
 * ```
 * [12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=… SRC=192.0.2.1 DST=198.51.100.7 LEN=60 … PROTO=TCP SPT=4022 DPT=22 …
 * ```
 *
 * UniFi's prefixes are `[WAN_LOCAL-default-D]` and `[WAN_LAN-D-10001] DESCR="a rule's name" `; the letter is the action.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, isLetter, startsWith } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";
import { setPort } from "./endpoint";
import { allowed, denied } from "./outcome";
import { afterLastByte, behind, findAfter, wordEnd } from "./words";

const IN: usize = ascii("IN=");
const OUT: usize = ascii(" OUT=");
const SRC: usize = ascii(" SRC=");
const DST_KEY: usize = ascii(" DST=");
const PROTO_KEY: usize = ascii(" PROTO=");
const SPT: usize = ascii(" SPT=");
const DPT: usize = ascii(" DPT=");
/** What UniFi has between prefix and packet. */
const DESCRIPTION: usize = ascii('] DESCR="');
/** Bytes of the prefix at most: 29 for iptables, 127 for nftables, and the kernel's clock in front. */
const MAX_PREFIX_BYTES: usize = 200;

/** Stems of the words in a prefix that name the action: any ending may follow. */
const DENYING: usize = ascii("BLOCK DROP REJECT DENY DENIED REFUSE ");
const ALLOWING: usize = ascii("ALLOW ACCEPT PASS PERMIT ");

/** Bit set of the letters that a stem begins with, `A` the lowest bit. */
function leadsOf(stems: usize): u32 {
  let leads: u32 = 0;
  const end = stems + 4 + load<u32>(stems);
  for (let at = stems + 4; at < end; at = wordEnd(at, end) + 1) leads |= 1 << (<u32>load<u8>(at) - Char.A);
  return leads;
}

const DENYING_LEADS: u32 = leadsOf(DENYING);
const ALLOWING_LEADS: u32 = leadsOf(ALLOWING);

/** Whether the word in [at, end), of letters, begins with a stem in any case. */
function hasStem(at: usize, end: usize, stems: usize, leads: u32): bool {
  if (at == end || !((leads >> ((<u32>load<u8>(at) & ~CASE_BIT) - Char.A)) & 1)) return false;
  let stem = stems + 4;
  const last = stem + load<u32>(stems);
  while (stem < last) {
    const stop = wordEnd(stem, last);
    let p = at;
    while (p < end && stem < stop && (load<u8>(p) & ~CASE_BIT) == load<u8>(stem)) {
      p++;
      stem++;
    }
    if (stem == stop) return true;
    stem = stop + 1;
  }
  return false;
}

/** Takes the action that a prefix names: the last word with a stem counts. */
function action(at: usize, end: usize): void {
  while (at < end) {
    while (at < end && !isLetter(load<u8>(at))) at++;
    const word = at;
    while (at < end && isLetter(load<u8>(at))) at++;
    if (hasStem(word, at, DENYING, DENYING_LEADS)) denied();
    else if (hasStem(word, at, ALLOWING, ALLOWING_LEADS)) allowed();
  }
}

/** Takes the action of UniFi's prefix in brackets at `at`: its last or last but one part is A, D or R. */
function letterAction(at: usize, end: usize): void {
  if (load<u8>(at) != Char.OpenBracket) return;
  let close = findByte(at, end, Char.CloseBracket);
  let part = afterLastByte(at, close, Char.Minus);
  if (part > at + 1 && isDigit(load<u8>(part))) {
    close = part - 1;
    part = afterLastByte(at, close, Char.Minus);
  }
  if (part <= at + 1 || part + 1 != close) return;
  const letter = <u32>load<u8>(part);
  if (letter == Char.A) allowed();
  else if (letter == Char.D || letter == Char.R) denied();
}

function value(field: u32, at: usize, end: usize, key: usize): void {
  const from = findAfter(at, end, key);
  if (from) setText(field, from, wordEnd(from, end));
}

/** Parses a packet in a message of the kernel; false for any other message. */
export function firewallMessage(at: usize, end: usize): bool {
  const limit = min(at + MAX_PREFIX_BYTES, end);
  let from = find(at, limit, IN);
  // Marker: ` OUT=` right behind the interface. A prefix without a blank at the end runs into `IN=`.
  while (from && !startsWith(wordEnd(from, end), end, OUT)) from = find(from + 1, limit, IN);
  if (from == 0) return false;
  const description = load<u8>(at) == Char.OpenBracket ? find(at, from, DESCRIPTION) : 0;
  // A packet behind a quote is another program's text about a packet.
  if (findByte(at, description ? description : from, Char.Quote) < (description ? description : from))
    return false;
  const source = find(from, end, SRC);
  if (source == 0) return false;
  // Brackets hold the packet that an ICMP error quotes.
  end = findByte(source, end, Char.OpenBracket);
  action(at, description ? description : from);
  letterAction(at, from);
  value(Field.Ip, source, end, SRC);
  value(Field.Dst, source, end, DST_KEY);
  value(Field.Proto, source, end, PROTO_KEY);
  const sourcePort = findAfter(source, end, SPT);
  if (sourcePort) setPort(Field.Sport, sourcePort, wordEnd(sourcePort, end));
  const port = findAfter(source, end, DPT);
  if (port) setPort(Field.Dport, port, wordEnd(port, end));
  value(Field.Iface, from, source, OUT);
  const inside = behind(from, IN);
  setText(Field.Iface, inside, wordEnd(inside, end));
  return true;
}
