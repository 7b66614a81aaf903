/** What may be installed with SmartLog: licences that a user of Apache-2.0 code can take without thinking. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../host/module.ts";

const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PostgreSQL",
  "Unlicense",
]);
/** Binds who changes its files, which nobody does; fit for tools, which are not part of what runs. */
const ALLOWED_FOR_TOOLS = new Set([...ALLOWED, "MPL-2.0"]);

interface Locked {
  license?: string;
  dev?: boolean;
}

const { packages } = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};

/** Whether an SPDX expression without nested brackets allows it: any of an OR, all of an AND. */
function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  return expression
    .replace(/^\(|\)$/g, "")
    .split(" OR ")
    .some((all) => all.split(" AND ").every((licence) => allowed.has(licence)));
}

test("every package in the lock file names a licence, and one that is allowed", () => {
  const wrong = Object.entries(packages).filter(
    ([path, { license = "", dev = false }]) =>
      path !== "" && !isAllowed(license, dev ? ALLOWED_FOR_TOOLS : ALLOWED),
  );
  expect(wrong.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
});

test("alternatives need one that is allowed, combinations all of them", () => {
  expect(isAllowed("(GPL-3.0-only OR MIT)", ALLOWED)).toBe(true);
  expect(isAllowed("(MIT AND Apache-2.0)", ALLOWED)).toBe(true);
  expect(isAllowed("MIT AND GPL-3.0-only", ALLOWED)).toBe(false);
  expect(isAllowed("MPL-2.0", ALLOWED)).toBe(false);
  expect(isAllowed("", ALLOWED)).toBe(false);
});

test("every package has a checksum, and the lock file names no registry", () => {
  const text = readFileSync(join(PACKAGE_ROOT, "package-lock.json"), "utf8");
  expect(text).not.toContain('"resolved"');
  const unchecked = Object.entries(packages).filter(
    ([path, locked]) => path !== "" && !("integrity" in locked) && !("inBundle" in locked),
  );
  expect(unchecked.map(([path]) => path)).toEqual([]);
});
