/** The page to try the API: every operation, the curl line that works when copied, answers as they come. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DESK, HAS_BROWSER, PHONE, TestBrowser } from "./browser.ts";
import { type TestServer, testServer } from "./test-server.ts";

const TOKEN = "a token";
let running: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  running = await testServer(0, TOKEN);
  if (HAS_BROWSER) browser = await TestBrowser.launch();
});
afterAll(async () => {
  await browser?.close();
  await running?.close();
});

test("every curl line of the page is one that the server takes", async () => {
  const page = await (
    await fetch(`${running.url}/api`, { headers: { authorization: `Bearer ${TOKEN}` } })
  ).text();
  const lines = [...page.matchAll(/<pre class="curl"[^>]*>(.*?)<\/pre>/gs)].map(([, text]) =>
    (text as string)
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&"),
  );
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) {
    const run = promisify(execFile)("sh", ["-c", `${line} -s -m 5 -o /dev/null -w '%{http_code}'`], {
      env: { ...process.env, SMARTLOG_TOKEN: TOKEN, SMARTLOG_BOUNCER_KEY: "none" },
    }).catch((error: { stdout: string }) => error); // a stream ends by the time-out
    // Nothing is stored yet: what an example names is not there, and bouncers are off.
    expect([line, (await run).stdout]).toEqual([line, expect.stringMatching(/^(20[014]|404|503)$/)]);
  }
}, 60_000);

describe.skipIf(!HAS_BROWSER).each([DESK, PHONE])("on a $name", (size) => {
  test("an operation is tried, by the keyboard, and nothing breaks a rule of accessibility", async () => {
    const page = await browser.newPage(size);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(`${running.url}/login?to=/api`);
    await page.fill("[name=token]", TOKEN);
    await page.click("button");
    await page.waitForSelector("details");
    await page.focus("#ingest summary");
    await page.keyboard.press("Enter");
    await page.fill("#ingest [name='query:tag']", "it's");
    await page.selectOption("#ingest select", { label: "text/plain" });
    await page.fill("#ingest textarea", "a line of it's own");
    expect(await page.textContent("#ingest .curl")).toMatch(
      /--data-binary 'a line of it'\\''s own' '.*\?tag=it%27s'$/,
    );
    await page.focus("#ingest button");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#ingest .answer:not([hidden])");
    await page.waitForSelector(`#ingest .answer:has-text('"stored": 1')`);
    expect(await page.textContent("#ingest [role=status]")).toContain("200");

    await page.click("#watchEvents summary");
    await page.fill("#watchEvents [name='query:last']", "1");
    await page.click("#watchEvents button:has-text('Try')");
    await page.waitForSelector(`#watchEvents .answer:has-text('a line of it')`);
    await page.click("#watchEvents button:has-text('Stop')");
    await page.waitForSelector(`#watchEvents [role=status]:has-text('stopped')`);

    await page.click("#findIncidents summary");
    await page.fill("#findIncidents [name='query:state']", "gone");
    await page.click("#findIncidents button");
    await page.waitForSelector(`#findIncidents .answer:has-text('state is one of')`);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
    );
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    expect(complaints.filter((each) => !each.includes("400"))).toEqual([]);

    await page.goto(`${running.url}/nothing/here`);
    expect(await page.textContent("h1")).toBe("Not Found");
    await page.close();
  });
});
