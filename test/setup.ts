/** Makes what tests run on, as far as it is out of date: packages, compiled TypeScript, the filter. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { PACKAGE_ROOT } from "../host/module.ts";

export default function setup(project: TestProject): void {
  build();
  // In watch mode an edit of filter/ is followed by a new filter, then by the tests.
  project.onTestsRerun(build);
}

/** @throws Error where something can't be built; what is wrong was written to standard error */
function build(): void {
  const { status, error } = spawnSync(process.execPath, [join(PACKAGE_ROOT, "scripts/setup.mjs")], {
    stdio: ["ignore", 2, 2],
  });
  if (error || status !== 0) throw new Error("not built", { cause: error });
}
