import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { markdown } from "../../report/document/markdown.ts";
import { page } from "../../report/html/page.ts";
import { collect, type Facts } from "../../report/store/collect.ts";
import { documentOf } from "../../report/store/document.ts";
import { daysUpTo, lastDaysOf } from "../../report/store/range.ts";
import { linesOf, textOf, titleOf } from "../../report/store/report.ts";
import { openInBrowser } from "../lib/browser.ts";
import { UsageError } from "../lib/errors.ts";
import { checkWritable } from "../lib/folder.ts";
import { say } from "../lib/output.ts";
import { writePdf } from "../lib/pdf.ts";
import { type StoreChoice, withStore } from "../lib/store.ts";

export interface ReportCommandOptions extends StoreChoice {
  last: number;
  until?: Date;
  format: "text" | "markdown" | "json" | "html";
  output?: string;
  open?: boolean;
  pdf?: string;
  mail?: string | true;
  watch: string;
  disk?: string;
}

/** Runs `smartlog report`. */
export async function run(options: ReportCommandOptions): Promise<void> {
  const { format, output, pdf } = options;
  if (options.open && output === undefined)
    throw new UsageError("--open shows a file: name one with --output, as report.html");
  for (const file of [output, pdf]) if (file !== undefined) checkWritable(file);
  const mailer = options.mail === undefined ? undefined : await mailerOf(options.mail, options.watch);
  const facts = await factsOf(options);
  if (facts.isEmpty && facts.lastDay)
    say(
      `nothing came in these days: smartlog report --until ${facts.lastDay.toISOString().slice(0, 10)} tells of the last that did`,
    );
  if (pdf !== undefined) await writePdf(await page(documentOf(facts)), pdf);
  const text = await written(facts, format);
  if (output !== undefined) {
    writeFileSync(output, text);
    if (options.open) await openInBrowser(pathToFileURL(resolve(output)).href);
  } else if (!mailer) process.stdout.write(text);
  await mailer?.(facts, [
    ...(format === "html" ? [attachment(facts, "html", Buffer.from(text))] : []),
    ...(pdf === undefined ? [] : [attachment(facts, "pdf", readFileSync(pdf))]),
  ]);
}

function factsOf(options: ReportCommandOptions): Promise<Facts> {
  return withStore({ ...options, create: false }, async ({ pool }) => {
    const now = new Date();
    const range = options.until
      ? daysUpTo(options.last, options.until)
      : await lastDaysOf(pool, options.last, now);
    return collect(pool, range, { now, diskFolder: options.disk });
  });
}

async function written(facts: Facts, format: ReportCommandOptions["format"]): Promise<string> {
  switch (format) {
    case "html":
      return page(documentOf(facts));
    case "markdown":
      return markdown(documentOf(facts));
    case "json": {
      // Its counts of lines have a name of their own beside the ten lines.
      const { lines: counts, ...others } = facts;
      return `${JSON.stringify({ title: titleOf(facts), lines: linesOf(facts), ...others, counts })}\n`;
    }
    case "text":
      return `${textOf(facts)}\n`;
  }
}

type Attachment = { filename: string; content: Buffer; contentType: string };

/** The configuration is read before the work: what is wrong with it is said at once. Loaded where it is asked for. */
async function mailerOf(
  named: string | true,
  file: string,
): Promise<(facts: Facts, attachments: Attachment[]) => Promise<void>> {
  const [{ mailChannels, mailReport }, { loadConfig }] = await Promise.all([
    import("./mail.ts"),
    import("../../watch/config/config.ts"),
  ]);
  const config = loadConfig(file);
  const names = mailChannels(config, named);
  return (facts, attachments) => mailReport(facts, config, names, attachments);
}

function attachment({ range }: Facts, kind: "html" | "pdf", content: Buffer): Attachment {
  const last = new Date(range.to.getTime() - 1).toISOString().slice(0, 10);
  return {
    filename: `smartlog-${last}.${kind}`,
    content,
    contentType: kind === "html" ? "text/html; charset=utf-8" : "application/pdf",
  };
}
