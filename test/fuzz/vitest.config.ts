import { defineConfig } from "vitest/config";

/** Ten minutes long unless SMARTLOG_FUZZ_SECONDS says otherwise: apart from `npm test`. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/fuzz/*.fuzz.ts"],
    fileParallelism: false,
    testTimeout: 0,
    hookTimeout: 120_000,
    reporters: ["default", "./test/reporter.ts"],
  },
});
