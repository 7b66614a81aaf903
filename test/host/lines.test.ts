import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { LeftOut } from "../../host/log/left-out.ts";
import { LineSplitter, MAX_NULS } from "../../host/log/lines.ts";

interface Found {
  text: string;
  offset: number;
  cut: number;
}

/** Lines of bytes that come in chunks of these sizes, the last one without a newline included. */
function split(bytes: Buffer, sizes: readonly number[]): { lines: Found[]; holeBytes: number } {
  const leftOut = new LeftOut();
  const splitter = new LineSplitter(leftOut);
  const lines: Found[] = [];
  const take = (line: { bytes: Buffer; offset: number; cut: number }) =>
    lines.push({ text: line.bytes.toString("latin1"), offset: line.offset, cut: line.cut });
  // One buffer for all chunks, as a file's are read: what is held has to be a copy.
  const buffer = Buffer.alloc(Math.max(1, ...sizes));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.min(sizes[i % sizes.length] as number, bytes.length - at);
    bytes.copy(buffer, 0, at, at + size);
    for (const line of splitter.push(buffer.subarray(0, size))) take(line);
    at += size;
  }
  const last = splitter.end();
  if (last) take(last);
  return { lines, holeBytes: leftOut.holeBytes };
}

/** The same, worked out by regular expressions over the whole. */
function expected(bytes: Buffer): { lines: Found[]; holeBytes: number } {
  const HOLE = new RegExp(`\\0{${MAX_NULS + 1},}`, "g");
  const whole = bytes.toString("latin1");
  const lines: Found[] = [];
  let holeBytes = 0;
  let offset = 0;
  for (const part of whole.split("\n")) {
    const isLast = offset + part.length === whole.length;
    const text = part.replace(HOLE, "");
    holeBytes += part.length - text.length;
    const leading = /^\0*/.exec(part)?.[0].length ?? 0;
    const isThere = !isLast || (part !== "" && !(text === "" && leading > MAX_NULS));
    if (isThere)
      lines.push({
        text: text.endsWith("\r") ? text.slice(0, -1) : text,
        offset: offset + (leading > MAX_NULS ? leading : 0),
        cut: 0,
      });
    offset += part.length + 1;
  }
  return { lines, holeBytes };
}

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "\n", "\r\n", "\0", "b\0\0c", "text of a line", "\r") },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(1, 63, 64, 65, MAX_NULS - 1, MAX_NULS, MAX_NULS + 1, 3 * MAX_NULS + 5)
      .map((n) => "\0".repeat(n)),
  },
);

describe("lines are the same however their bytes are spread over chunks:", () => {
  test("any bytes, holes of NULs among them", () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20_000 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (pieces, sizes) => {
          const bytes = Buffer.from(pieces.join(""), "latin1");
          expect(split(bytes, sizes)).toEqual(expected(bytes));
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([[[7_919]], [[65_536]], [[3 * MAX_LINE_BYTES]]])(
    "lines around the limit, %j bytes a chunk",
    (sizes) => {
      const lengths = [MAX_LINE_BYTES - 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 2 * MAX_LINE_BYTES, 3];
      const bytes = Buffer.from(lengths.map((length) => `${"x".repeat(length)}\n`).join(""));
      const { lines } = split(bytes, sizes);
      expect(lines.map(({ text, cut }) => [text.length, cut])).toEqual(
        lengths.map((length) => [Math.min(length, MAX_LINE_BYTES), Math.max(0, length - MAX_LINE_BYTES)]),
      );
      expect(lines.at(-1)?.offset).toBe(bytes.length - 4);
    },
  );
});

test("NULs between other bytes take time in proportion to them", () => {
  const bytes = Buffer.from("a\0".repeat(MAX_LINE_BYTES / 2));
  const began = performance.now();
  for (let i = 0; i < 4; i++) split(bytes, [262_144]);
  expect(performance.now() - began).toBeLessThan(4_000);
});
