import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";

const CODE = "[a-z]+(?:-[a-z]+)+";

test("docs/doctor.md has each code of the doctor's checks, and no other", () => {
  const folder = join(PACKAGE_ROOT, "cli", "doctor");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("try"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const calls = new RegExp(`(?:findings\\.(?:ok|note|warning|error|check)|need)\\(\\s*"(${CODE})"`, "g");
  const added = new RegExp(`findings\\.add\\([^"]*?(?:"[a-z]+"[^"]*?)*"(${CODE})",`, "g");
  const given = sources.flatMap((text) =>
    [...text.matchAll(calls), ...text.matchAll(added)].map(([, code]) => code),
  );
  const page = readFileSync(join(PACKAGE_ROOT, "docs", "doctor.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) =>
    Array.from(row.split("|")[1]?.matchAll(/`([\w-]+)`/g) ?? [], ([, code]) => code),
  );
  expect([...new Set(named)].sort()).toEqual([...new Set(given)].sort());
});
