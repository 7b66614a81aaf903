/**
 * The features of a user agent. It is the longest text of most requests, and the same ones come again and again: what
 * was found for it is kept in a table of fixed size.
 *
 * As in text-cache.ts a user agent is found only when all its bytes are the same.
 */

import { Robot } from "../model/robot-names";
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isLetter, sameBytes, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv } from "../text/hash";
import { addAgentText } from "./agent-text";
import { isRecording } from "./recording";
import { beginNames, namedRobot } from "./robot";
import { addPart, beginPart, clearSums, keepPart, Sums } from "./sums";
import { DOES_NOT_APPLY, set } from "./values";

/** What was found for a user agent. Behind it: its {@link Sums}, its text. */
@unmanaged
class Agent {
  /** Bytes of the text; 0 in a free entry. */
  length: u32;
  /** FNV-1a of the text. */
  hash: u32;
  blanks: f32;
  /** A {@link Shape}. */
  shape: u8;
  /** Whether it has an address to write to, or to read about it. */
  hasContact: bool;
  /** Pieces of robots' names; {@link MOST} stands for more. */
  substrings: u8;
  /** A {@link Robot}. */
  robot: u8;
}

const SUMS_AT: usize = offsetof<Agent>();
const TEXT_AT: usize = SUMS_AT + offsetof<Sums>();
const MAX_TEXT_BYTES: usize = 440;
const ENTRY_BYTES: usize = TEXT_AT + MAX_TEXT_BYTES;
const ENTRIES_LOG2: u64 = 8;
const TABLE: usize = memory.data(<i32>(ENTRY_BYTES << (<usize>ENTRIES_LOG2)), 8);
/** Where an entry is made that is not kept. */
const UNKEPT: usize = memory.data(<i32>TEXT_AT, 8);
const MOST: u32 = 255;
const MIX_MIDDLE: u64 = 0xd6e8feb86659fd93;
const MIX_LAST: u64 = 0xa0761d6478bd642f;

const MOZILLA: usize = ascii("Mozilla/");
const COMPATIBLE: usize = ascii("compatible;");
const HTTP: usize = ascii("http");

/** Value of the feature `ua_shape`; 0 without a user agent. */
const enum Shape {
  /** As browsers write it. */
  Browser = 1,
  /** A robot in a browser's form. */
  Compatible,
  /** A form of its own. */
  Own,
  /** Nothing but a name, perhaps with its version. */
  Name,
}

/** What a name is written with, from the blank to `:` (letters and `_` besides): blank % ( ) - . and digits. */
const OF_NAMES: u32 = 0x07ff6321;

/** What a client is by its user agent, for people. */
export const enum Client {
  /** The format has no user agent. */
  Unknown,
  /** It sent none. */
  None,
  Browser,
  Robot,
  /** A program that people use, or one of their own: curl, a library, an app. */
  Tool,
}

/** What is known of the client's user agent. */
@unmanaged
class UserAgent {
  /** FNV-1a of the text. */
  hash: u32;
  /** The robot that it names. */
  robot: Robot;
  client: Client;
  /** The cache's entry; null where the text is read anew. */
  known: Agent | null;
}

/** Of the record at hand. */
export const userAgent: UserAgent = changetype<UserAgent>(memory.data(offsetof<UserAgent>(), 4));

/** Computes what an entry keeps, and adds it to the sums. */
function fill(agent: Agent, at: usize, end: usize): void {
  beginPart();
  beginNames(at);
  const substrings = addAgentText(at, end);
  agent.substrings = <u8>min<u32>(substrings, MOST);
  agent.robot = <u8>namedRobot();
  keepPart(sumsOf(agent));
  agent.hash = fnv(at, end, FNV_OFFSET);
  let blanks = 0;
  let slashes = 0;
  let isName = true;
  for (let p = at; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (byte == Char.Space) blanks++;
    if (byte == Char.Slash) slashes++;
    else if (!isOfNames(byte)) isName = false;
  }
  agent.blanks = <f32>blanks;
  const isMozilla = startsWith(at, end, MOZILLA);
  const ofBrowsers = find(at, end, COMPATIBLE) ? Shape.Compatible : Shape.Browser;
  agent.shape = <u8>(isName && slashes < 2 ? Shape.Name : isMozilla ? ofBrowsers : Shape.Own);
  agent.hasContact = findByte(at, end, Char.At) < end || find(at, end, HTTP) != 0;
}

/** Whether a name is written with this byte. @inline */
function isOfNames(byte: u32): bool {
  const fromSpace = byte - Char.Space;
  return fromSpace < 27 ? ((OF_NAMES >> fromSpace) & 1) != 0 : isLetter(byte) || byte == Char.Underscore;
}

function sumsOf(agent: Agent): Sums {
  return changetype<Sums>(changetype<usize>(agent) + SUMS_AT);
}

/** The entry that a text would have. */
function entryOf(at: usize, end: usize): Agent {
  let hash = <u64>(end - at) * MIX_MIDDLE;
  if (end - at >= 8) {
    // Most begin alike.
    hash ^= load<u64>(at + ((end - at - 8) >> 1)) * MIX_MIDDLE;
    hash ^= load<u64>(end - 8) * MIX_LAST;
  } else hash ^= load<u8>(at);
  const index = <usize>((hash * MIX_LAST) >> (64 - ENTRIES_LOG2));
  return changetype<Agent>(TABLE + index * ENTRY_BYTES);
}

/** An entry that is not kept. */
function unkept(at: usize, end: usize): Agent {
  const agent = changetype<Agent>(UNKEPT);
  fill(agent, at, end);
  return agent;
}

/** The entry of a user agent that is kept. */
function read(at: usize, end: usize): Agent {
  const agent = entryOf(at, end);
  const text = changetype<usize>(agent) + TEXT_AT;
  const length = end - at;
  if (agent.length != <u32>length || !sameBytes(at, text, length)) {
    agent.length = <u32>length;
    memory.copy(text, at, length);
    fill(agent, at, end);
  }
  return agent;
}

function clientOf(agent: Agent): Client {
  if (agent.robot == Robot.Tool) return Client.Tool;
  if (agent.robot != Robot.None || agent.substrings) return Client.Robot;
  return agent.shape <= <u8>Shape.Compatible ? Client.Browser : Client.Tool;
}

/** Finds what is known of the user agent, and what the client is; before any feature is computed. */
export function meetAgent(): void {
  userAgent.known = null;
  userAgent.client = meetClient();
}

function meetClient(): Client {
  if (!hasField(Field.Ua)) return parsed.isAgentUnknown() ? Client.Unknown : Client.None;
  const at = fieldAt(Field.Ua);
  const end = fieldEnd(Field.Ua);
  if (at == end) return Client.None;
  // No browser has so long a text, and to read it twice would cost too much.
  if (end - at > MAX_TEXT_BYTES) return Client.Tool;
  clearSums();
  // While features are written down each has to be met when they are computed.
  if (isRecording()) return clientOf(unkept(at, end));
  const agent = read(at, end);
  userAgent.known = agent;
  return clientOf(agent);
}

/** Sets the dense features of the user agent that was met, and adds its part to the sums. */
export function agentFeatures(): void {
  userAgent.robot = Robot.None;
  if (!hasField(Field.Ua)) {
    userAgent.hash = 0;
    const none = parsed.isAgentUnknown() ? DOES_NOT_APPLY : 0;
    set(Feature.UaLength, none);
    set(Feature.UaShape, none);
    return;
  }
  const at = fieldAt(Field.Ua);
  const end = fieldEnd(Field.Ua);
  const known = userAgent.known;
  const agent = known ? known : unkept(at, end);
  if (known) addPart(sumsOf(known));
  userAgent.hash = agent.hash;
  userAgent.robot = <Robot>agent.robot;
  set(Feature.UaLength, <f32>(end - at));
  set(Feature.UaWords, agent.blanks + 1);
  set(Feature.UaFragments, <f32>agent.substrings);
  set(Feature.UaShape, <f32>agent.shape);
  set(Feature.UaContact, <f32>agent.hasContact);
}
