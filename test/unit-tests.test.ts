/** A test that starts a server or a child process says so by its name: *.integration.test.ts. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../host/module.ts";
import { type Import, importGraph } from "./imports.ts";

/** Modules by which servers and child processes are started or reached; of some only certain names do no such thing. */
const STARTERS: Readonly<Record<string, { harmless: readonly string[] }>> = {
  "node:child_process": { harmless: [] },
  "node:http": { harmless: [] },
  "node:https": { harmless: [] },
  "node:net": { harmless: ["isIP"] },
  pg: { harmless: [] },
  "playwright-core": { harmless: [] },
  "store/open.ts": { harmless: [] },
  "store/embedded/server.ts": { harmless: [] },
  "server/index.ts": { harmless: [] },
};
const INTEGRATION = /\.integration\.test\.ts$/;
const UNIT = /(?<!\.integration)\.test\.ts$/;

const graph = importGraph(["test", "bench"]);
const tests = [...graph.keys()];

function isStarter({ target, names, isTypeOnly }: Import): boolean {
  const starter = STARTERS[target];
  if (!starter || isTypeOnly) return false;
  return names.length === 0 || names.some((name) => !starter.harmless.includes(name));
}

/** @returns the path of imports, through helpers of tests and benches, to what starts something; undefined where none does */
function pathToStarter(file: string, seen = new Set<string>()): string | undefined {
  if (seen.has(file)) return undefined;
  seen.add(file);
  for (const each of graph.get(file) ?? []) {
    if (isStarter(each)) return `${file} → ${each.target}`;
    const path = each.isTypeOnly ? undefined : pathToStarter(each.target, seen);
    if (path) return `${file} → ${path}`;
  }
  return undefined;
}

test("a unit test starts no server and no child process", () => {
  const units = tests.filter((file) => UNIT.test(file));
  expect(units.length).toBeGreaterThan(30);
  expect(units.map((file) => pathToStarter(file)).filter(Boolean)).toEqual([]);
});

test("an integration test starts one", () => {
  const integration = tests.filter((file) => INTEGRATION.test(file));
  expect(integration.length).toBeGreaterThan(30);
  expect(integration.filter((file) => !pathToStarter(file))).toEqual([]);
});

test("what starts something is where it is said to be", () => {
  const files = Object.keys(STARTERS).filter((name) => name.endsWith(".ts"));
  expect(files.filter((file) => !existsSync(join(PACKAGE_ROOT, file)))).toEqual([]);
});
