/** What a page shows when it is opened for the first time, on a quiet system or on one that isn't up yet. */
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM_ARGS, chromiumPath, lostServer, type TestServer, testServer } from "./test-server.ts";

const executablePath = chromiumPath();
const PROBE = '203.0.113.7 - - [TIME] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"';
const ORDINARY = "the service has started";

let running: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!executablePath) return;
  running = await testServer(0);
  browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await running?.close();
});

async function store(...lines: string[]): Promise<void> {
  const time = new Date().toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+).*/, "$1/$2/$3:$4 +0000");
  await fetch(`${running.url}/v1/ingest`, {
    method: "POST",
    body: lines.map((line) => line.replace("TIME", time)).join("\n"),
    headers: { "content-type": "text/plain" },
  });
}

describe.skipIf(!executablePath)("opened for the first time,", () => {
  test("Live shows the first event that comes, and counts the ordinary ones that it doesn't show", async () => {
    const page = await browser.newPage();
    await page.goto(`${running.url}/tail`);
    await page.waitForFunction("document.getElementById('state').textContent === 'live'");
    await page.waitForTimeout(1_500); // it has looked once, and there was nothing
    await store(PROBE, ORDINARY);
    await page.waitForSelector("#events li", { timeout: 10_000 });
    expect(await page.textContent("#events li")).toMatch(/attack.*\/\.env/);
    await page.waitForFunction(
      "document.getElementById('state').textContent === 'live; ordinary and muted events not shown: 1'",
    );
    await page.close();
  });

  test("a dashboard whose database isn't up yet is drawn once it is", async () => {
    const early = await lostServer(running.store);
    const page = await browser.newPage();
    try {
      await page.goto(`${early.url}/d/smartlog-overview`);
      await page.waitForSelector(".error");
      expect(await page.textContent(".error")).toMatch(/the database does not answer/);
      await early.useDatabase(running.store.url);
      await page.waitForSelector(".panel[data-state=drawn]", { timeout: 15_000 });
      // What there is to choose is asked for when somebody looks.
      await page.click("#controls details.choice summary");
      await page.waitForSelector("#controls details.choice label input");
    } finally {
      await page.close();
      await early.close();
    }
  });
});
