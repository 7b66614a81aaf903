import { inflateSync } from "node:zlib";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDashboards } from "../../server/viewer/query/dashboards.ts";
import { ingest } from "../../store/ingest.ts";
import { row } from "../store/record.ts";
import { CHROMIUM_ARGS, chromiumPath, type TestServer, testServer } from "./test-server.ts";

const executablePath = chromiumPath();
const dashboards = [...loadDashboards().values()];
const SIZES = [
  { name: "desk", width: 1400, height: 1000, colorScheme: "light" },
  { name: "phone", width: 390, height: 844, colorScheme: "dark" },
] as const satisfies readonly Size[];

interface Size {
  name: string;
  width: number;
  height: number;
  colorScheme: "light" | "dark";
}
/** What simulated lines don't bring. */
const MAY_BE_EMPTY = /feedback|people|Drift|Refused records|Response times|Unusual rates/i;

const CHARTS = new Set("timeseries barchart piechart heatmap geomap nodeGraph".split(" "));

let filled: TestServer;
let empty: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!executablePath) return;
  filled = await testServer(12_000);
  await filled.store.pool.query(
    "insert into smartlog.models (id, status, served_from) values ('m2', 'serving', now())",
  );
  empty = await testServer(0);
  browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await filled?.close();
  await empty?.close();
});

/** One context for pages of one size and colour scheme: they share the cache, as a person's do. */
const contexts = new Map<string, Promise<BrowserContext>>();

function newPage({ width, height, colorScheme }: Size): Promise<Page> {
  const key = `${width} ${height} ${colorScheme}`;
  const context = contexts.get(key) ?? browser.newContext({ viewport: { width, height }, colorScheme });
  contexts.set(key, context);
  return context.then((each) => each.newPage());
}

/** Opens a page, notes what its console complains of, and waits until all panels have answered. */
async function open(url: string, size: Size): Promise<{ page: Page; complaints: string[] }> {
  const page = await newPage(size);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  await page.waitForSelector('#panels[aria-busy="false"]', { timeout: 30_000 });
  return { page, complaints };
}

const states = (page: Page) =>
  page.$$eval(".panel", (panels) =>
    panels.map((panel) => ({
      title: panel.querySelector("h2")?.textContent ?? "",
      state: (panel as unknown as { dataset: { state?: string } }).dataset.state ?? "none",
    })),
  );

describe.skipIf(!executablePath).each(SIZES)("on a $name", (size) => {
  test.each(dashboards)("$title is drawn", async ({ uid, panels }) => {
    const { page, complaints } = await open(`${filled.url}/d/${uid}`, size);
    const seen = await states(page);
    expect(seen.map(({ title }) => title)).toEqual(panels.map(({ title }) => title));
    for (const { title, state } of seen)
      expect(MAY_BE_EMPTY.test(title) ? "drawn" : state, title).toBe("drawn");
    for (const chart of await page.$$('.panel[data-state="drawn"][data-type]')) {
      const type = (await chart.getAttribute("data-type")) ?? "";
      if (CHARTS.has(type)) expect(await chart.$("canvas"), `a ${type} is a chart`).not.toBeNull();
    }
    const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(wide, "nothing stands out of the window").toBeLessThanOrEqual(0);
    for (const handle of await page.$$('.panel[data-state="drawn"] .body')) {
      await handle.scrollIntoViewIfNeeded();
      expect(colours(await handle.screenshot()), "a drawn panel shows something").toBeGreaterThan(2);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(dashboards)("$title says that there is nothing yet on an empty database", async ({ uid }) => {
    const { page, complaints } = await open(`${empty.url}/d/${uid}`, size);
    for (const { title, state } of await states(page)) expect(["drawn", "empty"], title).toContain(state);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

const THEMES = ["light", "dark"] as const;

describe.skipIf(!executablePath).each(THEMES)("in the %s theme", (colorScheme) => {
  const size = { ...SIZES[0], colorScheme };

  /** Rules of WCAG 2.2 A and AA that a page breaks, each with the first place. */
  async function broken(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
    );
    return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }

  test.each(dashboards)("$title breaks no rule of accessibility", async ({ uid }) => {
    const { page } = await open(`${filled.url}/d/${uid}`, size);
    expect(await broken(page)).toEqual([]);
    await page.close();
  });

  test("neither do an event's page and the live page", async () => {
    const page = await newPage(size);
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
    const page = await newPage(size);
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
    const page = await newPage(size);
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

describe.skipIf(!executablePath)("a person", () => {
  test("chooses what becomes of muted events, which the address keeps; left out is what nobody has to choose", async () => {
    const { page } = await open(`${filled.url}/d/smartlog-anomalies`, SIZES[0]);
    const select = page.locator("label:has-text('Muted') select");
    expect(await select.inputValue()).toBe("hide");
    await select.selectOption("only");
    await page.waitForURL(/var-muted=only/);
    await select.selectOption("hide");
    await page.waitForURL((url) => !url.search.includes("var-muted"));
    await page.close();
  });

  test("sees each box to tick in line with its words", async () => {
    const { page } = await open(`${filled.url}/d/smartlog-overview`, SIZES[0]);
    await page.click("summary:has-text('Kind')");
    const apart = await page.$$eval(".choice[open] .menu label", (labels) =>
      labels.map((label) => {
        const middle = ({ top, bottom }: { top: number; bottom: number }) => (top + bottom) / 2;
        const box = label.querySelector("input")?.getBoundingClientRect();
        return box ? Math.abs(middle(box) - middle(label.getBoundingClientRect())) : 99;
      }),
    );
    expect(apart.length).toBeGreaterThan(2);
    expect(Math.max(...apart)).toBeLessThan(1.5);
    await page.close();
  });

  test("reaches time range, variables, panels and links by the keyboard alone", async () => {
    const { page } = await open(`${filled.url}/d/smartlog-overview`, SIZES[0]);
    const reached = new Set<string>();
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate<string>(
          "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim().slice(0, 30)",
        ),
      );
    }
    for (const name of [
      "To the panels",
      "Web",
      "Time range",
      "Site: All",
      "Kind: All",
      "Refresh",
      "Data",
      "Top sources",
    ])
      expect([...reached], name).toContain(name);
    await page.close();
  });

  test("chooses a kind and a range, and the address says so", async () => {
    const { page, complaints } = await open(`${filled.url}/d/smartlog-overview`, SIZES[0]);
    await page.click("summary:has-text('Kind')");
    await page.click(".menu label:has-text('web')");
    await page.waitForURL(/var-kind=web/);
    await page.selectOption("select[aria-label='Time range']", "now-6h");
    await page.waitForURL(/from=now-6h/);
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(await page.getAttribute("nav a:has-text('Web')", "href")).toMatch(/from=now-6h.*var-kind=web/);
    await page.goBack();
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(page.url()).not.toContain("now-6h");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("draws over a piece of time to see it larger, and goes out and back again", async () => {
    const { page, complaints } = await open(`${filled.url}/d/smartlog-overview`, SIZES[0]);
    const range = async () => {
      await page.waitForURL(/from=\d+&to=\d+/);
      await page.waitForSelector('#panels[aria-busy="false"]');
      const parameters = new URL(page.url()).searchParams;
      return Number(parameters.get("to")) - Number(parameters.get("from"));
    };
    const box = await page
      .locator(".panel", { hasText: "Verdicts over time" })
      .locator("canvas")
      .boundingBox();
    if (!box) throw new Error("there is no chart");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
    await page.mouse.up();
    const near = await range();
    // A tenth of the chart's width, of 24 hours, and a little more: the axis has its labels beside it.
    expect(near).toBeGreaterThan(2 * 3_600_000);
    expect(near).toBeLessThan(3 * 3_600_000);
    expect(await page.inputValue("input[aria-label^=From]")).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(await page.getAttribute("nav a:has-text('Web')", "href")).toMatch(/from=\d+&to=\d+/);
    const first = page.url();
    await page.click("button:has-text('Zoom out')");
    await page.waitForURL((url) => url.href !== first);
    expect((await range()) / near).toBeCloseTo(2, 1);
    await page.goBack();
    await page.goBack();
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(page.url()).not.toMatch(/from=\d/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("is told which panels a chosen site doesn't change", async () => {
    const { page } = await open(`${filled.url}/d/smartlog-anomalies?var-site=bastion`, SIZES[0]);
    const told = await page.$$eval(".panel", (panels) =>
      panels.map((panel) => [
        panel.querySelector("h2")?.textContent,
        panel.querySelector(".ignored")?.textContent,
      ]),
    );
    expect(Object.fromEntries(told)).toMatchObject({ "Score histogram": "not by Site", "Recent ones": "" });
    await page.close();
  });

  test("who looks where nothing is learns where the events are, and gets there", async () => {
    const { page, complaints } = await open(`${filled.url}/d/smartlog-web?from=now-20d&to=now-10d`, SIZES[0]);
    const said = await page.$$eval(".panel .body p", (texts) => texts.map((text) => text.textContent));
    expect(new Set(said)).toEqual(new Set(["no events in this time"]));
    const note = page.locator("#elsewhere");
    expect(await note.textContent()).toMatch(
      /^No events in this time\. Show the 12,000 events from \d{4}-\d\d-\d\d/,
    );
    await note.locator("a").click();
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(await page.locator("#elsewhere").isHidden()).toBe(true);
    expect((await states(page)).map(({ state }) => state)).toContain("drawn");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("reads on in a table while it is refreshed", async () => {
    const { page } = await open(`${filled.url}/d/smartlog-explore`, SIZES[0]);
    const table = page.locator("[data-type=table] .scroll");
    await table.evaluate((element) => element.scrollTo({ top: 900 }));
    await page.click("button:has-text('Refresh')");
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(await table.evaluate((element) => element.scrollTop)).toBe(900);
    await page.close();
  });

  test("searches a text through all of the range, and goes on where the list ends", async () => {
    const { page, complaints } = await open(`${filled.url}/d/smartlog-explore?var-search=http`, SIZES[0]);
    const lines = page.locator("[data-type=table] tbody tr");
    expect(await lines.count()).toBe(201);
    expect(await lines.last().textContent()).toContain("searched back to this time");
    const oldest = await lines.last().locator("a").first().textContent();
    await lines.last().locator("a").first().click();
    await page.waitForURL(/to=\d+/);
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(((await lines.first().locator("td").first().textContent()) ?? "") <= (oldest ?? "")).toBe(true);
    expect(page.url()).toContain("var-search=http");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("turns the window, and all of the graph stays in sight", async () => {
    const { page, complaints } = await open(`${filled.url}/d/smartlog-relations`, SIZES[0]);
    for (const width of [700, 1400, 390, 1000]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(250);
    }
    const panel = page.locator("[data-type=nodeGraph]");
    expect(await panel.getAttribute("data-state")).toBe("drawn");
    await panel.locator("button.small").click();
    // Nodes, and what stands between them.
    expect(await panel.locator("table").count()).toBe(2);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("goes from a source to its events, to one of them, and corrects it", async () => {
    const { page, complaints } = await open(`${filled.url}/d/smartlog-overview`, SIZES[0]);
    const link = page.locator("[data-type=table] a").first();
    const source = await link.textContent();
    await link.click();
    await page.waitForSelector('[data-type="table"] a[href^="/events/"]');
    expect(page.url()).toContain(`var-source=${encodeURIComponent(source ?? "")}`);
    await page.locator('a[href^="/events/"]').first().click();
    await page.fill("input[name=who]", "Ann");
    await page.click("button[value=normal]");
    await page.waitForSelector("[role=status]");
    expect(await page.textContent("main")).toContain("says Ann");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("sees a chart's numbers as a table", async () => {
    const { page } = await open(`${filled.url}/d/smartlog-overview`, SIZES[0]);
    const panel = page.locator(".panel", { hasText: "Verdicts over time" });
    await panel.locator("button.small").click();
    expect(await panel.locator("th").allTextContents()).toEqual(
      expect.arrayContaining(["time", "bot", "attack"]),
    );
    await page.close();
  });
});

// Last, since it puts something into the store that is empty until then.
describe.skipIf(!executablePath)("what attackers write into logs", () => {
  test("is only ever text, in tables, charts, legends, tips and menus", async () => {
    const evil = '<img src=x onerror="document.title=1">${__value.text}';
    const fields = {
      host: evil,
      ua: evil,
      path: `/${evil}`,
      user: evil,
      service: evil,
      rcode: evil,
      qname: evil,
      why: [evil],
      model: evil,
    };
    const kinds = ["web", "auth", "dns", "firewall"];
    const now = Date.now() / 1000;
    const batch = Array.from({ length: 40 }, (_, n) =>
      row(n, {
        ...fields,
        kind: kinds[n % 4] ?? "web",
        label: "attack",
        severity: "high",
        ts: now - n * 60,
        tpl: `<b>${n % 3}`,
        outcome: "failure",
        action: "deny",
        dport: 22,
        ms: 5,
        status: 200,
      }),
    );
    await ingest(empty.store.pool, evil, batch);
    for (const { uid } of dashboards) {
      const { page, complaints } = await open(`${empty.url}/d/${uid}?from=now-1h`, SIZES[0]);
      for (const summary of await page.$$(".choice summary")) await summary.click();
      for (const panel of await page.$$(".panel canvas")) {
        const box = await panel.boundingBox();
        if (!box) continue;
        for (const share of [0.3, 0.5, 0.7, 0.95])
          await page.mouse.move(box.x + box.width * share, box.y + box.height * 0.5);
      }
      expect(await page.$$eval("img, b, iframe", (found) => found.length), uid).toBe(0);
      expect(complaints, uid).toEqual([]);
      await page.close();
    }
  });
});

/** How many different colours a PNG of eight bits a channel has, counted up to ten. */
function colours(png: Buffer): number {
  const channels = png[25] === 6 ? 4 : 3;
  const width = png.readUInt32BE(16);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  // Filtered rows: where all is of one colour, all differences after the first pixel are 0 or the colour itself.
  const rows = inflateSync(Buffer.concat(data));
  const stride = width * channels + 1;
  const seen = new Set<string>();
  for (let row = 0; row + stride <= rows.length && seen.size < 10; row += stride)
    for (let x = 1; x + channels <= stride && seen.size < 10; x += channels)
      seen.add(rows.toString("latin1", row + x, row + x + channels));
  return seen.size;
}
