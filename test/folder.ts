import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new temporary folder. Root's Postgres, which runs under another account, gets through it to what is below. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "smartlog-test-"));
  chmodSync(folder, 0o711);
  return folder;
}
