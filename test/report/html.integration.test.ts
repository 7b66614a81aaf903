/** A report's page in a real browser: drawn, readable by everybody, and dead to what attackers wrote. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { page as pageOf } from "../../report/html/page.ts";
import { temporaryFolder } from "../folder.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../server/test-server.ts";
import { hostileReport } from "./sample.ts";

const executablePath = chromiumPath();
const file = join(temporaryFolder(), "report.html");
let browser: Browser;
beforeAll(async () => {
  writeFileSync(file, await pageOf(hostileReport()));
  if (executablePath) browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
});
afterAll(() => browser?.close());

/** Opens the page, and notes what it asks for and what it runs. */
async function open(colorScheme: "light" | "dark", bypassCSP = false) {
  const context = await browser.newContext({ colorScheme, bypassCSP });
  const page = await context.newPage();
  const noticed: string[] = [];
  page.on("request", (request) => noticed.push(request.url()));
  page.on("dialog", (dialog) => {
    noticed.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (message) => noticed.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, noticed };
}

const colourOf = (page: Page, selector: string, property: string) =>
  page.$eval(selector, (node, name) => getComputedStyle(node).getPropertyValue(name), property);

describe.skipIf(!executablePath)("a page of hostile texts, in a browser", () => {
  test("runs nothing, loads nothing and complains of nothing, even without its policy", async () => {
    for (const bypassCSP of [false, true]) {
      const { page, noticed } = await open("light", bypassCSP);
      expect(noticed).toEqual([pathToFileURL(file).href]);
      expect(await page.$$eval("script, img, iframe, object", (nodes) => nodes.length)).toBe(0);
      await page.context().close();
    }
  });

  test.each(["light", "dark"] as const)("breaks no rule of accessibility, %s", async (scheme) => {
    const { page } = await open(scheme, true);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)).toEqual(
      [],
    );
    await page.context().close();
  });

  test("its charts have the colours of the theme, and paper those of the light one", async () => {
    const [light, dark] = [await open("light"), await open("dark")];
    const bar = "figure > svg path[fill='var(--people)']";
    const colours = [await colourOf(light.page, bar, "fill"), await colourOf(dark.page, bar, "fill")];
    expect(colours[0]).not.toBe(colours[1]);
    await dark.page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await colourOf(dark.page, bar, "fill")).toBe(colours[0]);
    await light.page.context().close();
    await dark.page.context().close();
  });

  test("fits a phone: what is wide scrolls inside of its own part", async () => {
    const { page } = await open("light");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.context().close();
  });
});
