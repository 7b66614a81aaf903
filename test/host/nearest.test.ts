import { expect, test } from "vitest";
import { nearest } from "../../host/nearest.ts";

const NAMES = ["bot", "status", "site", "severity", "source-port", "serve", "service", "time"];

test.each([
  ["statsu", "status"],
  ["Status", "status"],
  ["source_prt", "source-port"],
  ["serv", "serve"],
  ["sev", "severity"],
  ["sie", "site"],
  ["bto", "bot"],
  ["x", undefined],
  ["", undefined],
  ["nothing-of-the-kind", undefined],
  ["time".repeat(10_000), undefined],
])("%.20s is meant as %s", (given, name) => {
  expect(nearest(given, NAMES)).toBe(name);
});

test("nothing is near where there are no names", () => {
  expect(nearest("serve", [])).toBeUndefined();
});
