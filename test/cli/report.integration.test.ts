/** `smartlog report`, as its users run it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportLines } from "../../report/store/report.ts";
import { ingest } from "../../store/ingest.ts";
import { serveUrl } from "../../store/roles.ts";
import { temporaryFolder } from "../folder.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../server/test-server.ts";
import { NOON, row } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

const HOSTILE = `"><script>alert(1)</script>\u001b]0;owned\u0007\u202e`;
const folder = temporaryFolder();
const DAY = new Date(NOON * 1000).toISOString().slice(0, 10);

let store: TestStore;
let browser: Browser | undefined;
beforeAll(async () => {
  store = await testStore();
  const attack = {
    label: "attack",
    severity: "high",
    threat: 0.99,
    status: 200,
    why: ["probe:dotfile"],
    bytes: 10,
  };
  const fault = { kind: "syslog", label: "anomaly", severity: "high", why: ["fault:disk"], tpl: "0000000b" };
  const login = { kind: "auth", outcome: "failure", user: HOSTILE, ip: "198.51.100.9" };
  const robot = { label: "bot", ua: "Mozilla/5.0 (compatible; GPTBot/1.2)", bytes: 5_000_000 };
  const events = [
    ...Array.from({ length: 30 }, (_, i) => ({ ip: `192.0.2.${i}`, ua: "Firefox/138.0", bytes: 100_000 })),
    ...Array.from({ length: 6 }, () => robot),
    { ...attack, path: `/.env?${HOSTILE}`, ip: "203.0.113.7", host: HOSTILE, hit: `path:${HOSTILE}` },
    { ...fault, pattern: `Disk ${HOSTILE}`, host: "db1", path: undefined },
    { ...login, path: undefined },
  ];
  await ingest(
    store.pool,
    "t",
    events.map((event, n) => row(n, event)),
  );
  await store.pool.query(
    `insert into smartlog.incidents (class, key, title, severity, first, last) values ('scan', 'k', $1, 'critical', $2, $2)`,
    [`scan by ${HOSTILE}`, new Date(NOON * 1000)],
  );
  const executablePath = chromiumPath();
  if (executablePath) browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await store?.close();
});

const report = (...args: string[]) =>
  smartlog(["report", "--until", DAY, ...args], { env: { DATABASE_URL: store.url } });

test("tells of the last days in ten lines, marked where a person should look, and safe for a terminal", async () => {
  const { code, stdout, stderr } = await report();
  expect(stderr).toBe("");
  expect(code).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(/^SmartLog on .+: look at incidents, attacks.* faults.*, \d+ .* \d{4}$/);
  // The disk is this machine's: it may be full.
  expect(lines.slice(2, 12).map((line) => line.slice(0, 12).trimEnd().replace("! Disk", "  Disk"))).toEqual([
    "! Incidents",
    "  People",
    "  Robots",
    "! Attacks",
    "  Logins",
    "! Faults",
    "  Lines",
    "  Disk",
    "  Model",
    "  Alarms",
  ]);
  expect(stdout).toMatch(/People +about 30 visitors; 30 requests; 3 MB \(9.1 % of all\)/);
  expect(stdout).toMatch(/Robots +30 MB \(91 % of all\), 7 requests: GPTBot 30 MB \(not checked\)/);
  expect(stdout).toMatch(/Logins +0 succeeded; 1 line of failures from 1 address at 1 account/);
});

test.each(["read", "serve"])(
  "does so as smartlog_%s, too, and says what that role can't see",
  async (role) => {
    const url = role === "serve" ? await serveUrl(store) : store.urlOf("read");
    const { code, stdout } = await smartlog(["report", "--until", DAY], { env: { DATABASE_URL: url } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Disk +.* used, .* more a day, free space can't be seen from here/);
    const there = await smartlog(["report", "--until", DAY, "--disk", "/"], { env: { DATABASE_URL: url } });
    expect(there.stdout).toMatch(/Disk .* free, full in/);
  },
);

test("says where the last lines are, where none came in these days", async () => {
  const { code, stdout, stderr } = await report("--until", "2020-01-31");
  expect(code).toBe(0);
  expect(stderr).toContain("nothing came in these days: smartlog report --until");
  expect(stdout).toMatch(/^SmartLog on .*: look at .*lines.*, 25 to 31 Jan 2020$/m);
  const empty = await testStore();
  const none = await smartlog(["report"], { env: { DATABASE_URL: empty.url } });
  const now = Date.now() / 1000;
  await ingest(empty.pool, "t", [row(1, { ts: now - 1 }), row(2, { ts: now - 400 * 86_400 })]);
  const today = await smartlog(["report"], { env: { DATABASE_URL: empty.url } });
  await empty.close();
  // Today's goes on, but it is all that there is.
  expect(today).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/Lines +1: web 1/) });
  expect(none).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining("none, nor ever before"),
  });
});

test("of a digest are of whole days, and of none that the store is too young for", async () => {
  const to = new Date((NOON + 100_000) * 1000);
  const lines = await reportLines(store.pool, { from: new Date(to.getTime() - 7 * 86_400_000), to });
  expect(lines).toHaveLength(11);
  expect(lines[0]).toMatch(/^SmartLog on .*: look at /);
  expect(lines[2]).toMatch(/People +about 30 visitors/);
  const before = new Date((NOON - 20_000) * 1000);
  expect(
    await reportLines(store.pool, { from: new Date(before.getTime() - 86_400_000), to: before }),
  ).toEqual([]);
});

test("gives all figures as JSON", async () => {
  const { stdout } = await report("--format", "json", "--last", "1w");
  expect(JSON.parse(stdout)).toMatchObject({
    title: expect.stringContaining("look at"),
    lines: expect.objectContaining({ length: 10 }),
    range: { from: expect.any(String), to: expect.any(String) },
    people: { requests: 30, bytes: 3_000_000, visitors: expect.any(Number) },
    robots: { named: [{ name: "GPTBot", requests: 6, bytes: 30_000_000, identity: "unchecked" }] },
    attacks: { requests: 1, answered: 1, examples: [{ ip: "203.0.113.7" }] },
    logins: { failed: 1, top: [{ account: HOSTILE }] },
    counts: { total: 39, byKind: { web: 37, syslog: 1, auth: 1 } },
  });
});

describe("the page", () => {
  const file = join(folder, "report.html");
  beforeAll(async () => {
    expect(await report("--format", "html", "--output", file)).toMatchObject({ code: 0, stdout: "" });
  });

  test("has the ten lines and a section for each thing, and runs nothing of the log", () => {
    const html = readFileSync(file, "utf8");
    expect(html.match(/<ol class="lines">.*?<\/ol>/s)?.[0].match(/<li/g)).toHaveLength(10);
    for (const id of ["incidents", "lines", "people", "robots", "attacks", "logins", "faults", "smartlog"])
      expect(html).toContain(`<section id="${id}"`);
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
  });

  test("opens in a browser, loads nothing, and breaks no rule of accessibility", async (context) => {
    if (!browser) return context.skip();
    const page = await (await browser.newContext({ bypassCSP: true })).newPage();
    const noticed: string[] = [];
    page.on("request", (request) => noticed.push(request.url()));
    page.on("console", (message) => noticed.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    expect(noticed).toEqual([pathToFileURL(file).href]);
    expect(await page.$$eval("figure svg", (charts) => charts.length)).toBeGreaterThanOrEqual(4);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });

  test("becomes a PDF by the machine's Chromium; without one the error says what to do", async (context) => {
    const none = await smartlog(["report", "--until", DAY, "--pdf", join(folder, "none.pdf")], {
      env: { DATABASE_URL: store.url, PATH: folder },
    });
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("a PDF needs Chromium") });
    expect(existsSync(join(folder, "none.pdf"))).toBe(false);
    if (!browser) return context.skip();
    const pdf = join(folder, "report.pdf");
    const made = await report("--pdf", pdf);
    expect(made, made.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("SmartLog on") });
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe("%PDF-");
  });
});

test.each([
  [["--last", "7"]],
  [["--last", "400d"]],
  [["--until", "2026-02-30"]],
  [["--format", "xml"]],
  [["--output", "/nowhere/at/all/report.html"]],
])("%j is wrong use", async (args) => {
  expect(await report(...args)).toMatchObject({ code: 2, stdout: "" });
});
