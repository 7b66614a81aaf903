/** Pages of sources, users, services, paths, patterns and user agents in a browser. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entityPath } from "../../server/frame/entity-path.ts";
import { ENTITY_KINDS, type Entity } from "../../store/entities/entity.ts";
import { ingest } from "../../store/ingest.ts";
import { storeIncident } from "../store/incident.ts";
import { row } from "../store/record.ts";
import { DESK, filledServer, HAS_BROWSER, PHONE, TestBrowser } from "./browser.ts";
import type { TestServer } from "./test-server.ts";

const HOSTILE = "\u202e\"'><img src=x onerror=alert(1)><script>alert(2)</script>";
const LISTS = ["/sources", "/users", "/services", "/paths", "/templates", "/agents"];

let filled: TestServer;
let browser: TestBrowser;
/** Of each kind the most frequent, and a hostile one. */
let entities: Entity[];
beforeAll(async () => {
  if (!HAS_BROWSER) return;
  filled = await filledServer();
  const { pool } = filled.store;
  const top = async (dimension: string) =>
    (
      await pool.query(
        "select name from smartlog.top_day where dimension = $1 group by 1 order by sum(suspicious) desc limit 1",
        [dimension],
      )
    ).rows[0].name;
  entities = [
    { kind: "source", name: await top("source") },
    { kind: "source", name: "10.0.0.0/24" },
    { kind: "user", name: "root" },
    { kind: "service", name: "bastion" },
    { kind: "path", name: await top("path") },
    { kind: "template", name: await top("template") },
    { kind: "agent", name: await top("ua") },
    { kind: "user", name: HOSTILE },
  ];
  const [{ name }] = entities as [Entity];
  await storeIncident(pool, { title: HOSTILE, source: name, sources: { [name]: 40 } });
  await ingest(pool, "web", [
    row(1, { ts: Date.now() / 1000 - 60, user: HOSTILE, host: HOSTILE, path: HOSTILE, ua: HOSTILE }),
  ]);
  browser = await TestBrowser.launch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await filled?.close();
});

/** Rules of WCAG 2.2 A and AA that a page breaks, each with the first place. */
async function broken(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
  );
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** Notes what runs that should not, and what the console complains of. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("dialog", (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}

describe.skipIf(!HAS_BROWSER)("pages of sources and so on", () => {
  test.each(["light", "dark"] as const)(
    "break no rule of accessibility in the %s theme, and nothing of a name runs",
    async (colorScheme) => {
      const page = await browser.newPage({ ...DESK, colorScheme });
      const complaints = complaintsOf(page);
      for (const path of [
        ...LISTS,
        "/sources/none",
        ...entities.map((each) => entityPath(each, { label: "attack" })),
      ]) {
        await page.goto(filled.url + path);
        expect(await broken(page), path).toEqual([]);
        expect(
          await page
            .locator("main img, main script:not([src^='/public/'])")
            .evaluateAll((all) => all.map((e) => e.outerHTML)),
          path,
        ).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test("have each kind, with lines, and fit a phone", async () => {
    const page = await browser.newPage(PHONE);
    expect(new Set(entities.map(({ kind }) => kind))).toEqual(new Set(ENTITY_KINDS));
    for (const each of entities) {
      await page.goto(filled.url + entityPath(each));
      expect(await page.locator(".rows .row").count(), each.name).toBeGreaterThan(0);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), each.name).toBe(true);
    }
    await page.close();
  });

  test("are worked by keys: rows, what can be done, a bar of the time line", async () => {
    const page = await browser.newPage(DESK);
    await page.goto(`${filled.url}/sources`);
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    await page.waitForURL(/\/sources\/[0-9a-f.:]+/);
    await page.locator(".row").first().focus();
    await page.keyboard.press("o");
    await page.waitForSelector(".row-more .part");
    // In an opened row letters are labels.
    await page.locator("h1").click();
    await page.keyboard.press("b");
    await page.waitForURL(/#block$/);
    await page.keyboard.press("l");
    await page.waitForURL(/#label$/);
    await page.locator(".course a").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/explore\?q=ip/);
    await page.goBack();
    await page.keyboard.press("m");
    await page.waitForURL(/\/mutes\/new\?source=/);
    await page.close();
  });

  test("are reached from a dashboard's table and from a row, and label all after a look", async () => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
    const link = page.locator("[data-type=table]", { hasText: "Top sources" }).locator("td a").first();
    const source = await link.textContent();
    await link.click();
    await page.waitForSelector("h1 .name");
    expect(await page.textContent("h1 .name")).toBe(source);
    await page.click("button[value=bot]");
    await page.waitForSelector("text=/As\\s+bot:/");
    await page.fill("form.feedback [name=who]", "Ann");
    await page.click("form.feedback button");
    expect(await page.textContent("[role=status]")).toMatch(/Saved: \d+ events as bot/);
    await page.locator(".row-from a").last().click();
    await page.waitForSelector("h1 .name");
    await page.close();
  });
});
