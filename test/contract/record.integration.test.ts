/** host/record.ts promises to write a line as Fluent Bit does. Here Fluent Bit is asked. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordOfLine } from "../../host/record.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { hardFile } from "./hard-lines.ts";
import { site } from "./shipped.ts";
import { type Written, writtenBy } from "./written.ts";

const fluentBit = findFluentBit();

/** What Fluent Bit's own JSON writer makes of a file's lines (its `file` output uses the same one as the filter). */
async function writtenByFluentBit(content: Buffer): Promise<Written> {
  const at = site();
  try {
    return await writtenBy(fluentBit as string, at, content);
  } finally {
    at.remove();
  }
}

describe.skipIf(!fluentBit)("a raw line becomes the record that Fluent Bit makes of it:", () => {
  test("lines with all that is hard in them", async () => {
    const { file, lines, records } = await writtenByFluentBit(hardFile());
    expect(records).toEqual(lines.map(({ bytes, offset }) => recordOfLine(bytes, { file, offset })));
  });

  test("any bytes", async () => {
    const lines = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 60 }), { numRuns: 3000, seed: 7 });
    const content = hardFile([
      Buffer.from("first"),
      ...lines.map((line) => Buffer.from(line.filter((byte) => byte !== 0x0a))),
    ]);
    const { file, lines: found, records } = await writtenByFluentBit(content);
    expect(records).toEqual(found.map(({ bytes, offset }) => recordOfLine(bytes, { file, offset })));
  });

  test("NULs at a file's head, as a truncated copy leaves them, are left out by tail", async () => {
    const { records } = await writtenByFluentBit(Buffer.concat([Buffer.alloc(100), Buffer.from("a\nb\n")]));
    expect(records.map((record) => JSON.parse(record)).map(({ log, offset }) => [log, offset])).toEqual([
      ["a", 100],
      ["b", 102],
    ]);
  });
});
