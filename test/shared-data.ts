import { existsSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../host/module.ts";

/**
 * A file of the data that may lie beside the checkout (real logs are too large, and not ours, to commit).
 *
 * @returns its path, or undefined where it is absent, having said so
 */
export function sharedData(name: string): string | undefined {
  const path = join(PACKAGE_ROOT, "..", "shared", "data", name);
  if (existsSync(path)) return path;
  console.warn(`SKIPPED: no ../shared/data/${name} beside the checkout; the tests that need it don't run`);
  return undefined;
}
