import { expect, test } from "vitest";
import { scored, utc } from "./scored.ts";

const id = (record: unknown, at = 1_763_720_000_000) => scored(record, utc(at)).id;
const LINE = '203.0.113.7 - - [17/May/2015:10:05:43 +0000] "GET / HTTP/1.1" 200 5';

test("a line delivered again has the id it had, whenever it comes", () => {
  const record = { file: "/var/log/a.log", offset: 12, log: LINE };
  expect(id(record, 1_763_720_000_000)).toBe(id(record, 1_763_729_999_999));
});

test("another file, offset or line is another id", () => {
  const record = { file: "/var/log/a.log", offset: 12, log: LINE };
  const ids = [
    record,
    { ...record, file: "/var/log/b.log" },
    { ...record, offset: 13 },
    { ...record, log: `${LINE} ` },
  ].map((each) => id(each));
  expect(new Set(ids).size).toBe(4);
});

test("a file that was rotated is the same file", () => {
  const of = (file: string) => [
    id({ file, offset: 12, log: LINE }),
    id({ file, offset: 12, remote: "203.0.113.7", method: "GET", path: "/", code: "200" }),
    id({ file, offset: 12, log: '{"level":"info","status":1}' }),
  ];
  expect(of("/var/log/a.log.1")).toEqual(of("/var/log/a.log"));
  expect(of("/var/log/a.log-20261121")).toEqual(of("/var/log/a.log"));
  expect(of("/var/log/a2.log")).not.toEqual(of("/var/log/a.log"));
});

test("a line of JSON can't choose its id: what it says about file and offset is not the shipper's word", () => {
  const line = '{"file":"x","offset":1,"log":"hidden behind another","level":"info"}';
  const ids = [100, 200, 300].map((offset) => id({ file: "/var/log/a.log", offset, log: line }));
  expect(new Set(ids).size).toBe(3);
});

test("without file and offset every arrival is another event", () => {
  const record = { log: LINE };
  expect(id(record)).not.toBe(id(record));
  expect(id({ ...record, file: "f", offset: -1 })).not.toBe(id({ ...record, file: "f", offset: -1 }));
});
