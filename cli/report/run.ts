import { collect, type Facts } from "../../report/store/collect.ts";
import { daysUpTo, lastDaysOf } from "../../report/store/range.ts";
import { linesOf, textOf } from "../../report/store/report.ts";
import type { ReportCommandOptions } from "../commands/report.ts";
import { say } from "../lib/output.ts";
import { withStore } from "../lib/store.ts";

/** Runs `smartlog report`. */
export async function run(options: ReportCommandOptions): Promise<void> {
  const facts = await withStore({ ...options, create: false }, async ({ pool }) => {
    const now = new Date();
    const range = options.until
      ? daysUpTo(options.last, options.until)
      : await lastDaysOf(pool, options.last, now);
    return collect(pool, range, { now, diskFolder: options.disk });
  });
  if (facts.isEmpty && facts.lastDay)
    say(
      `nothing came in these days: smartlog report --until ${facts.lastDay.toISOString().slice(0, 10)} tells of the last that did`,
    );
  process.stdout.write(`${written(facts, options.format)}\n`);
}

function written(facts: Facts, format: ReportCommandOptions["format"]): string {
  switch (format) {
    case "json":
      return JSON.stringify({ ...facts, lines: linesOf(facts), counts: facts.lines });
    default:
      return textOf(facts);
  }
}
