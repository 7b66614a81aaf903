import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FilterError } from "../../host/error.ts";
import { Filter } from "../../host/filter.ts";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { recordOfLine, writeRecord } from "../../host/record.ts";
import * as arbitrary from "../filter/arbitraries.ts";
import { assertStrictJson } from "../filter/rfc8259.ts";

const TIME = { seconds: 1_763_720_000, nanoseconds: 5_000_000 };
const LINE =
  '203.0.113.7 - - [17/May/2015:10:05:43 +0000] "GET /a?b=%27+or+1=1-- HTTP/1.1" 200 512 "-" "curl/8.0"';

function errorOf(act: () => unknown): FilterError {
  try {
    act();
  } catch (error) {
    return error as FilterError;
  }
  throw new Error("nothing was thrown");
}

describe("a module that can't be used is refused, saying what to do:", () => {
  test("no such file", () => {
    const error = errorOf(() => Filter.load("/nowhere/filter.wasm"));
    expect(error).toBeInstanceOf(FilterError);
    expect(error.message).toMatch(/^cannot load \/nowhere\/filter\.wasm: ENOENT/);
    expect(error.nextStep).toMatch(/npm run build/);
  });

  test("a file cut off, and one that is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "smartlog-host-"));
    const file = join(folder, "filter.wasm");
    writeFileSync(file, "\0asm");
    expect(() => Filter.load(file)).toThrow(FilterError);
    rmSync(folder, { recursive: true });
  });

  test("a module that imports what a shipper doesn't have", () => {
    // (module (import "a" "b" (func)))
    const bytes = Buffer.from("\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0", "latin1");
    expect(() => Filter.load(bytes)).toThrow(FilterError);
    const error = errorOf(() => Filter.load(Filter.compile(bytes)));
    expect(error.message).toMatch(/^cannot load the module: /);
    expect(error.nextStep).toMatch(/npm run build/);
  });

  test("a module of another kind", () => {
    expect(() => Filter.load(Buffer.from("\0asm\u0001\0\0\0", "latin1"))).toThrow(/no SmartLog filter/);
  });
});

test("every instance starts the same: the same records in the same order give the same answers", () => {
  const run = () => {
    const filter = Filter.load();
    return Array.from({ length: 300 }, (_, i) =>
      filter.score(`{"log":${JSON.stringify(LINE.replace("/a", `/${i % 7}`))}}`, TIME),
    );
  };
  expect(run()).toEqual(run());
});

test("explain is one JSON object for any record, and its event is the one that score gives", () => {
  const scorer = Filter.load();
  const explainer = Filter.load();
  fc.assert(
    fc.property(
      fc.oneof(arbitrary.record, arbitrary.notQuiteJson, fc.constant(recordOfLine(Buffer.from(LINE)))),
      (record) => {
        const explained = explainer.explain(record, TIME);
        assertStrictJson(Buffer.from(explained));
        const event = JSON.parse(scorer.score(record, TIME)).smartlog;
        expect(JSON.parse(explained).smartlog).toEqual(event);
      },
    ),
    { numRuns: 1500 },
  );
});

test("features has a finite number for every name of the schema, and none for what is no record", () => {
  const filter = Filter.load();
  const { schema } = filter;
  // One for each feature, then those that stand for several.
  expect(schema.reasons.length).toBeGreaterThan(schema.dense.length);
  fc.assert(
    fc.property(arbitrary.record, (record) => {
      const features = filter.features(record, TIME);
      expect(features?.dense).toHaveLength(schema.dense.length);
      expect(features?.bins).toHaveLength(schema.dense.length);
      expect(features?.dense.every(Number.isFinite)).toBe(true);
      expect(schema.kinds[features?.kind ?? -1]).toBeDefined();
    }),
    { numRuns: 1000 },
  );
  expect(filter.features("not a record", TIME)).toBeNull();
});

test("a line of UTF-8 is in its record unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat(), (line, offset) => {
      const record = recordOfLine(Buffer.from(line), { file: '/var/log/caf\u00e9 "1".log', offset });
      assertStrictJson(Buffer.from(record));
      expect(JSON.parse(record)).toEqual({ file: '/var/log/caf\u00e9 "1".log', offset, log: line });
    }),
    { numRuns: 2000 },
  );
});

test("what a line becomes ends at the limit, whatever is in it, and nothing is lost without a word", () => {
  const pieces = [
    "a",
    "\0",
    "\x01",
    '"',
    "\\",
    "\xff",
    "\xc3\xa9",
    "\xf0\x9f\x90\xa2",
    "\xf0\x9f",
    'a\x7f"\xc3\xa9',
  ];
  for (const piece of pieces) {
    const line = Buffer.from(piece.repeat(Math.ceil((MAX_LINE_BYTES + 1) / piece.length)), "latin1");
    const { bytes, cut } = writeRecord(line, undefined, 7);
    assertStrictJson(bytes);
    const { cut: said } = JSON.parse(bytes.toString()) as { cut: number };
    expect([said, cut > 7]).toEqual([cut, true]);
    const log = Buffer.from(bytes.subarray('{"log":"'.length, bytes.lastIndexOf('","cut":')));
    expect(log.length).toBeLessThanOrEqual(MAX_LINE_BYTES);
    expect(log.length).toBeGreaterThan(MAX_LINE_BYTES - 24);
    // A sequence of bytes that ends with the line is written otherwise; nothing else differs.
    const kept = writeRecord(line.subarray(0, line.length - (cut - 7))).bytes.subarray('{"log":"'.length, -2);
    const same = kept.length - 24;
    expect(log.subarray(0, same).equals(kept.subarray(0, same)), piece).toBe(true);
    expect(Math.abs(log.length - kept.length), piece).toBeLessThan(24);
  }
  const plain = Buffer.alloc(MAX_LINE_BYTES, "a");
  expect(writeRecord(plain).cut).toBe(0);
});
