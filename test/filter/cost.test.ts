/**
 * What a line may cost: operations that the shipper's interpreter executes, counted (bench/node), so exact on any
 * machine. `cost/*.log` are simulated lines; `cost/ceilings.json` has what each kind's cost when it was written.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { costOf, countedModule } from "../../bench/node/count.ts";

const FOLDER = join(import.meta.dirname, "cost");
/** A model with other weights gives other labels, and with them other reasons to look for. */
const TOLERANCE = 1.03;

const ceilings = JSON.parse(readFileSync(join(FOLDER, "ceilings.json"), "utf8")) as Record<string, number>;
const kinds = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".log.txt"))
  .map((file) => file.replace(".log.txt", ""));

let module: WebAssembly.Module;

beforeAll(() => {
  module = countedModule();
});

function linesOf(kind: string): Buffer[] {
  const lines = readFileSync(join(FOLDER, `${kind}.log.txt`), "latin1")
    .trimEnd()
    .split("\n");
  return lines.map((line) => Buffer.from(line, "latin1"));
}

test("every kind has lines and a ceiling", () => {
  expect(kinds.sort()).toEqual(Object.keys(ceilings).sort());
});

test.each(kinds)("%s: a line costs no more operations than it did", (kind) => {
  const { operations } = costOf(module, linesOf(kind));
  expect(
    operations,
    `${Math.round(operations)} operations a line; node build/bench/node/run.js shows where they go. ` +
      "If it is worth that much, write the new figure into test/filter/cost/ceilings.json",
  ).toBeLessThanOrEqual((ceilings[kind] ?? 0) * TOLERANCE);
});

test("the same lines cost the same every time", () => {
  const lines = linesOf("web").slice(0, 20);
  expect(costOf(module, lines)).toEqual(costOf(module, lines));
});
