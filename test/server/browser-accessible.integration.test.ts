import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DESK, dashboards, filledServer, HAS_BROWSER, TestBrowser } from "./browser.ts";
import type { TestServer } from "./test-server.ts";

let filled: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  if (!HAS_BROWSER) return;
  filled = await filledServer();
  browser = await TestBrowser.launch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await filled?.close();
});

const THEMES = ["light", "dark"] as const;

describe.skipIf(!HAS_BROWSER).each(THEMES)("in the %s theme", (colorScheme) => {
  const size = { ...DESK, colorScheme };

  /** Rules of WCAG 2.2 A and AA that a page breaks, each with the first place. */
  async function broken(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
    );
    return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }

  test.each(dashboards)("$title breaks no rule of accessibility", async ({ uid }) => {
    const { page } = await browser.open(`${filled.url}/d/${uid}`, size);
    expect(await broken(page)).toEqual([]);
    await page.close();
  });

  test("neither do an event's page and the live page", async () => {
    const page = await browser.newPage(size);
    const { rows } = await filled.store.pool.query(
      "select distinct on (label) smartlog.event_hex(id) as id from smartlog.events",
    );
    for (const path of ["/tail", "/review", ...rows.map(({ id }) => `/events/${id}`)]) {
      await page.goto(filled.url + path);
      expect(await broken(page), path).toEqual([]);
    }
    await page.close();
  });

  test("a correction acts at once and is undone by clicks, on pages that break none", async () => {
    const page = await browser.newPage(size);
    const { rows } = await filled.store.pool.query(
      "select smartlog.event_hex(id) as id from smartlog.events where kind = 'web' and label = 'attack' and ip is not null limit 1",
    );
    await page.goto(`${filled.url}/events/${rows[0].id}`);
    await page.fill("form.feedback [name=who]", "Ann");
    await page.click("form.feedback button[value=normal]");
    await page.waitForSelector("text=would have become normal");
    expect(await broken(page)).toEqual([]);
    await page.click("form.teach button");
    expect(await page.textContent("main")).toMatch(/Acts .+ is normal, says Ann/s);

    await page.goto(`${filled.url}/taught`);
    expect(await broken(page)).toEqual([]);
    await page.fill("[name=who]", "Bob");
    await page.click("text=undo");
    expect(await page.textContent("[role=status]")).toContain("Undone");
    expect(await page.textContent("main")).toMatch(/Nothing acts now.*undone by Bob/s);
    expect(await broken(page)).toEqual([]);
    await page.close();
  });

  test("an event is muted after a look at what that would have hidden, and undone, by clicks, on pages that break none", async () => {
    const page = await browser.newPage(size);
    const { rows } = await filled.store.pool.query(
      "select smartlog.event_hex(id) as id from smartlog.events where kind = 'web' and label = 'attack' and ip is not null limit 1",
    );
    await page.goto(`${filled.url}/events/${rows[0].id}`);
    await page.click("text=Mute…");
    await page.waitForSelector("text=It would have hidden");
    expect(await broken(page)).toEqual([]);
    await page.fill("[name=who]", "Ann");
    await page.click("button:text-is('Mute')");
    expect(await page.textContent("[role=status]")).toContain("Muted");
    expect(await broken(page)).toEqual([]);
    await page.fill("[name=who]", "Bob");
    await page.click("text=undo");
    expect(await page.textContent("main")).toMatch(/Nothing is muted now.*undone by Bob/s);
    expect(await broken(page)).toEqual([]);
    await page.close();
  });
});
