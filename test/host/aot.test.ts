import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAot, readAot, withCustom } from "../../host/aot.ts";
import { FilterError } from "../../host/error.ts";
import { aotFile } from "./aot-file.ts";

const SEGMENTS = [
  { address: 16, bytes: Buffer.from("abc") },
  { address: 7, bytes: Buffer.from("passive"), isPassive: true },
  { address: 4096, bytes: Buffer.alloc(40, 7) },
];
const FILE = aotFile({ segments: SEGMENTS, arch: "aarch64v8", functions: ["smartlog", "free"] });

describe("a compiled module", () => {
  test("is read: target, functions, data, custom sections", () => {
    const file = withCustom(withCustom(FILE, "a", Buffer.from("one")), "b", Buffer.from("two"));
    const { arch, functions, segments, custom } = readAot(file);
    expect(arch).toBe("aarch64v8");
    expect(functions).toEqual(["smartlog", "free"]);
    expect(segments.map(({ address }) => address)).toEqual([16, undefined, 4096]);
    expect(segments.map(({ at, length }) => file.subarray(at, at + length))).toEqual(
      SEGMENTS.map(({ bytes }) => bytes),
    );
    expect(custom.map(({ name, content }) => [name, content.toString()])).toEqual([
      ["a", "one"],
      ["b", "two"],
    ]);
    expect(file.subarray(0, custom[0]?.at)).toEqual(FILE);
  });

  test("is told from WebAssembly, and from next to nothing", () => {
    expect(isAot(FILE)).toBe(true);
    for (const other of ["", "\0ao", "\0asm\u0001\0\0\0", "\0aot"]) {
      expect(isAot(Buffer.from(other, "latin1"))).toBe(false);
      expect(() => readAot(Buffer.from(other, "latin1"))).toThrow(/no module that was compiled/);
    }
  });

  test("of another version of the format is refused with what to do", () => {
    expect(() => readAot(aotFile({ version: 4 }))).toThrow(/format 4 .* takes 5: compile it with/);
  });

  test("that is cut off anywhere is refused", () => {
    for (let length = 0; length < FILE.length - 2; length++)
      expect(() => readAot(FILE.subarray(0, length)), `${length} bytes`).toThrow(FilterError);
  });

  test("with sections in another order is refused", () => {
    const second = FILE.indexOf("machine code") - 8;
    const swapped = Buffer.from(FILE);
    swapped.writeUInt32LE(5, second);
    expect(() => readAot(swapped)).toThrow(/not in order/);
    expect(() => readAot(withCustom(FILE.subarray(0, second), "early", Buffer.from("x")))).toThrow(
      /not in order/,
    );
  });

  test("with bytes changed anywhere is read or refused, never worse", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(FILE.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const changed = Buffer.from(FILE);
          for (const [at, byte] of changes) changed[at] = byte;
          try {
            for (const { at, length } of readAot(changed).segments)
              expect(at + length).toBeLessThanOrEqual(changed.length);
          } catch (error) {
            expect(error).toBeInstanceOf(FilterError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
