/** `npm run screenshot`: the README's picture, docs/overview.png, of a sample of its own. Needs Debian's Chromium. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { fill } from "../bench/server/fill.ts";
import { PACKAGE_ROOT } from "../host/module.ts";
import { loadRules } from "../rules/lib/load.ts";
import { startServer } from "../server/index.ts";
import { importGeo } from "../store/geo.ts";
import { migrate } from "../store/migrate.ts";
import { openStore } from "../store/open.ts";
import { serveUrl } from "../store/roles.ts";
import { judgeIncidents } from "../watch/judge/index.ts";

const LINES = 40_000;
const HOURS = 30;
const WIDTH = 1280;
const HEIGHT = 960;
const CHROMIUM = "/usr/bin/chromium";

const dataDir = mkdtempSync(join(tmpdir(), "smartlog-picture-"));
const store = await openStore({ dataDir });
try {
  await migrate(store.url);
  await importGeo(store.pool);
  await fill(store.pool, { lines: LINES, hours: HOURS });
  const rules = loadRules();
  while ((await judgeIncidents(store.pool, rules)).behind);
  const server = await startServer({ databaseUrl: await serveUrl(store), port: 0 });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
  await page.goto(server.url);
  await page.waitForLoadState("networkidle");
  mkdirSync(join(PACKAGE_ROOT, "docs"), { recursive: true });
  await page.screenshot({ path: join(PACKAGE_ROOT, "docs", "overview.png") });
  process.stdout.write("docs/overview.png\n");
  await browser.close();
  await server.close();
} finally {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}
