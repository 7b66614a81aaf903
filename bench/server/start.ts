/**
 * From the command to the picture: seconds until `smartlog start` has its overview drawn, with the sample's events, in a
 * browser. `node build/bench/server/start.js`, after `npm run setup`; needs Debian's Chromium. Fails above a minute.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { PACKAGE_ROOT } from "../../host/module.ts";

const TARGET_S = 60;
const CHROMIUM = "/usr/bin/chromium";
const VIEWPORT = { width: 1280, height: 960 };

const dataDir = mkdtempSync(join(tmpdir(), "smartlog-start-"));
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const command = spawn(process.execPath, [join(PACKAGE_ROOT, "build", "cli.js"), "start", "--data", dataDir], {
  stdio: ["ignore", "ignore", "pipe"],
});
const ended = once(command, "exit");
try {
  const url = await addressOf(command.stderr);
  console.log(`${seconds().toFixed(1)} s  the dashboards answer on ${url}`);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  const page = await browser.newPage({ viewport: VIEWPORT });
  for (let first = true; ; first = false) {
    await page.goto(url);
    await page.waitForSelector('#panels[aria-busy="false"]');
    const waiting = await page.$$eval(".panel:not([data-state=drawn])", (panels) => panels.length);
    const events = await page.textContent(".panel[data-type=stat] .value").catch(() => null);
    if (first)
      console.log(`${seconds().toFixed(1)} s  the overview is there, ${waiting} panels without events`);
    if (waiting === 0 && events) break;
    if (seconds() > 2 * TARGET_S) throw new Error(`${waiting} panels of the overview are still empty`);
  }
  const took = seconds();
  console.log(`${took.toFixed(1)} s  all of it is drawn with events (target: ${TARGET_S})`);
  process.exitCode = took < TARGET_S ? 0 : 1;
  await browser.close();
} finally {
  command.kill("SIGINT");
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
}

/** The address of the dashboards, from the command's output. */
async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const url = /dashboards on (\S+)/.exec(line)?.[1];
    if (!url) continue;
    stderr.resume();
    return url;
  }
  throw new Error("the command ended without saying where its dashboards are");
}
