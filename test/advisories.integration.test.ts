/** scripts/advisories.mjs with an npm that says what a registry would. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../host/module.ts";

const folder = mkdtempSync(join(tmpdir(), "smartlog-advisories-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ["bin", "scripts"]) mkdirSync(join(folder, name));
copyFileSync(join(PACKAGE_ROOT, "scripts/advisories.mjs"), join(folder, "scripts/advisories.mjs"));

function check(npmSays: string, accepted: object[] = []): { code: number | null; said: string } {
  writeFileSync(join(folder, "scripts/advisories.json"), JSON.stringify({ accepted }));
  writeFileSync(join(folder, "said"), npmSays);
  writeFileSync(join(folder, "bin/npm"), `#!/bin/sh\ncat '${folder}/said'\nexit 1\n`);
  chmodSync(join(folder, "bin/npm"), 0o755);
  const { status, stdout } = spawnSync(process.execPath, [join(folder, "scripts/advisories.mjs")], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` },
  });
  return { code: status, said: stdout };
}

/** As npm 10 and 11 report: a package that depends on a faulty one names it by a string. */
function report(severity: string): string {
  const url = "https://github.com/advisories/GHSA-aaaa-bbbb-cccc";
  const via = { source: 1, name: "parser", title: "it hangs", severity, url };
  return JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      parser: { name: "parser", severity, via: [via] },
      server: { name: "server", severity, via: ["parser"] },
    },
  });
}

test("a grave advisory fails the check, once, and is named", () => {
  for (const severity of ["high", "critical"]) {
    const { code, said } = check(report(severity));
    expect([code, said.match(/GHSA-aaaa-bbbb-cccc/g)?.length]).toEqual([1, 1]);
    expect(said).toContain("1 known of packages that run, 1 of them to be seen to");
  }
});

test("a lesser one is said", () => {
  expect(check(report("moderate"))).toEqual({
    code: 0,
    said: expect.stringContaining("moderate parser: it hangs"),
  });
});

test("one that somebody accepted fails it again when its time is over", () => {
  const id = "GHSA-aaaa-bbbb-cccc";
  expect(check(report("high"), [{ id, until: "9999-01-01", why: "not called" }]).code).toBe(0);
  expect(check(report("high"), [{ id, until: "2020-01-01", why: "not called" }]).code).toBe(1);
});

test("where the registry doesn't answer, that is said, and nothing fails", () => {
  const refused = JSON.stringify({ message: "405 Method Not Allowed", method: "POST", statusCode: 405 });
  expect(check(refused)).toEqual({
    code: 0,
    said: expect.stringContaining("405 Method Not Allowed); not checked"),
  });
  expect(check("")).toEqual({ code: 0, said: expect.stringContaining("not checked") });
});
