/** What a module has to do before it may serve. */
import { describe, expect, test } from "vitest";
import { validateModule } from "../../trainer/publish/validate.ts";
import { BUILT, BUILT_ID } from "./models.ts";

describe("validation", () => {
  test("takes the built module, on more than a thousand records", () => {
    expect(validateModule(BUILT, BUILT_ID)).toBeGreaterThan(1_400);
  });

  test.each([
    ["cut off", BUILT.subarray(0, BUILT.length - 1000), /no WebAssembly module/],
    ["another program", Buffer.from("0061736d01000000", "hex"), /does not export smartlog/],
    ["a damaged model", damaged(), /checksum|damaged|takes no such model/],
  ])("refuses %s", (_, module, message) => {
    expect(() => validateModule(module, BUILT_ID)).toThrow(message);
  });

  test("refuses a module that changes what it is given", () => {
    const module = Buffer.from(BUILT);
    const places = [...module.toString("latin1").matchAll(/"smartlog":\{/g)].map(({ index }) => index);
    if (places.length === 0)
      throw new Error("the filter has the event's key in another form: change this test");
    for (const at of places) module.write('"smartdog"', at, "latin1");
    expect(() => validateModule(module, BUILT_ID)).toThrow(/adds no event/);
  });
});

function damaged(): Buffer {
  const module = Buffer.from(BUILT);
  module[module.length - 5000] = (module[module.length - 5000] as number) ^ 0xff;
  return module;
}
