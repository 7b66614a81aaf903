import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DESK, dashboards, filledServer, HAS_BROWSER, PHONE, states, TestBrowser } from "./browser.ts";
import { type TestServer, testServer } from "./test-server.ts";

/** What simulated lines don't bring. */
const MAY_BE_EMPTY = /feedback|people|Drift|Refused records|Response times|Unusual rates/i;

const CHARTS = new Set("timeseries barchart piechart heatmap geomap nodeGraph".split(" "));

let filled: TestServer;
let empty: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  if (!HAS_BROWSER) return;
  filled = await filledServer();
  empty = await testServer(0);
  browser = await TestBrowser.launch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await filled?.close();
  await empty?.close();
});

describe.skipIf(!HAS_BROWSER).each([DESK, PHONE])("on a $name", (size) => {
  test.each(dashboards)("$title is drawn", async ({ uid, panels }) => {
    const { page, complaints } = await browser.open(`${filled.url}/d/${uid}`, size);
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
    const { page, complaints } = await browser.open(`${empty.url}/d/${uid}`, size);
    for (const { title, state } of await states(page)) expect(["drawn", "empty"], title).toContain(state);
    expect(complaints).toEqual([]);
    await page.close();
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
