/** Explore: what a query finds, as a page without scripts, and as a browser shows it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessLine, storeLines } from "../store/scored.ts";
import { broken } from "./accessible.ts";
import { DESK, HAS_BROWSER, PHONE, TestBrowser } from "./browser.ts";
import { type TestServer, testServer } from "./test-server.ts";

const EVIL = `"'><script>alert(1)</script><b>`;
const LINES = 240;

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
  const lines = Array.from({ length: LINES }, (_, n) =>
    accessLine(
      `203.0.113.${n % 5}`,
      n % 40 === 0 ? "GET /wp-login.php" : `GET /page/${n}`,
      n % 3 === 0 ? 404 : 200,
      3600 - n,
    ),
  );
  lines.push(accessLine("198.51.100.9", `GET /?q=${EVIL}`, 200, 30));
  await storeLines(running.store.pool, lines);
});
afterAll(() => running?.close());

const get = async (path: string, redirect: RequestRedirect = "follow") => {
  const response = await fetch(running.url + path, { headers: { accept: "text/html" }, redirect });
  return { status: response.status, location: response.headers.get("location"), text: await response.text() };
};
const rows = (text: string) => [...text.matchAll(/<li data-row/g)].length;
const href = (text: string, inside: RegExp) =>
  [...text.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)]
    .find(([, , content]) => inside.test(content as string))?.[1]
    ?.replaceAll("&amp;", "&") ?? "";

describe("without scripts", () => {
  test("the newest lines are there, and a link leads to the end of all of them", async () => {
    let { text } = await get("/explore");
    expect(rows(text)).toBe(100);
    let seen = 100;
    for (let page = 0; page < 2; page++) {
      text = (await get(href(text, /^More$/))).text;
      seen += rows(text);
    }
    expect(seen).toBe(LINES + 1);
    expect(text).toContain("All of the range was searched");
  });

  test("a query finds what it says, with its words marked", async () => {
    const { text } = await get("/explore?q=wp-login%20status:404,200&columns=status,method");
    expect(rows(text)).toBe(LINES / 40);
    expect(text).toContain("/<mark>wp-login</mark>.php");
    expect(text).toMatch(/status<\/span> <bdi>404/);
    expect(rows((await get("/explore?q=-ip:203.0.113.0/24")).text)).toBe(1);
  });

  test("nothing found says whether there is more than the range, and leads there", async () => {
    const { text } = await get("/explore?q=wp-login&from=now-10m&to=now");
    expect(text).toContain("No line fits.");
    const all = href(text, /Search all 241 lines/);
    expect(rows((await get(all)).text)).toBe(LINES / 40);
  });

  test("a query that is none says where, and what to write instead", async () => {
    const { status, text } = await get("/explore?q=kind:web%20stat:5");
    expect(status).toBe(400);
    expect(text).toMatch(/<pre>kind:web <mark>stat/);
    expect(text).toMatch(/Did you mean/);
    expect((await get("/explore/facets?q=stat:5")).status).toBe(400);
  });

  test("links of dashboards become queries", async () => {
    const to = async (query: string) =>
      decodeURIComponent((await get(`/d/smartlog-explore?${query}`, "manual")).location ?? "");
    expect(
      await to("var-source=203.0.113&var-label=attack&var-label=bot&from=now-6h&to=now&var-kind=$__all"),
    ).toBe("/explore?q=label:attack,bot+ip:203.0.113.*&from=now-6h&to=now");
    expect(await to("var-search=a%20%22b&var-muted=only")).toBe('/explore?q="a+\\"b"+muted:true');
    expect(await to("")).toBe("/explore");
  });

  test("values and bars lead to their lines; one that is asked for is not asked for twice", async () => {
    const { text } = await get("/explore/facets?q=status:404");
    const ip = href(text, /203\.0\.113\.1/);
    expect(new URLSearchParams(ip.split("?")[1]).get("q")).toBe("status:404 ip:203.0.113.1");
    const again = (await get(`/explore/facets?q=${encodeURIComponent("status:404 ip:203.0.113.1")}`)).text;
    expect(new URLSearchParams(href(again, /203\.0\.113\.1/).split("?")[1]).get("q")).toBe(
      "status:404 ip:203.0.113.1",
    );
    const bars = (await get("/explore/histogram?q=status:404")).text;
    expect(bars).toMatch(/<strong>80<\/strong> lines\./);
    const [, bar = ""] = /<a href="([^"]*from=\d+[^"]*)"/.exec(bars) ?? [];
    expect(rows((await get(bar.replaceAll("&amp;", "&"))).text)).toBeGreaterThan(0);
  });

  test.each([
    "/explore?q=",
    "/explore/facets?q=",
    "/explore/histogram?q=",
    "/explore?columns=",
    "/explore?cursor=",
    "/go?q=",
  ])("hostile text in %s is shown, and never run", async (path) => {
    const { status, text } = await get(path + encodeURIComponent(EVIL));
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>/);
  });

  test("an opened row's links ask for more and less of what Explore shows", async () => {
    const { text } = await get("/explore?q=ip:198.51.100.9");
    const [, path = ""] = /data-path="([^"]*)"/.exec(text) ?? [];
    const [before, after] = path.replaceAll("&amp;", "&").split("?");
    const part = (
      await get(`${before}/part?${after}&explore=${encodeURIComponent("q=kind:web&order=oldest")}`)
    ).text;
    expect(part).not.toMatch(/<script|<b>/);
    const links = [...part.matchAll(/href="(\/explore[^"]*)"/g)].map(
      ([, link]) => new URLSearchParams(link?.replaceAll("&amp;", "&").split("?")[1]),
    );
    const queries = links.map((parameters) => parameters.get("q"));
    expect(queries).toContain("kind:web status:200");
    expect(queries).toContain("kind:web -status:200");
    expect(links.every((parameters) => parameters.get("order") === "oldest")).toBe(true);
    for (const query of queries)
      expect((await get(`/explore?q=${encodeURIComponent(query ?? "")}`)).status, String(query)).toBe(200);
  });

  test("the search of every page leads to addresses, pages and lines", async () => {
    const to = async (q: string) =>
      decodeURIComponent((await get(`/go?q=${encodeURIComponent(q)}`, "manual")).location ?? "");
    expect(await to("203.0.113.1")).toBe("/sources/203.0.113.1");
    expect(await to("2001:db8::1")).toBe("/sources/2001:db8::1");
    expect(await to("incidents")).toBe("/incidents");
    expect(await to("status:404")).toBe("/explore?q=status:404");
    expect(await to('say "')).toBe('/explore?q="say \\""');
    const places = await fetch(`${running.url}/api/places?q=203.0`).then((response) => response.json());
    expect(places).toContainEqual({ text: "203.0.113.1", path: "/sources/203.0.113.1", kind: "source" });
  });
});

describe.skipIf(!HAS_BROWSER)("in a browser", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.launch();
  });
  afterAll(() => browser?.close());

  test("a row opens in place by the keyboard, is filtered by, and labelled; the list goes on", async () => {
    const page = await browser.newPage(DESK);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${running.url}/explore?q=kind:web`);
    await page.waitForSelector(".facet");
    expect(await broken(page)).toEqual([]);
    for (const key of ["j", "j", "o"]) await page.keyboard.press(key);
    await page.waitForSelector(".part");
    expect(await broken(page)).toEqual([]);
    await page.fill(".part [name=who]", "Ann");
    await page.click(".part button:text-is('attack')");
    await page.waitForSelector("text=Saved as attack");
    const { rows: saved } = await running.store.pool.query("select who, label from smartlog.feedback");
    expect(saved).toEqual([{ who: "Ann", label: "attack" }]);
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    await page.locator("li.row").nth(150).waitFor();
    const top = () =>
      page
        .locator("li.row")
        .nth(100)
        .evaluate((row) => row.getBoundingClientRect().top);
    const stood = await top();
    await storeLines(running.store.pool, [accessLine("203.0.113.3", "GET /new", 200, 1)]);
    const shown = await page.locator("li.row").count();
    await page.click("button[aria-label=Refresh]");
    await page.locator("li.row").nth(shown).waitFor();
    expect(await page.locator("li.row").first().textContent()).toContain("/new");
    const moved = await page
      .locator("li.row")
      .nth(101)
      .evaluate((row) => row.getBoundingClientRect().top);
    expect(Math.abs(moved - stood), "the reader keeps the place").toBeLessThan(2);
    await page.evaluate("scrollTo(0, 0)");
    await page.locator(".facet a.value:has-text('404')").click();
    await page.waitForURL(/status%3A404/);
    expect(await page.inputValue("#q")).toBe("kind:web status:404");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("fields and values are completed while a query is typed", async () => {
    const page = await browser.newPage(PHONE);
    await page.goto(`${running.url}/explore`);
    await page.locator("#q").pressSequentially("stat");
    await page.waitForSelector(".query [role=option]");
    expect(await broken(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.inputValue("#q")).toMatch(/^status:/);
    await page.locator("#q").pressSequentially("404");
    await page.click(".query button");
    await page.waitForURL(/q=status/);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBe(0);
    await page.close();
  });
});

test("a view is kept, found again, and removed; without the form's key nothing is", async () => {
  const path = "/explore?q=status%3A404&columns=status";
  const { text } = await get(path);
  const fields = (html: string) =>
    Object.fromEntries(
      [...html.matchAll(/name="(key|query|id)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value?.replaceAll("&amp;", "&"),
      ]),
    );
  const post = (form: Record<string, string>) =>
    fetch(`${running.url}/explore/views`, {
      method: "POST",
      body: new URLSearchParams(form),
      redirect: "manual",
    });
  expect((await post({ do: "save", name: "x", query: "q=x", key: "0" })).status).toBe(403);
  const saved = await post({ ...(fields(text) as { key: string; query: string }), do: "save", name: EVIL });
  expect([saved.status, saved.headers.get("location")]).toEqual([303, path]);
  const shown = (await get("/explore")).text;
  expect(shown).not.toMatch(/<b>/);
  expect(href(shown, /alert\(1\)/)).toBe(path);
  const { key, id } = fields(shown) as { key: string; id: string };
  expect((await post({ do: "remove", key, id, query: "" })).status).toBe(303);
  expect(fields((await get("/explore")).text)).not.toHaveProperty("id");
});
