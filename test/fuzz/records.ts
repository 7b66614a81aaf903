/** Hostile records: what a shipper may hand to the filter, and some of what it may not. */
import { writeRecord } from "../../host/record.ts";
import { simulate } from "../../simulate/index.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { anyBytes, hostileNumber, hostileText, quoted } from "./values.ts";

/** Names that the filter looks for, and its own. */
const KEYS =
  "log message MESSAGE msg short_message date smartlog _date _smartlog raw cut file offset path method code status size remote remote_addr host user agent referer request http time timestamp level severity service logger ip client_ip source src dst proto qname rcode error stack response_time duration req res url event kubernetes _HOSTNAME SYSLOG_IDENTIFIER PRIORITY gl2_source short version".split(
    " ",
  );
const LARGEST_BYTES = 1_048_576;
const SIMULATED_LINES = 4_000;

type Kind = (random: Random, lines: readonly string[]) => Buffer;

const latin1 = (text: string) => Buffer.from(text, "latin1");

/** A line of a real format with some of its words replaced. */
function spoiltLine(random: Random, lines: readonly string[]): string {
  let line = random.pick(lines);
  for (let times = random.int(0, 3); times > 0; times--) {
    const words = [...line.matchAll(/"[^"]*"|[\w.:/-]+/g)];
    const word = words[random.int(0, words.length - 1)];
    if (!word) break;
    const value = hostileText(random);
    line = line.slice(0, word.index) + value + line.slice(word.index + word[0].length);
  }
  return random.chance(0.05) ? line.slice(0, random.int(0, line.length)) : line;
}

/** As Fluent Bit's tail hands it over. */
function tailed(random: Random, lines: readonly string[]): Buffer {
  const line = latin1(spoiltLine(random, lines));
  const origin = random.chance(0.5)
    ? { file: `/var/log/${hostileText(random)}`, offset: random.int(0, 2 ** 40) }
    : undefined;
  return Buffer.from(writeRecord(line, origin).bytes);
}

/** As others write it: bytes past ASCII as they are. */
function sent(random: Random, lines: readonly string[]): Buffer {
  const key = random.pick(["log", "message", "MESSAGE", "msg", "short_message"]);
  return latin1(`{"${key}":${quoted(random, spoiltLine(random, lines))}}`);
}

function value(random: Random, lines: readonly string[], depth: number): string {
  const kind = random.float();
  if (kind < 0.45)
    return quoted(random, random.chance(0.3) ? spoiltLine(random, lines) : hostileText(random));
  if (kind < 0.65) return hostileNumber(random);
  if (kind < 0.75 || depth === 0) return random.pick(["true", "false", "null", "{}", "[]", "[ ]", "{\n}"]);
  return kind < 0.9 ? object(random, lines, depth - 1) : array(random, lines, depth - 1);
}

function array(random: Random, lines: readonly string[], depth: number): string {
  return `[${Array.from({ length: random.int(0, 4) }, () => value(random, lines, depth)).join(space(random, ","))}]`;
}

function object(random: Random, lines: readonly string[], depth: number): string {
  const members = Array.from({ length: random.int(0, 8) }, () => {
    const key = quoted(random, random.chance(0.7) ? random.pick(KEYS) : hostileText(random));
    return `${key}${space(random, ":")}${value(random, lines, depth)}`;
  });
  // The same key twice, with another value.
  const [first] = members;
  if (first !== undefined && random.chance(0.15)) {
    const key = /^"(?:[^"\\]|\\.)*"/s.exec(first)?.[0] ?? '""';
    members.push(`${key}:${value(random, lines, depth)}`);
  }
  return `{${members.join(space(random, ","))}}`;
}

function space(random: Random, mark: string): string {
  return random.chance(0.9) ? mark : random.pick([` ${mark}\t`, `\n${mark}\r\n `]);
}

function structured(random: Random, lines: readonly string[]): Buffer {
  return latin1(object(random, lines, random.int(0, 4)));
}

/** A few bytes overwritten, taken out, put in, or everything behind a place left out. */
function damaged(random: Random, lines: readonly string[]): Buffer {
  const bytes = [...random.pick([tailed, sent, structured])(random, lines)];
  for (let times = random.int(1, 4); times > 0; times--) {
    const at = random.int(0, bytes.length);
    const byte = random.chance(0.5)
      ? random.int(0, 255)
      : random.pick([0x22, 0x5c, 0x7b, 0x7d, 0x2c, 0xff, 0]);
    const how = random.int(0, 3);
    if (how === 0) bytes[at] = byte;
    else if (how === 1) bytes.splice(at, 1);
    else if (how === 2) bytes.splice(at, 0, byte);
    else bytes.length = at;
  }
  return Buffer.from(bytes);
}

/** What stands where Fluent Bit prints a record that JSON can't say. */
function unspeakable(random: Random): Buffer {
  const what = random.pick([
    "nan",
    "-inf",
    "Infinity",
    '"\\x00\\xff"',
    "01",
    "1.",
    ".5",
    "+1",
    "'a'",
    "\xa0",
  ]);
  return latin1(
    random
      .pick(['{"log":"x","v":?}', '{"v":[1,?]}', '{1:"x","v":?}', "{?:1}", '{"log":"x"}?'])
      .replace("?", what),
  );
}

function deep(random: Random): Buffer {
  const depth = random.chance(0.7) ? random.int(250, 260) : random.int(1, 20_000);
  const closed = random.chance(0.8) ? depth : random.int(0, depth);
  return latin1(
    random.chance(0.5)
      ? `{"a":${"[".repeat(depth - 1)}${"]".repeat(Math.max(0, closed - 1))}}`
      : `${'{"log":'.repeat(depth)}1${"}".repeat(closed)}`,
  );
}

/** Megabytes of one thing. */
function huge(random: Random): Buffer {
  const piece = random.chance(0.3) ? anyBytes(random, 8) || "\0" : hostileText(random) || "a";
  const size = random.int(10_000, LARGEST_BYTES);
  const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  const bytes = random.chance(0.5) ? latin1(`{"log":${quoted(random, text)}}`) : latin1(text);
  return bytes.subarray(0, LARGEST_BYTES);
}

function manyKeys(random: Random): Buffer {
  const key = random.pick(["k", "log", "date", "smartlog", "file", "offset"]);
  const numbered = random.chance(0.5);
  const members = Array.from(
    { length: random.int(100, 20_000) },
    (_, i) => `"${key}${numbered ? i : ""}":${i % 7 === 0 ? '"x"' : i}`,
  );
  return latin1(`{${members.join(",")}}`);
}

const KINDS: readonly (readonly [Kind, number])[] = [
  [tailed, 400],
  [sent, 200],
  [structured, 300],
  [damaged, 200],
  [unspeakable, 20],
  [(random) => latin1(anyBytes(random, 400)), 40],
  [deep, 4],
  [huge, 1],
  [manyKeys, 1],
];

/** An endless stream of hostile records, the same for the same seed. */
export function* hostileRecords(random: Random): Generator<Buffer, never> {
  const seed = random.uint32();
  const lines = Array.from(simulate({ kind: "mixed", lines: SIMULATED_LINES, seed }), ({ line }) =>
    Buffer.from(line).toString("latin1"),
  );
  for (;;) yield random.weighted(KINDS)(random, lines);
}
