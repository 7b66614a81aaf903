import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as arbitrary from "./arbitraries.ts";
import { keptPart, rawText } from "./expected.ts";
import { RawInstance } from "./instance.ts";
import { assertStrictJson } from "./rfc8259.ts";

const instance = new RawInstance();

/** All that must hold for any answer; returns it parsed. */
function check(record: Uint8Array): Record<string, unknown> {
  const answer = instance.smartlog(record);
  assertStrictJson(answer);
  const text = answer.toString("utf8");
  const value = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(value).at(-1)).toBe("smartlog");
  const event = value.smartlog as Record<string, unknown>;
  expect(event.v).toBe(1);
  expect(event.id).toMatch(/^[0-9a-f]{16}$/);
  for (const [name, field] of Object.entries(event)) {
    if (typeof field === "number") expect(Number.isFinite(field), name).toBe(true);
  }
  const kept = keptPart(record);
  if (kept === undefined) {
    expect(Object.keys(value)).toEqual(["raw", "smartlog"]);
    expect(value.raw).toBe(rawText(record));
    expect(event.kind).toBe("unknown");
    expect(event.error).toContain("not one well-formed JSON object");
  } else {
    const separator = /[^\s{]/.test(kept) ? "," : "";
    const head = Buffer.from(`${kept}${separator}"smartlog":{`, "latin1");
    expect(answer.subarray(0, head.length).toString("latin1")).toBe(head.toString("latin1"));
    expect(event.error ?? "").not.toContain("well-formed");
  }
  return value;
}

const property = (of: fc.Arbitrary<string | Uint8Array>, runs: number) =>
  fc.assert(
    fc.property(of, (record) => {
      check(typeof record === "string" ? Buffer.from(record) : record);
    }),
    { numRuns: runs },
  );

describe("the answer is one JSON object that keeps the record, whatever comes in:", () => {
  test("any well-formed record", () => property(arbitrary.record, 4000));
  test("nesting around the limit", () => property(arbitrary.deepRecord, 300));
  test("records with bytes damaged", () => property(arbitrary.damagedRecord, 4000));
  test("what Fluent Bit prints where JSON has no way to say it", () => property(arbitrary.notQuiteJson, 500));
  test("any bytes", () => property(arbitrary.anyBytes, 1000));

  test("every length up to 1 MB, well-formed or not", () => {
    const pieces = [
      "a",
      '\\"',
      "\\u0000",
      "\xff",
      "\xc3\xa9",
      "[17/May/2015:10:05:43 +0000] ",
      "?a=%27&",
      '\\\\"',
      "\\u00e9",
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_048_576 }),
        fc.constantFrom(...pieces),
        fc.boolean(),
        (size, piece, cut) => {
          const body = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
          check(Buffer.from(`{"log":"${body}${cut ? "" : '"}'}`, "latin1"));
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  });
});

const kept = (record: string | Buffer) => {
  const text = JSON.stringify(check(Buffer.from(record)));
  return text.slice(0, text.indexOf(',"smartlog":{'));
};

describe("the exceptions to 'every byte is kept':", () => {
  test("the shipper's own timestamp key and ours get a _", () => {
    expect(kept('{"date":1,"smartlog":{"date":2},"x":{"date":3,"smartlog":4}}')).toBe(
      '{"_date":1,"_smartlog":{"date":2},"x":{"date":3,"smartlog":4}',
    );
  });

  test("also when they are written with escapes", () => {
    expect(kept('{"\\u0064ate":1,"smart\\u006Cog":2}')).toBe('{"_date":1,"_smartlog":2');
  });

  test("NUL, halves of surrogate pairs and bytes that are not UTF-8 become U+FFFD", () => {
    expect(kept('{"a":"\\u0000x\\ud800y\\udc00\\ud83d\\ude00"}')).toBe(
      '{"a":"\ufffdx\ufffdy\ufffd\u{1f600}"',
    );
    expect(
      kept(Buffer.from([...Buffer.from('{"a\xff":"', "latin1"), 0xc3, 0x28, 0xe2, 0x82, 0x22, 0x7d])),
    ).toBe('{"a\ufffd":"\ufffd(\ufffd\ufffd"');
  });

  test("a number too large for a double becomes a string: the shipper would die of it", () => {
    const large = '{"a":1e400,"b":[-1.797693134862316e+308],"c":1e307,"d":0e999,"e":0.001e310}';
    expect(instance.smartlog(Buffer.from(large)).toString()).toContain(
      '{"a":"1e400","b":["-1.797693134862316e+308"],"c":1e307,"d":0e999,"e":0.001e310,"smartlog":{',
    );
  });
});

test("an empty object, however written, gets the event alone", () => {
  expect(Object.keys(check(Buffer.from("{}")))).toEqual(["smartlog"]);
  expect(Object.keys(check(Buffer.from(" {\n} ")))).toEqual(["smartlog"]);
});

test("ids of records without file and offset are unique per arrival", () => {
  const record = Buffer.from('{"log":"the same"}');
  const ids = Array.from({ length: 1000 }, () => (check(record).smartlog as { id: string }).id);
  expect(new Set(ids).size).toBe(1000);
});
