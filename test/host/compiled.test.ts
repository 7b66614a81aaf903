import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readAot, withCustom } from "../../host/aot.ts";
import { modelIn, readCompiled, runnable, withModel, withOrigin } from "../../host/compiled.ts";
import { FilterError } from "../../host/error.ts";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { codeHash, withData } from "../../host/wasm.ts";
import { readModel } from "../../trainer/model/read.ts";
import { temporaryFolder } from "../folder.ts";
import { aotFile, compiledFilter, unmarkedFilter } from "./aot-file.ts";

const BUILT = readFileSync(BUILT_MODULE);
const REGION = Filter.load(BUILT).modelRegion;
const COMPILED = compiledFilter();
const { origin: ORIGIN, modelAt: AT } = readCompiled(COMPILED);
const TIME = { seconds: 1_763_720_000, nanoseconds: 0 };
const RECORD = '{"file":"a","offset":1,"log":"GET /?q=1%27+UNION+SELECT+1-- HTTP/1.1"}';

describe("a compiled filter", () => {
  test("runs here as what it was made of, from its bytes and from its path", () => {
    const path = join(temporaryFolder(), "filter.aot");
    writeFileSync(path, COMPILED);
    const answer = Filter.load(BUILT).score(RECORD, TIME);
    expect(Filter.load(COMPILED).score(RECORD, TIME)).toBe(answer);
    expect(Filter.load(path).score(RECORD, TIME)).toBe(answer);
    expect(Filter.load(COMPILED).modelBytes()).toEqual(Filter.load(BUILT).modelBytes());
  });

  test("takes another model in place, and the first again", () => {
    const other = Buffer.alloc(REGION.capacity, 5);
    const changed = withModel(COMPILED, other);
    expect(changed.length).toBe(COMPILED.length);
    expect(modelIn(changed)).toEqual(other);
    expect(changed.subarray(0, AT)).toEqual(COMPILED.subarray(0, AT));
    expect(changed.subarray(AT + REGION.capacity)).toEqual(COMPILED.subarray(AT + REGION.capacity));
    // A shorter one leaves nothing of a longer one behind it.
    expect(withModel(changed, readModel(BUILT).blob)).toEqual(COMPILED);
    expect(() => withModel(COMPILED, Buffer.alloc(REGION.capacity + 1))).toThrow(
      `${REGION.capacity + 1} bytes`,
    );
  });

  test("is refused once anything but the model was changed", () => {
    for (const at of [40, AT - 1, AT + REGION.capacity, COMPILED.indexOf("machine code")]) {
      const changed = Buffer.from(COMPILED);
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => readCompiled(changed), `byte ${at}`).toThrow(FilterError);
      expect(() => Filter.load(changed), `byte ${at}`).toThrow(FilterError);
    }
    expect(() => readCompiled(Buffer.from(COMPILED).fill(1, AT, AT + 9))).not.toThrow();
  });

  test("of other code is noticed, and keeps its model", () => {
    const other = withOrigin(unmarkedFilter(), { ...ORIGIN, code: "0".repeat(64) });
    expect(() => runnable(other)).toThrow(
      /another version of SmartLog: make it anew with `smartlog model compile`/,
    );
    expect(() => Filter.load(other)).toThrow(/cannot load the module: .*another version/);
    expect(modelIn(other)).toEqual(Buffer.alloc(REGION.capacity, 0xff));
  });

  test.each([
    ["nobody says what it was made of", unmarkedFilter(), /not made by `smartlog model compile`/],
    ["two say it", withCustom(COMPILED, "smartlog", Buffer.from("{}")), /not made by/],
    ["it says nonsense", withCustom(unmarkedFilter(), "smartlog", Buffer.from("{}")), /can't be read/],
    ["it says no JSON", withCustom(unmarkedFilter(), "smartlog", Buffer.from("{")), /can't be read/],
  ])("is refused where %s", (_, file, message) => {
    expect(() => readCompiled(file)).toThrow(message);
  });

  test.each([
    ["no place", [{ address: 16, bytes: Buffer.alloc(9) }], /no place/],
    ["a place that is too small", [{ address: REGION.address, bytes: Buffer.alloc(100_000) }], /no place/],
    [
      "two places",
      [1, 2].map(() => ({ address: REGION.address, bytes: Buffer.alloc(REGION.capacity) })),
      /more than one place/,
    ],
  ])("with %s for the model is refused", (_, segments, message) => {
    expect(() => withOrigin(aotFile({ segments }), ORIGIN)).toThrow(message);
  });
});

test("the code's hash is the same whatever the model, and another for other code", () => {
  const hash = codeHash(BUILT, REGION.address);
  expect(codeHash(withData(BUILT, REGION.address, Buffer.from("another model")), REGION.address)).toBe(hash);
  expect(codeHash(withData(BUILT, 16, Buffer.from("other data")), REGION.address)).not.toBe(hash);
});

test("a file whose last section ends anywhere takes the note", () => {
  for (const missing of [0, 1, 2]) {
    const file = unmarkedFilter();
    const noted = withOrigin(file.subarray(0, file.length - missing), ORIGIN);
    expect(readCompiled(noted).modelAt).toBe(AT);
  }
});

test("what is noted in it is one custom section at its end, which WAMR skips", () => {
  const { custom } = readAot(COMPILED);
  expect(custom.map(({ name }) => name)).toEqual(["smartlog"]);
  const [{ at } = { at: 0 }] = custom;
  expect([at % 4, COMPILED.readUInt32LE(at), COMPILED.readUInt32LE(at + 8)]).toEqual([0, 100, 0]);
});
