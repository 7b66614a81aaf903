import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCases, SAMPLES } from "./configurations/case.ts";

const cases = readCases();
describe("the doctor's configurations", () => {
  test("are of both formats, and many are right as they are", () => {
    const right = cases.filter(({ expected }) => expected.findings.length === 0);
    const yaml = cases.filter(({ main }) => main.endsWith(".yaml"));
    expect(cases.length).toBeGreaterThanOrEqual(40);
    expect(right.length).toBeGreaterThanOrEqual(15);
    expect(yaml.length / cases.length).toBeGreaterThan(0.2);
  });

  test("use every sample, and no other", () => {
    const used = cases.flatMap(({ expected }) => [
      ...Object.values(expected.logs ?? {}),
      ...Object.values(expected.samples ?? {}),
    ]);
    expect([...new Set(used)].sort()).toEqual(readdirSync(SAMPLES).sort());
  });

  test.each(cases)("$name says nothing that it forbids", ({ expected }) => {
    const told = [...expected.findings.map(({ code }) => code), ...(expected.notes ?? [])];
    expect(told.filter((code) => expected.never?.includes(code))).toEqual([]);
    expect(expected.why).not.toBe("");
  });
});
