import { execFile } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../folder.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const folder = temporaryFolder();
symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
writeFileSync(
  join(folder, "vitest.config.ts"),
  `export default { test: { include: ["*.case.ts"], reporters: ["default", "${ROOT}test/reporter.ts"] } };`,
);

/** Runs a test file of its own, and gives the last line and the exit code. */
function lastLine(name: string, body: string): Promise<[line: string | undefined, code: unknown]> {
  writeFileSync(
    join(folder, `${name}.case.ts`),
    `import { beforeAll, describe, test } from "vitest";\n${body}`,
  );
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  return new Promise((resolve) =>
    execFile(process.execPath, [vitest, "run", "--root", folder, name], (error, stdout) =>
      resolve([stdout.trimEnd().split("\n").at(-1), error?.code ?? 0]),
    ),
  );
}

test.each([
  ["passing", "test('a', () => {}); test('b', () => {});", "2 passed, 0 failed", 0],
  [
    "mixed",
    "test('a', () => {}); test('b', () => { throw 1 }); test.skip('c', () => {});",
    "1 passed, 1 failed, 1 skipped",
    1,
  ],
  ["unloadable", "throw new Error('x');", "0 passed, 1 failed", 1],
  [
    "hook",
    "describe('s', () => { beforeAll(() => { throw new Error('x') }); test('a', () => {}); });",
    "0 passed, 1 failed, 1 skipped",
    1,
  ],
  [
    "unhandled",
    "test('a', () => { setTimeout(() => { throw new Error('x') }) }); test('b', async () => { await new Promise((r) => setTimeout(r, 50)) });",
    "2 passed, 1 failed",
    1,
  ],
])("%s: the last line says so", async (name, body, line, code) => {
  expect(await lastLine(name, body)).toEqual([line, code]);
});
