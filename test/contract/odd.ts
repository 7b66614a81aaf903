/** Records that only other inputs than tail can make: what MessagePack can say and JSON can't, and names that are taken. */
import * as m from "./msgpack.ts";

export const member = (key: string, value: m.Packed): [m.Packed, m.Packed] => [m.str(key), value];
const nested = (depth: number): m.Packed => (depth === 0 ? m.nil : m.array(nested(depth - 1)));
const HALF_A_PAIR = Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]);
export const ODD: Record<string, [m.Packed, m.Packed][]> = {
  "no line": [member("temperature", m.float64(21.5))],
  "no members": [],
  nan: [member("log", m.str("x")), member("v", m.float64(Number.NaN))],
  inf: [member("log", m.str("x")), member("v", m.float64(Number.POSITIVE_INFINITY))],
  "-inf": [member("v", m.float64(Number.NEGATIVE_INFINITY)), member("log", m.str("x"))],
  "inf in an array": [member("v", m.array(m.float64(1), m.float32(Number.POSITIVE_INFINITY)))],
  "the largest double": [member("v", m.float64(Number.MAX_VALUE)), member("w", m.float64(-Number.MAX_VALUE))],
  "the smallest double": [member("v", m.float64(5e-324))],
  "the largest integer": [member("v", m.uint64(0xffff_ffff_ffff_ffffn)), member("w", m.int64(-(2n ** 63n)))],
  "a number for a key": [[m.uint64(7n), m.str("x")]],
  "keys of every kind": [
    [m.nil, m.nil],
    [m.yes, m.yes],
    [m.float64(1.5), m.nil],
    [m.array(m.nil), m.nil],
    [m.map(), m.nil],
  ],
  "an ext value": [member("v", m.ext(5, Buffer.from([0, 1, 0x7f, 0x80, 0xff])))],
  "an ext key": [[m.ext(5, Buffer.from([0x22, 0x5c])), m.nil]],
  "a bin value": [member("log", m.bin(Buffer.from([0, 0x22, 0x5c, 0x80, 0xff])))],
  "its own date": [member("date", m.str("yesterday")), member("log", m.str("x"))],
  "its own date, not a time": [member("date", m.map([m.str("a"), m.nil]))],
  "its own smartlog": [
    member("smartlog", m.map([m.str("label"), m.str("normal")])),
    member("log", m.str("x")),
  ],
  "its own smartlog, and not an object": [member("smartlog", m.float64(1))],
  "all of ours": [
    member("date", m.nil),
    member("_date", m.nil),
    member("smartlog", m.nil),
    member("_smartlog", m.nil),
    member("raw", m.nil),
  ],
  "the same key twice": [member("log", m.str("a")), member("log", m.str("b"))],
  "halves of surrogate pairs": [member("log", m.str(HALF_A_PAIR)), [m.str(HALF_A_PAIR), m.nil]],
  "a NUL": [member("log", m.str("a\0b")), member("a\0b", m.str("\0"))],
  "bytes that are not UTF-8": [
    member("log", m.str(Buffer.from([0xff, 0xc3, 0x28]))),
    [m.str(Buffer.from([0x80])), m.nil],
  ],
  "a file and no offset": [member("file", m.str("f")), member("log", m.str("x"))],
  "an offset that is none": [
    member("file", m.str("f")),
    member("offset", m.float64(-1.5)),
    member("log", m.str("x")),
  ],
  "arrays 60 deep": [member("v", nested(60))],
  "1 MB": [member("log", m.str("y".repeat(1_048_576)))],
  "1 MB of NULs": [member("log", m.str(Buffer.alloc(1_048_576)))],
  "a thousand members": Array.from({ length: 1000 }, (_, i) => member(`k${i}`, m.uint64(BigInt(i)))),
};
