/**
 * json-as, another JSON reader and writer in AssemblyScript, as the oracle for the filter's own scanner.
 *
 * It is asked what it promises. It takes more than RFC 8259 has (`{"a":01}`, `[1 2]`, `{"a":1,}`), so its yes says
 * nothing; its no does. It keeps both of two members of one name. And version 1.6 spoils some runs of characters beyond
 * the BMP, so texts are from the BMP here; the rest is compared with JSON.parse in answers.test.ts.
 */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import * as arbitrary from "../arbitraries.ts";
import { RawInstance } from "../instance.ts";
import { loadOracle, type Oracle } from "./module.ts";

let oracle: Oracle;
const filter = new RawInstance();
beforeAll(async () => {
  oracle = await loadOracle();
}, 120_000);

const text = fc
  .string({ unit: "binary", maxLength: 40 })
  .map((value) =>
    [...value]
      .map((point) => (point.length > 1 || point === "\0" || point === "\x1f" ? "." : point))
      .join(""),
  )
  .filter((value) => value !== "" && value !== "-");

test("a record that json-as writes is read with the values that went into it, and json-as reads the answer", () => {
  fc.assert(
    fc.property(
      text,
      fc.nat(),
      fc.constantFrom("GET", "POST", "QUERY"),
      text,
      fc.integer({ min: 100, max: 599 }),
      fc.nat(),
      text,
      (file, offset, method, path, status, size, agent) => {
        const record = oracle.build(file, offset, method, path, status, size, agent);
        const answer = filter.smartlog(Buffer.from(record)).toString();
        const values = [file, String(offset), method, path, String(status), String(size), agent];
        const found = oracle.read(answer);
        expect(found.slice(0, 7)).toEqual(values);
        expect(found.slice(7, 13)).toEqual(["web", method, path, String(status), String(size), agent]);
        const { smartlog } = JSON.parse(answer);
        expect(found.slice(13)).toEqual([smartlog.id, smartlog.tpl, smartlog.model]);
      },
    ),
    { numRuns: 1000 },
  );
});

const isRaw = (record: string) => filter.smartlog(Buffer.from(record)).toString().startsWith('{"raw":');

test("what the filter takes for an object, json-as does, with no fewer members", () => {
  fc.assert(
    fc.property(arbitrary.record, (record) => {
      expect(isRaw(record)).toBe(false);
      expect(oracle.members(record)).toBeGreaterThanOrEqual(Object.keys(JSON.parse(record)).length);
    }),
    { numRuns: 1000 },
  );
});

test("what json-as refuses, the filter refuses", () => {
  let refused = 0;
  const check = (record: string) => {
    if (oracle.members(record) !== undefined) return;
    refused++;
    expect(isRaw(record), record).toBe(true);
  };
  fc.assert(
    fc.property(
      arbitrary.damagedRecord.map((bytes) => bytes.toString("utf8")),
      check,
    ),
    { numRuns: 500 },
  );
  fc.assert(fc.property(arbitrary.notQuiteJson, check), { numRuns: 200 });
  expect(refused).toBeGreaterThan(200);
});
