/** A page as a PDF, printed by the machine's Chromium. */
import { execFile } from "node:child_process";
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { CommandError, messageOf } from "./errors.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const TIMEOUT_MS = 60_000;
const MOST_OUTPUT_BYTES = 4_194_304;

/**
 * Writes a page that needs nothing else as a PDF.
 *
 * @param html the page, whose own policy forbids scripts; no other host is reached
 * @throws CommandError where there is no Chromium (SMARTLOG_CHROMIUM, or on the PATH), or it fails
 */
export async function writePdf(html: string, file: string): Promise<void> {
  const chromium = chromiumPath();
  const folder = mkdtempSync(join(tmpdir(), "smartlog-pdf-"));
  try {
    const page = join(folder, "page.html");
    writeFileSync(page, html, { mode: 0o600 });
    const pdf = join(folder, "page.pdf");
    await promisify(execFile)(
      chromium,
      [
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-pdf-header-footer",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        `--user-data-dir=${join(folder, "profile")}`,
        // Chromium's own sandbox refuses to run as root; the page is the command's own, and runs nothing.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        `--print-to-pdf=${pdf}`,
        pathToFileURL(page).href,
      ],
      { timeout: TIMEOUT_MS, maxBuffer: MOST_OUTPUT_BYTES },
    );
    copyFileSync(pdf, file);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${chromium} made no PDF: ${messageOf(cause).split("\n")[0]}`, { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function chromiumPath(): string {
  const named = process.env.SMARTLOG_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isProgram);
  if (found) return found;
  throw new CommandError(
    named
      ? `SMARTLOG_CHROMIUM names ${named}, which is no program`
      : "a PDF needs Chromium, and there is none on the PATH: install one (Debian: apt install chromium), name it by SMARTLOG_CHROMIUM, or take --format html and print that",
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
