import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A new temporary folder. Root's Postgres, which runs under another account, gets through it to what is below. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "smartlog-test-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** A folder that is gone after the file's tests. */
export function temporaryFolder(): string {
  const folder = newFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
