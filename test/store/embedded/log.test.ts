import { appendFileSync, closeSync, mkdtempSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { layoutOf } from "../../../store/embedded/layout.ts";
import { boundLog, LOG_MAX_BYTES, openLog } from "../../../store/embedded/log.ts";

const folder = mkdtempSync(join(tmpdir(), "smartlog-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the server's log is begun anew while the server writes to it, and what it said stays beside it", () => {
  const layout = layoutOf(folder);
  const { log, from } = openLog(layout);
  expect(from).toBe(0);
  writeSync(log, "first\n");
  boundLog(layout);
  expect(readFileSync(layout.log, "utf8")).toBe("first\n");
  appendFileSync(layout.log, "x".repeat(LOG_MAX_BYTES));
  writeSync(log, "last\n");
  boundLog(layout);
  expect(statSync(layout.log).size).toBe(0);
  expect(readFileSync(`${layout.log}.1`, "utf8")).toMatch(/x\nlast\n$|xlast\n$/);
  writeSync(log, "anew\n");
  expect(readFileSync(layout.log, "utf8")).toBe("anew\n");
  closeSync(log);
});
