import { defineConfig } from "vitest/config";

const ROOT = import.meta.dirname;
const INTEGRATION = "test/**/*.integration.test.ts";

/** Unit tests start no server and no child process; a name says which tests do (test/unit-tests.test.ts). */
export default defineConfig({
  test: {
    reporters: ["default", "./test/reporter.ts"],
    globalSetup: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two even on two cores: tests of servers and children wait a lot.
    maxWorkers: 2,
    // What tests read, built by test/setup.ts, instead of importing it.
    forceRerunTriggers: [`${ROOT}/filter/**`, `${ROOT}/trainer/default/**`],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [INTEGRATION],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: [INTEGRATION],
          globalSetup: ["test/store/shared-postgres.ts"],
        },
      },
    ],
  },
});
