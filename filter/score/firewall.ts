/**
 * What the heads can't tell of a packet: whose addresses it goes between. Their words are the digits of these.
 *
 * | packet | label |
 * |---|---|
 * | from one's own networks: to few ports and hosts, to a group, permitted to the Internet or to mail and names | never attack or bot |
 * | from the Internet, permitted, of a connection that is over, or a neighbour's: to few ports and hosts | never attack or bot |
 * | from the Internet, refused at a mail server's port, to few ports and hosts: senders try again | never attack or bot |
 * | from the Internet, refused or with no word on it, to several ports or hosts | attack |
 * | the same, to a data store's or file server's port | attack |
 * | from the Internet, refused, to begin a connection with what is no web or mail server, or to a server's port over another protocol | attack |
 *
 * All else is what the heads say: single packets that could be a scanner's, or a peer's who has an old address.
 */
import { sourceKeys } from "../features/source-key";
import { get } from "../features/values";
import { parsed } from "../parse/parsed";
import { event } from "../record/event";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { Head } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { addressLow, isIpv4, isOwnAddress, readAddress } from "../text/address-value";
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { keepOrdinary, raise } from "./heads";

/** Ports or hosts of a source that are few: a service and its clients, a game, a call. */
const FEW: i32 = 7;
/** Ports or hosts that a stranger is refused at from which on he looks for open ones. */
const MANY: i32 = 4;
/** Least scores: of one packet, of many. */
const KNOCKED: f32 = 0.7;
const SCANNED: f32 = 0.9;
/** Mail and names, of the classes of features/port.ts. */
const MAIL_AND_NAMES: i32 = 2;
/** Bit sets of these classes. */
const enum Ports {
  Data = 1 << 4,
  /** Those that systems give to clients. */
  Clients = (1 << 0) | (1 << 6),
  /** All. */
  Any = 0x7f,
  /** Where nobody ordinary begins a TCP connection that is refused: not web, mail and names. */
  Tcp = 0x79,
  /** Where nobody ordinary sends a datagram that is refused: below 1024, and known services; not web, for QUIC. */
  Other = 0x3c,
  /** Where several are sought, though no rule says whether it lets them pass: not web. */
  Several = 0x7d,
}
/** Digits of the ports that servers have. */
const SERVER_DIGITS: u32 = 3;

/** From the first `x` behind the ports to the TCP flags: `RES=0x00 SYN`. */
const FLAGS_BEHIND: usize = 4;

/** Whether the packet at hand names an address that it goes to, which was then read last. */
let hasDestination: bool = false;

/** Sets the heads' scores where the rule knows better. */
export function judgePacket(): void {
  if (event.kind != Kind.Firewall || !readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip))) return;
  const isInside = isOwnAddress();
  const spread = <i32>max(get(Feature.SourceTargets), get(Feature.SourceClients));
  const isPermitted = get(Feature.Failed) == 0;
  hasDestination = readAddress(fieldAt(Field.Dst), fieldEnd(Field.Dst));
  const isKnown =
    isInside || isPermitted ? spread <= FEW || (isInside && isInsiders(isPermitted)) : isStrangers(spread);
  if (isKnown) keepOrdinary();
}

/** Whether a packet of one's own networks is what their machines send to many. */
function isInsiders(isPermitted: bool): bool {
  const low = <u32>addressLow();
  if (hasDestination && isIpv4() && (low >= 0xe0000000 || (low & 0xff) == 0xff)) return true;
  return isPermitted && ((hasDestination && !isOwnAddress()) || <i32>get(Feature.Port) == MAIL_AND_NAMES);
}

/** Judges a packet from the Internet that was not permitted; whether it is ordinary. */
function isStrangers(spread: i32): bool {
  const port = <i32>get(Feature.Port);
  if (port < 0) return false;
  const end = parsed.messageEnd;
  const hex = findByte(fieldEnd(Field.Dport), end, Char.x);
  const first: u32 = load<u8>(hex < end ? hex + FLAGS_BEHIND : fieldEnd(Field.Bytes) + 1);
  if (
    // ACK, RST and FIN; of the flags that a packet has, SYN stands behind ACK.
    first == Char.A ||
    first == Char.R ||
    first == Char.F ||
    // From a server to a client, as far as its flags are not told.
    (first != Char.S && fieldLength(Field.Sport) - 1 < SERVER_DIGITS && (Ports.Clients >> port) & 1) ||
    // Of the same provider: a neighbour who monitors.
    (hasDestination && isIpv4() && sourceKeys.hosts == (<u32>addressLow() & 0xffffff00)) ||
    // Sent by the machine itself: `IN= OUT=eth0`.
    (hasField(Field.Iface) && load<u8>(fieldAt(Field.Iface) - 2) == Char.T)
  )
    return spread <= FEW;
  const isDenied = get(Feature.Failed) > 0;
  let sought: u32 = isDenied ? Ports.Any : Ports.Several;
  if (spread < MANY) {
    const isTcp = (load<u8>(fieldAt(Field.Proto)) | 0x20) == Char.t;
    sought = isDenied ? (isTcp ? Ports.Tcp : Ports.Other) : Ports.Data;
  }
  const isSought = (sought >> port) & 1;
  if (isSought) raise(Head.Threat, spread < MANY ? KNOCKED : SCANNED);
  return !isSought && isDenied && port == MAIL_AND_NAMES;
}
