import type { Reporter, SerializedError, TestModule } from "vitest/node";
import LastLineReporter from "../reporter.ts";

declare module "vitest" {
  interface TaskMeta {
    faults?: FaultCount;
  }
}

export interface FaultCount {
  rounds: number;
  written: number;
  stored: number;
  lost: number;
  doubled: number;
}

/** Says in the last line what became of the lines: `rounds N written N stored N lost N doubled N`. */
export default class FaultReporter implements Reporter {
  readonly #tests = new LastLineReporter();

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.#tests.onTestRunEnd(modules, unhandledErrors);
    const sum: FaultCount = { rounds: 0, written: 0, stored: 0, lost: 0, doubled: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const counted = test.meta().faults;
        if (!counted) continue;
        for (const name of Object.keys(sum) as (keyof FaultCount)[]) sum[name] += counted[name];
      }
    }
    const line = Object.entries(sum).flat().join(" ");
    process.once("exit", () => void process.stdout.write(`${line}\n`));
  }
}
