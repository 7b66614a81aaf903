/** The fuzz run itself: that it repeats, and that it sees what it is there to see. */
import { describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { RawInstance } from "../filter/instance.ts";
import { minimise } from "./minimise.ts";
import { hostileRecords } from "./records.ts";
import { assertAnswer } from "./verdict.ts";

const some = (seed: number, count: number) => {
  const records = hostileRecords(new Random(seed));
  return Array.from({ length: count }, () => records.next().value);
};

test("the same seed gives the same records, another seed others", () => {
  expect(some(7, 200)).toEqual(some(7, 200));
  expect(some(7, 200)).not.toEqual(some(8, 200));
});

test("a thousand hostile records are answered as they must be", () => {
  const instance = new RawInstance();
  for (const record of some(20_261_121, 1_000)) assertAnswer(record, instance.smartlog(record));
});

describe("an answer that is wrong is found:", () => {
  const RECORD = Buffer.from('{"log":"caf\\u00e9 \xff","n":1e999,"date":1,"n":2}', "latin1");
  const right = new RawInstance().smartlog(RECORD).toString();
  assertAnswer(RECORD, Buffer.from(right));

  test.each<[string, (answer: string) => string]>([
    ["empty", () => ""],
    ["cut off", (answer) => answer.slice(0, -1)],
    ["two values", (answer) => `${answer}{}`],
    ["an escape written otherwise", (answer) => answer.replace("\\u00e9", "é")],
    ["a byte of the record changed", (answer) => answer.replace("caf", "caF")],
    ["a key left out", (answer) => answer.replace(',"n":2', "")],
    ["keys in another order", (answer) => answer.replace(/("log":"[^"]*"),("n":"1e999")/, "$2,$1")],
    ["the shipper's key kept", (answer) => answer.replace('"_date"', '"date"')],
    ["a number that no double holds", (answer) => answer.replace('"1e999"', "1e999")],
    ["a score that is none", (answer) => answer.replace(/"threat":[\d.]+/, '"threat":NaN')],
    ["a score above 1", (answer) => answer.replace(/"threat":[\d.]+/, '"threat":1.5')],
    ["no label", (answer) => answer.replace(/"label":"\w+",/, "")],
    ["an id of another length", (answer) => answer.replace(/"id":"../, '"id":"')],
    ["something behind the event", (answer) => answer.replace(/}}$/, '},"x":1}')],
  ])("%s", (_, spoil) => {
    const wrong = spoil(right);
    expect(wrong).not.toBe(right);
    expect(() => assertAnswer(RECORD, Buffer.from(wrong))).toThrow();
  });

  test("raw that is not what came in", () => {
    const record = Buffer.from("no\0 json \xff", "latin1");
    const answer = new RawInstance().smartlog(record).toString();
    assertAnswer(record, Buffer.from(answer));
    expect(() => assertAnswer(record, Buffer.from(answer.replace("json", "JSON")))).toThrow(/raw/);
  });
});

test("a record is made as short as it can be", () => {
  const record = Buffer.from(`${"a".repeat(1_000)}X${"b".repeat(3_000)}Y${"c".repeat(50)}`);
  const hasBoth = (bytes: Buffer) => bytes.includes("X") && bytes.includes("Y");
  expect(minimise(record, hasBoth).toString()).toBe("XY");
});
