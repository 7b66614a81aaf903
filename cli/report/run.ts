import { writeFileSync } from "node:fs";
import { page as pageOf } from "../../report/html/page.ts";
import { collect, type Facts } from "../../report/store/collect.ts";
import { documentOf } from "../../report/store/document.ts";
import { daysUpTo, lastDaysOf } from "../../report/store/range.ts";
import { linesOf, textOf, titleOf } from "../../report/store/report.ts";
import type { ReportCommandOptions } from "../commands/report.ts";
import { checkWritable } from "../lib/folder.ts";
import { say } from "../lib/output.ts";
import { writePdf } from "../lib/pdf.ts";
import { withStore } from "../lib/store.ts";

/** Runs `smartlog report`. */
export async function run(options: ReportCommandOptions): Promise<void> {
  for (const file of [options.output, options.pdf]) if (file !== undefined) checkWritable(file);
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
  const page = await (options.format === "html" || options.pdf !== undefined
    ? pageOf(documentOf(facts))
    : "");
  if (options.pdf !== undefined) await writePdf(page, options.pdf);
  const text = options.format === "html" ? page : written(facts, options.format);
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
}

function written(facts: Facts, format: Exclude<ReportCommandOptions["format"], "html">): string {
  switch (format) {
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
