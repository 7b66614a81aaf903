/** `smartlog analyze`: reads, counts, writes. */
import { writeFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Filter } from "../../host/filter.ts";
import { Analysis } from "../../report/analyze/analysis.ts";
import { type Figures, figuresOf } from "../../report/analyze/figures/figures.ts";
import { reportOf } from "../../report/analyze/report-of.ts";
import { markdown } from "../../report/document/markdown.ts";
import { text } from "../../report/document/text.ts";
import { openInBrowser } from "../lib/browser.ts";
import { isColoured } from "../lib/colour.ts";
import { CommandError, messageOf } from "../lib/errors.ts";
import { checkWritable } from "../lib/folder.ts";
import { logsNamed } from "../lib/logs-named.ts";
import { LineOutput, say } from "../lib/output.ts";
import { Progress } from "../lib/progress.ts";
import { checkRange, sayRange } from "../lib/time.ts";
import { type ReadResult, readLogs } from "./read.ts";

export type Format = "table" | "markdown" | "json" | "html";

export interface AnalyzeOptions {
  format?: Format;
  open?: boolean;
  output?: string;
  pdf?: string;
  rotated?: boolean;
  since?: Date;
  until?: Date;
  top: number;
  verifyBots?: boolean;
  module?: string;
}

const FORMATS: Readonly<Record<string, Format>> = {
  ".html": "html",
  ".htm": "html",
  ".md": "markdown",
  ".markdown": "markdown",
  ".json": "json",
};
const LEAST_WIDTH = 60;

/**
 * Reads logs and writes what they say.
 *
 * @throws UsageError where a file or an option can't be used; CommandError where reading or writing fails
 */
export async function analyze(names: string[], options: AnalyzeOptions): Promise<void> {
  // Otherwise V8 lets new objects take 48 MB before it looks which are still used, and old ones four times what is used.
  for (const flag of ["--semi-space-growth-factor=1", "--heap-growing-percent=50"]) setFlagsFromString(flag);
  const { output, pdf, top } = options;
  checkRange(options);
  const range = {
    since: options.since ? options.since.getTime() / 1000 : Number.NEGATIVE_INFINITY,
    until: options.until ? options.until.getTime() / 1000 : Number.POSITIVE_INFINITY,
  };
  for (const file of [output, pdf]) if (file !== undefined) checkWritable(file);
  const module = Filter.compile(options.module);
  const logs = logsNamed(names, options);
  const analysis = new Analysis();
  sayRange(options);
  const progress = new Progress(logs);
  const stop = stopSignal();
  const began = performance.now();
  let read: ReadResult;
  try {
    read = await readLogs(logs, analysis, { module, range, progress, signal: stop.signal });
  } finally {
    progress.stop();
    stop.end();
  }
  if (stop.signal.aborted) say("stopped: this is what was read until then");
  const figures = figuresOf(
    analysis,
    {
      files: read.files,
      seconds: Number(((performance.now() - began) / 1000).toFixed(3)),
      cut_lines: read.leftOut.cutLines,
      hole_bytes: read.leftOut.holeBytes,
    },
    top,
  );
  if (options.verifyBots) {
    const { verifyRobots } = await import("./verify.ts");
    await verifyRobots(figures, analysis);
  }
  await write(figures, options);
}

async function write(figures: Figures, options: AnalyzeOptions): Promise<void> {
  const { output, pdf } = options;
  const format = options.format ?? FORMATS[extname(output ?? "").toLowerCase()] ?? "table";
  const made = await rendered(figures, format, output === undefined);
  if (output === undefined) {
    const out = new LineOutput(process.stdout);
    await out.write(made.trimEnd());
    await out.flush();
  } else {
    await writeOrThrow(output, `${made.trimEnd()}\n`);
    say(`written to ${output}`);
    if (options.open) await openInBrowser(pathToFileURL(resolve(output)).href);
  }
  if (pdf === undefined) return;
  const { pdf: pdfOf } = await import("../../report/html/pdf.ts");
  await writeOrThrow(pdf, await pdfOf(format === "html" ? made : await rendered(figures, "html", false)));
  say(`written to ${pdf}`);
}

async function rendered(figures: Figures, format: Format, isForTerminal: boolean): Promise<string> {
  if (format === "json") return JSON.stringify(figures, undefined, 2);
  const report = reportOf(figures);
  if (format === "markdown") return markdown(report);
  if (format === "html") {
    const { page } = await import("../../report/html/page.ts");
    return page(report);
  }
  const { isTTY = false, columns = 0 } = isForTerminal ? process.stdout : {};
  return text(report, {
    isColoured: isForTerminal && isColoured(),
    ...(isTTY && columns > 0 ? { width: Math.max(LEAST_WIDTH, columns) } : {}),
  });
}

async function writeOrThrow(file: string, content: string | Buffer): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    throw new CommandError(`${file} can't be written (${messageOf(cause)}); name another place`, { cause });
  }
}

/** Ctrl-C: the first asks for what was read so far, the second ends at once. */
function stopSignal(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  return { signal: controller.signal, end: () => void process.off("SIGINT", onSignal) };
}
