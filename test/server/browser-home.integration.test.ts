/** The home page in a browser: with scripts and without, in both themes, on a phone. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DESK, filledServer, HAS_BROWSER, PHONE, TestBrowser } from "./browser.ts";
import type { TestServer } from "./test-server.ts";

const LOG = [
  '198.51.100.7 - - [01/Dec/2026:04:00:00 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5"',
  '203.0.113.5 - - [01/Dec/2026:04:00:01 +0000] "GET /<script>document.title="bad"</script> HTTP/1.1" 200 51 "-" "Mozilla/5.0"',
  "",
].join("\n");

let filled: TestServer;
let browser: TestBrowser;
let folder: string;
let file: string;
beforeAll(async () => {
  if (!HAS_BROWSER) return;
  filled = await filledServer();
  browser = await TestBrowser.launch();
  folder = mkdtempSync(join(tmpdir(), "smartlog-home-"));
  file = join(folder, "shop.log");
  writeFileSync(file, LOG);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await filled?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function broken(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
  );
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

async function opened(path: string, size: Parameters<TestBrowser["newPage"]>[0]) {
  const page = await browser.newPage(size);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(filled.url + path);
  return { page, complaints };
}

describe.skipIf(!HAS_BROWSER)("the home page", () => {
  test.each([{ ...DESK, colorScheme: "light" as const }, { ...DESK, colorScheme: "dark" as const }, PHONE])(
    "breaks no rule of accessibility ($name, $colorScheme), nor does a report, nor the visitors' list",
    async (size) => {
      const { page, complaints } = await opened("/", size);
      for (const summary of await page.$$("main details > summary")) await summary.click();
      expect(await broken(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      await page.setInputFiles("[data-drop] [name=file]", file);
      await page.click("[data-drop] button");
      await page.waitForSelector("main.report");
      expect(await page.title()).toMatch(/What the log says/);
      expect(await broken(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      await page.goto(`${filled.url}/visitor-feedback`);
      expect(await broken(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test("a bar leads to its lines, an incident to its page", async () => {
    const { page } = await opened("/", DESK);
    expect(await page.textContent(".sentence")).toMatch(/1 thing needs you\.\s+[\d,]+ lines, \d+ % ordinary/);
    await page.click(".attention .look");
    expect(page.url()).toMatch(/\/incidents\/\d+$/);
    await page.goBack();
    const bar = page.locator(".picture a").nth(4);
    const href = await bar.getAttribute("href");
    await bar.locator("rect.whole").click({ position: { x: 3, y: 90 } });
    await page.waitForURL(/\/explore\?/);
    expect(page.url()).toContain(href);
    await page.close();
  });

  test("a log is dropped on it, read in place, and stored by one more click", async () => {
    const { page, complaints } = await opened("/", DESK);
    const transfer = await page.evaluateHandle(
      ([text]) => {
        const made = new DataTransfer();
        made.items.add(new File([text as string], "dropped.log"));
        return made;
      },
      [LOG],
    );
    await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
    await page.waitForSelector("main.report");
    expect(await page.title()).not.toBe("bad");
    const { pool } = filled.store;
    const count = "select count(*)::int as n from smartlog.events where tag = 'dropped.log'";
    expect((await pool.query(count)).rows[0].n).toBe(0);
    await page.click("[data-store] button");
    await page.waitForSelector("text=2 lines were stored");
    expect((await pool.query(count)).rows[0].n).toBe(2);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a command is copied by its button", async () => {
    const { page } = await opened("/", DESK);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.click("[data-copy=curl-line]");
    await page.waitForSelector("text=Copied");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(await page.textContent("#curl-line"));
    await page.close();
  });

  test("what is too large is said before it is sent", async () => {
    const { page } = await opened("/", DESK);
    await page.$eval("[data-drop]", (form) => form.setAttribute("data-max", "10"));
    await page.setInputFiles("[data-drop] [name=file]", file);
    await page.click("[data-drop] button");
    expect(await page.textContent("[data-drop] .drop-state")).toMatch(
      /more than a page takes: smartlog analyze/,
    );
    await page.close();
  });

  test("works without scripts: the picture, a log, its storing, feedback", async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 900, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(`${filled.url}/`);
    expect(await page.locator(".picture rect.normal").count()).toBeGreaterThan(5);
    expect(await page.locator("[data-copy]").first().isVisible()).toBe(false);
    await page.setInputFiles("[data-drop] [name=file]", file);
    await page.click("[data-drop] button");
    expect(await page.textContent("h1")).toBe("What the log says");
    await page.fill("[data-store] [name=tag]", "without");
    await page.setInputFiles("[data-store] [name=file]", file);
    await page.click("[data-store] button");
    expect(await page.textContent("main")).toMatch(/2 lines were stored under the tag without/);
    await page.goto(`${filled.url}/`);
    await page.fill("[name=message]", "Well made.");
    await page.selectOption("[name=network]", "school");
    await page.click(".visitor button");
    expect(await page.textContent("#feedback [role=status]")).toMatch(/Thank you/);
    await page.goto(`${filled.url}/visitor-feedback`);
    expect(await page.textContent(".said")).toMatch(/school\s*Well made\./);
    await context.close();
  });
});
