import { writeFileSync } from "node:fs";
import { page } from "../../report/html/page.ts";
import { collect, type Facts } from "../../report/store/collect.ts";
import { documentOf } from "../../report/store/document.ts";
import { daysUpTo, lastDaysOf } from "../../report/store/range.ts";
import { linesOf, textOf, titleOf } from "../../report/store/report.ts";
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
  const text = await written(facts, options.format);
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
}

async function written(facts: Facts, format: ReportCommandOptions["format"]): Promise<string> {
  switch (format) {
    case "html":
      return page(documentOf(facts));
    case "json":
      return `${JSON.stringify({ title: titleOf(facts), lines: linesOf(facts), ...factsOf(facts) })}\n`;
    default:
      return `${textOf(facts)}\n`;
  }
}

/** Its counts of lines have a name of their own beside the ten lines. */
function factsOf({ lines, ...facts }: Facts) {
  return { ...facts, counts: lines };
}
