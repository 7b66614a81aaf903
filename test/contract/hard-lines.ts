/** Lines that a log file should not have, and has: what an attacker or a full disk leaves there. */

const bytes = (...values: number[]) => Buffer.from(values);
const text = (value: string) => Buffer.from(value);
const around = (middle: Buffer, pad = "") => Buffer.concat([text(`GET ${pad}/`), middle, text(" HTTP/1.1")]);

/** Byte sequences that are not UTF-8, or are at its edges; each is tried inside, before the end and at the end. */
const SEQUENCES: Buffer[] = [
  bytes(0x80),
  bytes(0xbf),
  bytes(0xc0),
  bytes(0xc0, 0x80),
  bytes(0xc1, 0xbf),
  bytes(0xc2),
  bytes(0xc2, 0x41),
  bytes(0xc3, 0xa9),
  bytes(0xc3, 0x28),
  bytes(0xdf, 0xbf),
  bytes(0xe0, 0x80, 0xaf),
  bytes(0xe0, 0x9f, 0xbf),
  bytes(0xe0, 0xa0, 0x80),
  bytes(0xe2, 0x82),
  bytes(0xe2, 0x82, 0xac),
  bytes(0xe2, 0x28, 0xa1),
  bytes(0xe2, 0x82, 0x41),
  bytes(0xed, 0x9f, 0xbf),
  bytes(0xed, 0xa0, 0x80),
  bytes(0xed, 0xbf, 0xbf),
  bytes(0xee, 0x80, 0x80),
  bytes(0xef, 0xbf, 0xbd),
  bytes(0xef, 0xbb, 0xbf),
  bytes(0xef, 0xbf, 0xbf),
  bytes(0xf0, 0x80, 0x80, 0x80),
  bytes(0xf0, 0x8f, 0xbf, 0xbf),
  bytes(0xf0, 0x90, 0x80, 0x80),
  bytes(0xf0, 0x9f, 0x98, 0x80),
  bytes(0xf0, 0x9f, 0x98),
  bytes(0xf0, 0x9f),
  bytes(0xf0, 0x9f, 0x41, 0x80),
  bytes(0xf0, 0x28, 0x8c, 0xbc),
  bytes(0xf4, 0x8f, 0xbf, 0xbf),
  bytes(0xf4, 0x90, 0x80, 0x80),
  bytes(0xf5, 0x80, 0x80, 0x80),
  bytes(0xf8, 0x88, 0x80, 0x80, 0x80),
  bytes(0xfc, 0x84, 0x80, 0x80, 0x80, 0x80),
  bytes(0xfe),
  bytes(0xff),
  bytes(0xff, 0xfe),
  bytes(0xc3, 0xc3, 0xa9),
  bytes(0xe2, 0xe2, 0x82, 0xac),
  bytes(0xf0, 0xc3, 0xa9),
];

export const HARD_LINES: Buffer[] = [
  text("an ordinary line"),
  text("\\"),
  text('"'),
  text("\\u0000 \\ud800 as text"),
  text("\b\t\f\r in \u001f controls \u007f"),
  text("ends in CR\r"),
  text("\r"),
  text("\r\r"),
  Buffer.alloc(0),
  text("{"),
  text('{"log":"a JSON line","smartlog":{"label":"normal"},"date":1}'),
  text("[1,2,3]"),
  text("null"),
  text('{"a":1e400,"b":"\\u0000","c":"\\ud800"}'),
  text("%00 %ff %u0000"),
  text(" "),
  text("\t"),
  text("'; drop table smartlog.events; --"),
  text("$1 %s %n $$ \\x"),
  text("\u2028\u2029\u0085\u00a0 spaces"),
  text("nan inf -inf NaN Infinity"),
  text("\u{1f600}\u{10ffff}\ufffd\ufeff"),
  text("\ue000\ue0ff private use"),
  bytes(0x61, 0x00, 0x62),
  Buffer.concat([text("NUL at the end"), bytes(0)]),
  Buffer.concat([text("many"), Buffer.alloc(40), text("NULs")]),
  Buffer.from(Array.from({ length: 246 }, (_, i) => i + 10).filter((byte) => byte !== 0x0a)),
  ...SEQUENCES.flatMap((sequence) => [
    around(sequence),
    around(sequence, "x".repeat(15 - (sequence.length % 3))),
    Buffer.concat([text("cut off after "), sequence]),
    Buffer.concat([sequence, text(" first")]),
    Buffer.concat([sequence, sequence, sequence]),
  ]),
];

/** As in a file: each line ended. */
export function hardFile(lines: readonly Buffer[] = HARD_LINES): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
}
