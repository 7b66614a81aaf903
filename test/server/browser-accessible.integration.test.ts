import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeIncident } from "../store/incident.ts";
import { broken } from "./accessible.ts";
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
    for (const path of [
      "/live",
      "/live?q=statsu:5",
      "/review",
      "/login",
      "/settings/account",
      "/settings/users",
      "/settings/tokens",
      "/settings/audit",
      ...rows.map(({ id }) => `/events/${id}`),
    ]) {
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

  test("an incident is looked at, acknowledged, muted after a look at what that would have hidden, and closed by clicks, on pages that break none", async () => {
    const page = await browser.newPage(size);
    const { pool } = filled.store;
    await pool.query("truncate smartlog.incidents restart identity cascade");
    for (const severity of ["low", "medium", "high", "critical"] as const)
      await storeIncident(pool, {
        key: `k-${severity}`,
        severity,
        source: "203.0.113.7",
        sources: { "203.0.113.7": 212, "198.51.100.1": 3 },
        users: ["root", "ann"],
        sites: ["web1", "web2"],
        targets: ["/.env"],
        samples: [{ line: "GET /.env HTTP/1.1", hit: "path:/.env", why: ["attack:probe"] }],
      });
    await storeIncident(pool, { state: "closed", key: "over" });
    await pool.query(
      `insert into smartlog.incident_counts (class, way, key, minute, events, bytes, succeeded, grave, severity, first, last, counted_at)
       select 'scan', 0, 'k-critical', date_bin('1 minute', now() - n * interval '1 minute', 'epoch'), 10 + n, 0, 0, 0, 3, now(), now(), now()
       from generate_series(0, 4) n`,
    );
    await page.goto(`${filled.url}/incidents`);
    expect(await page.textContent(".headline")).toMatch(/3\s+incidents need somebody/);
    expect(await broken(page)).toEqual([]);
    await page.check("[aria-label='Choose all that are shown']");
    expect(await page.locator("td input:checked").count()).toBe(4);
    await page.uncheck("[aria-label='Choose all that are shown']");

    await page.click("td.what a");
    expect(await page.locator("mark").textContent()).toBe("/.env");
    expect(await page.locator(".time-line rect").count()).toBeGreaterThan(2);
    expect(await broken(page)).toEqual([]);
    await page.fill("[name=who]", "Ann");
    await page.click("button:text-is('Acknowledge')");
    expect(await page.textContent("[role=status]")).toContain("1 acknowledged");

    await page.goto(`${filled.url}/incidents`);
    await page.click("summary:text-is('Filter')");
    expect(await broken(page)).toEqual([]);
    for (const key of ["j", "x", "j", "m"]) await page.keyboard.press(key);
    await page.waitForSelector("text=It would have hidden 2 incidents");
    expect(await broken(page)).toEqual([]);
    expect(await page.inputValue("[name=who]"), "the name is said once").toBe("Ann");
    await page.fill("[name=who]", "Bob");
    await page.click("button:text-is('Mute these 2')");
    expect(await page.textContent("[role=status]")).toContain("2 muted");
    await page.click(".chip:text-is('muted')");
    expect(await page.locator("td.what").count()).toBe(2);
    expect(await broken(page)).toEqual([]);
    await page.close();
  });

  test("rules are read, made by a form, tried, saved, and removed by clicks, on pages that break none", async () => {
    const page = await browser.newPage(size);
    await filled.store.pool.query("truncate smartlog.own_rules");
    await page.goto(`${filled.url}/rules`);
    expect(await broken(page)).toEqual([]);
    await page.click("text=Make a rule");
    expect(await broken(page)).toEqual([]);
    await page.fill("[name=name]", "my-attacks");
    await page.fill("[name=title]", "Attacks on us");
    await page.fill("[name=number]", "5");
    await page.click("button:text-is('Show the rule')");
    expect(await page.textContent("main")).toContain("Opens at 5 events of one source within 10 minutes");
    expect(await broken(page)).toEqual([]);
    await page.click("text=What would it have found?");
    await page.waitForSelector("text=/would have found (\\d+|no) incident/");
    expect(await broken(page)).toEqual([]);
    await page.fill("[name=who]", "Ann");
    await page.click("text=Save: it acts from now on");
    expect(await page.textContent("[role=status]")).toContain("Saved");
    await page.fill("[name=who]", "Ann");
    await page.click("[aria-label='Remove my-attacks']");
    expect(await page.textContent("[role=status]")).toContain("Removed");
    await page.close();
  });
});
