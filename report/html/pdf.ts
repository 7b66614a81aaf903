/** A page on paper, by Chromium where there is one. */
import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { ReportError } from "../error.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MOST_MS = 120_000;
const ARGUMENTS = [
  "--headless",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-background-networking",
  "--no-first-run",
  "--no-pdf-header-footer",
];

/**
 * The page as PDF (A4). Scripts can't be switched off: Chromium prints by one. The page's policy lets none of its own run.
 *
 * @param html of `page()`
 * @throws ReportError where there is no Chromium, or it fails
 */
export async function pdf(html: string): Promise<Buffer> {
  const chromium = chromiumPath();
  if (chromium === undefined)
    throw new ReportError("there is no Chromium to make a PDF with", {
      nextStep: "Install it (apt-get install chromium), name it with SMARTLOG_CHROMIUM, or print the HTML.",
    });
  const folder = await mkdtemp(join(tmpdir(), "smartlog-pdf-"));
  try {
    const page = join(folder, "report.html");
    const file = join(folder, "report.pdf");
    await writeFile(page, html);
    // Chromium has no sandbox for root.
    const forRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const own = [`--user-data-dir=${join(folder, "profile")}`, `--print-to-pdf=${file}`];
    await promisify(execFile)(chromium, [...ARGUMENTS, ...forRoot, ...own, pathToFileURL(page).href], {
      timeout: MOST_MS,
    });
    return await readFile(file);
  } catch (cause) {
    throw new ReportError(`${chromium} made no PDF (${(cause as Error).message.trim().split("\n")[0]})`, {
      nextStep: "The HTML can be printed in any browser.",
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where Chromium is: SMARTLOG_CHROMIUM, else on the PATH; undefined where it is not. */
export function chromiumPath({ SMARTLOG_CHROMIUM, PATH = "" } = process.env): string | undefined {
  if (SMARTLOG_CHROMIUM) return SMARTLOG_CHROMIUM;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
