import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DESK, filledServer, HAS_BROWSER, PHONE, states, TestBrowser } from "./browser.ts";
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

describe.skipIf(!HAS_BROWSER)("a person", () => {
  test("chooses what becomes of muted events, which the address keeps; left out is what nobody has to choose", async () => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-anomalies`, DESK);
    const select = page.locator("label:has-text('Muted') select");
    expect(await select.inputValue()).toBe("hide");
    await select.selectOption("only");
    await page.waitForURL(/var-muted=only/);
    await select.selectOption("hide");
    await page.waitForURL((url) => !url.search.includes("var-muted"));
    await page.close();
  });

  test("sees each box to tick in line with its words", async () => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
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
    const { page } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
    const reached = new Set<string>();
    for (let i = 0; i < 160; i++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate<string>(
          "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim().replace(/\\s+/g, ' ').replace(/ ?UTC$/, '').slice(0, 30).trim()",
        ),
      );
    }
    for (const name of [
      "To the content",
      "Web",
      "Time range: Last 24 hours",
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
    const { page, complaints } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
    await page.click("summary:has-text('Kind')");
    await page.click(".menu label:has-text('web')");
    await page.waitForURL(/var-kind=web/);
    await page.click(".range > summary");
    await page.click("a:has-text('Last 6 hours')");
    await page.waitForURL(/from=now-6h/);
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(await page.getAttribute("nav [data-place=smartlog-web]", "href")).toMatch(
      /from=now-6h.*var-kind=web/,
    );
    await page.goBack();
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(page.url()).not.toContain("now-6h");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("draws over a piece of time to see it larger, and goes out and back again", async () => {
    const { page, complaints } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
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
    expect(await page.textContent("#range-text")).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d – \d{4}-\d\d-\d\d \d\d:\d\d$/,
    );
    expect(await page.getAttribute("nav [data-place=smartlog-web]", "href")).toMatch(/from=\d+&to=\d+/);
    const first = page.url();
    await page.click(".range > summary");
    await page.click("a:has-text('Zoom out')");
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
    const { page } = await browser.open(`${filled.url}/d/smartlog-anomalies?var-site=bastion`, DESK);
    const told = await page.$$eval(".panel", (panels) =>
      panels.map((panel) => [
        panel.querySelector("h2")?.textContent,
        panel.querySelector(".ignored")?.textContent,
      ]),
    );
    expect(Object.fromEntries(told)).toMatchObject({ "Score histogram": "not by Site", "Recent ones": "" });
    await page.close();
  });

  test.each([DESK, PHONE])("sees charts on a $name that no note and no legend lies on", async (size) => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-anomalies?var-site=bastion`, size);
    await page.goto(`${filled.url}/d/smartlog-pipeline?var-label=attack`);
    await page.waitForSelector('#panels[aria-busy="false"]');
    const panels = await page.$$eval(".panel", (all) =>
      all.map((panel) => {
        const box = (selector: string) => panel.querySelector(selector)?.getBoundingClientRect();
        return {
          title: panel.querySelector("h2")?.textContent,
          noteEnds: box(".ignored")?.bottom ?? 0,
          bodyBegins: box(".body")?.top ?? 0,
          plot: box(".frame")?.height,
          plotEnds: box(".frame")?.bottom ?? 0,
          legendBegins: box(".legend")?.top ?? Number.POSITIVE_INFINITY,
          legend: box(".legend")?.height ?? 0,
        };
      }),
    );
    for (const { title, noteEnds, bodyBegins, plot, plotEnds, legendBegins, legend } of panels) {
      expect(noteEnds, title ?? "").toBeLessThanOrEqual(bodyBegins + 1);
      expect(plotEnds, title ?? "").toBeLessThanOrEqual(legendBegins + 1);
      if (plot !== undefined) expect(plot, title ?? "").toBeGreaterThan(legend * 2);
    }
    expect(panels.some(({ legend }) => legend > 0)).toBe(true);
    await page.close();
  });

  test("finds no column cut off on a desk", async () => {
    for (const uid of ["smartlog-web", "smartlog-access", "smartlog-relations"]) {
      const { page } = await browser.open(`${filled.url}/d/${uid}`, DESK);
      const cut = await page.$$eval(".panel[data-type='table'] .scroll", (tables) =>
        tables
          .filter((table) => table.scrollWidth > table.clientWidth + 1)
          .map((table) => table.getAttribute("aria-label")),
      );
      expect(cut, uid).toEqual([]);
      await page.close();
    }
  });

  test("sees a site in one colour, whatever the range and the page", async () => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-pipeline`, DESK);
    const colours = () =>
      page.$$eval(".legend button", (buttons) =>
        buttons.map((button): [string, string] => [
          button.textContent ?? "",
          getComputedStyle(button.querySelector(".swatch") ?? button).color,
        ]),
      );
    const first = new Map(await colours());
    expect(first.size).toBeGreaterThan(5);
    let seenAgain = 0;
    for (const path of ["smartlog-pipeline?from=now-3h", "smartlog-web", "smartlog-pipeline"]) {
      await page.goto(`${filled.url}/d/${path}`);
      await page.waitForSelector('#panels[aria-busy="false"]');
      for (const [name, colour] of await colours()) {
        if (!first.has(name)) continue;
        seenAgain++;
        expect(colour, `${name} on ${path}`).toBe(first.get(name));
      }
    }
    expect(seenAgain).toBeGreaterThan(10);
    await page.close();
  });

  test("goes from a number, its details, a part of a ring and a bar to the events behind it", async () => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-overview?var-kind=web`, DESK);
    const attacks = page.locator(".panel", { has: page.locator("h2", { hasText: /^Attacks$/ }) });
    const query = (href: string | null) => new URL(href ?? "", filled.url).searchParams;
    const number = query(await attacks.locator("a.value").first().getAttribute("href"));
    expect(number.getAll("var-label")).toEqual(["attack"]);
    expect(number.getAll("var-kind")).toEqual(["web"]);
    const details = query(await attacks.locator("header a").getAttribute("href"));
    expect(details.getAll("var-label")).toEqual(["attack"]);
    const ring = page.locator('.panel[data-type="piechart"] .legend a').first();
    expect(query(await ring.getAttribute("href")).getAll("var-kind")).toEqual(["web"]);
    const [wanted] = (await attacks.locator(".value").allTextContents()) as [string];
    const chart = await page
      .locator(".panel", { hasText: "Verdicts over time" })
      .locator("canvas")
      .boundingBox();
    await attacks.locator("a.value").first().click();
    await page.waitForURL(/\/explore\?q=kind%3Aweb\+label%3Aattack/);
    expect(await page.locator("li.row .label").first().textContent()).toContain("attack");
    expect([wanted, chart]).not.toContain(null);
    await page.close();
  });

  test("who labels an event has not to say the name again at the next", async () => {
    const { rows } = await filled.store.pool.query<{ id: string }>(
      "select smartlog.event_hex(id) as id from smartlog.events order by time desc limit 2",
    );
    const page = await browser.newPage(DESK);
    await page.goto(`${filled.url}/events/${rows[0]?.id}`);
    await page.locator('input[name="who"]').first().fill("Ada");
    await page.locator('button[value="normal"]').first().click();
    await page.waitForURL(/saved/);
    await page.goto(`${filled.url}/events/${rows[1]?.id}`);
    await page.waitForLoadState("networkidle");
    expect(await page.locator('input[name="who"]').first().inputValue()).toBe("Ada");
    await page.close();
  });

  test("who looks where nothing is learns where the events are, and gets there", async () => {
    const { page, complaints } = await browser.open(
      `${filled.url}/d/smartlog-web?from=now-20d&to=now-10d`,
      DESK,
    );
    const said = await page.$$eval(".panel .body p", (texts) => texts.map((text) => text.textContent));
    expect(new Set(said)).toEqual(new Set(["no events in this time"]));
    const note = page.locator("#elsewhere");
    expect(await note.textContent()).toMatch(
      /^No events in this time\. Show the 12,000 events from \d{4}-\d\d-\d\d/,
    );
    await note.locator("a").click();
    await page.waitForSelector('#panels[aria-busy="false"]');
    expect(await page.locator("#elsewhere").count()).toBe(0);
    expect((await states(page)).map(({ state }) => state)).toContain("drawn");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("turns the window, and all of the graph stays in sight", async () => {
    const { page, complaints } = await browser.open(`${filled.url}/d/smartlog-relations`, DESK);
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

  test("goes from a source to its page, to one of its events, and corrects it", async () => {
    const { page, complaints } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
    const link = page.locator("[data-type=table]", { hasText: "Top sources" }).locator("td a").first();
    const source = await link.textContent();
    await link.click();
    await page.waitForSelector("h1 .name");
    expect(await page.textContent("h1 .name")).toBe(source);
    await page.goto(filled.url + (await page.locator("li.row").first().getAttribute("data-path")));
    await page.fill("input[name=who]", "Ann");
    await page.click("button[value=normal]");
    await page.waitForSelector("[role=status]");
    expect(await page.textContent("main")).toContain("says Ann");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("sees a chart's numbers as a table", async () => {
    const { page } = await browser.open(`${filled.url}/d/smartlog-overview`, DESK);
    const panel = page.locator(".panel", { hasText: "Verdicts over time" });
    await panel.locator("button.small").click();
    expect(await panel.locator("th").allTextContents()).toEqual(
      expect.arrayContaining(["time", "bot", "attack"]),
    );
    await page.close();
  });
});
