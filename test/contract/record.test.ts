/** host/record.ts promises to write a line as Fluent Bit does. Here Fluent Bit is asked. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordOfLine } from "../../host/record.ts";
import { FluentBit, findFluentBit } from "./fluent-bit.ts";
import { hardFile } from "./hard-lines.ts";
import { type Line, linesOf } from "./lines.ts";
import { site } from "./shipped.ts";

const fluentBit = findFluentBit();

/** What Fluent Bit's own JSON writer makes of a file's lines (its `file` output uses the same one as the filter). */
async function writtenByFluentBit(
  content: Buffer,
): Promise<{ file: string; lines: Line[]; records: string[] }> {
  const at = site();
  const file = join(at.logs, "hard.log");
  writeFileSync(file, content);
  const lines = linesOf(file);
  const config = join(at.folder, "fluent-bit.yaml");
  writeFileSync(
    config,
    JSON.stringify({
      service: { flush: 0.2, grace: 5 },
      pipeline: {
        inputs: [
          {
            name: "tail",
            tag: "t",
            path: file,
            path_key: "file",
            offset_key: "offset",
            read_from_head: true,
            buffer_max_size: "4M",
          },
        ],
        outputs: [{ name: "file", match: "*", path: at.folder, file: "out.txt", format: "plain" }],
      },
    }),
  );
  const shipper = new FluentBit(fluentBit as string, ["-c", config]);
  const out = join(at.folder, "out.txt");
  const records = () => {
    try {
      return readFileSync(out).toString("utf8").split("\n").filter(Boolean);
    } catch {
      return [];
    }
  };
  try {
    await shipper.until(() => records().length >= lines.length);
  } finally {
    await shipper.stop();
  }
  const found = records();
  at.remove();
  return { file, lines, records: found };
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
