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
  test("Live shows what there is and what comes, by a query, paused by a key, like lines once", async () => {
    const page = await browser.newPage();
    await page.goto(`${running.url}/tail`);
    expect(new URL(page.url()).pathname).toBe("/live");
    await page.waitForSelector("text=waiting for lines; none was found yet");
    await page.waitForTimeout(1_500); // it has looked once, and there was nothing
    await store(PROBE, ORDINARY);
    await page.waitForSelector("#rows li:nth-child(2)", { timeout: 10_000 });
    expect(await page.textContent("#rows")).toMatch(/attack.*\/\.env/s);

    await page.keyboard.press("Space");
    await store(PROBE, PROBE);
    await page.waitForSelector("text=Go on: 2 wait");
    await page.waitForTimeout(1_100);
    expect(await page.locator("#rows li").count()).toBe(2);
    await page.keyboard.press("p");
    await page.waitForSelector(`#rows .row-times:has-text("×3")`);
    expect(await page.locator("#rows li").count()).toBe(2);
    await page.hover("#rows li");
    await store("<img src=x onerror=alert(1)> \\u003c/script>");
    await page.waitForSelector("text=Show: 1 wait");
    await page.hover("#pause");
    await page.waitForSelector("#rows li:nth-child(3)");
    expect(await page.locator("#rows img").count(), "a line is text").toBe(0);
    await page.hover("#rows li");
    await store(ORDINARY);
    await page.waitForSelector("text=Show: 1 wait");
    await page.hover("#pause");
    await page.waitForSelector(`#rows .row-times:has-text("×2")`);

    await page.fill("#q", "label:attack .env");
    await page.keyboard.press("Escape");
    await page.click("text=Filter");
    await page.waitForURL(/q=label/);
    await page.waitForSelector(`#rows .row-times:has-text("×3")`);
    expect(await page.textContent("#rows mark")).toBe(".env");
    await page.goto(`${running.url}/live?q=statsu:5`);
    expect(await page.textContent("[role=alert]")).toContain("Did you mean status:?");
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
