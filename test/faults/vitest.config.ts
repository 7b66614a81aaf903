import { defineConfig } from "vitest/config";

/** Minutes long, and they want the machine for themselves: apart from `npm test`. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/faults/*.fault.ts", "test/trainer/*.fault.ts"],
    globalSetup: ["test/store/shared-postgres.ts"],
    fileParallelism: false,
    testTimeout: 2_400_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/faults/fault-reporter.ts"],
  },
});
