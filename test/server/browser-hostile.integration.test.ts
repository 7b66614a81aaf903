import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { row } from "../store/record.ts";
import { DESK, dashboards, HAS_BROWSER, TestBrowser } from "./browser.ts";
import { type TestServer, testServer } from "./test-server.ts";

let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  if (!HAS_BROWSER) return;
  server = await testServer(0);
  browser = await TestBrowser.launch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.skipIf(!HAS_BROWSER)("what attackers write into logs", () => {
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
    await ingest(server.store.pool, evil, batch);
    for (const { uid } of dashboards) {
      const { page, complaints } = await browser.open(`${server.url}/d/${uid}?from=now-1h`, DESK);
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
