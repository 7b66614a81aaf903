import type { Reporter, SerializedError, TestModule, TestSuite } from "vitest/node";

/**
 * Says in the last line how many tests passed and failed: `N passed, N failed`, and `, N skipped` where some were.
 *
 * What fails outside a test (a file that can't be loaded, a hook, an unhandled rejection) counts as failed, too, so
 * that no run that fails ends with `0 failed`.
 */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") counts[state]++;
      }
      const containers: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
      for (const container of containers) counts.failed += container.errors().length;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    const line = `${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
    // Others print at the end of the run as well; only at the exit is nothing more to come.
    process.once("exit", () => void process.stdout.write(line));
  }
}
