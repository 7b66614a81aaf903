import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveAnnotation } from "../../store/annotations.ts";
import { summary } from "../../store/events/summary.ts";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { partitions } from "../../store/partitions/partitions.ts";
import { maintain, retain } from "../../store/partitions/retain.ts";
import { rebuildRollups, rollupDifferences } from "../../store/rollups.ts";
import { status } from "../../store/status.ts";
import { makeDays } from "./days.ts";
import { type ForeignServer, foreignServer } from "./foreign.ts";
import { row } from "./record.ts";

const DAY = 86_400;
const TODAY = Math.floor(Date.now() / 86_400_000) * DAY;

// Names of zones that mean another zone elsewhere (IST), half hours, and days that begin on the other date.
describe.each([
  ["SQL, DMY", "Asia/Kolkata"],
  ["German, DMY", "Pacific/Apia"],
  ["Postgres, MDY", "America/New_York"],
])("a server with datestyle %s in %s", (style, zone) => {
  let server: ForeignServer;
  let store: Store;
  beforeAll(async () => {
    server = await foreignServer([
      `datestyle = '${style}'`,
      `timezone = '${zone}'`,
      "intervalstyle = 'iso_8601'",
    ]);
    store = await openStore({ databaseUrl: server.url });
    await migrate(store.url, { env: { SMARTLOG_INGEST_PASSWORD: "x" } });
  });
  afterAll(async () => {
    await store?.close();
    await server?.close();
  });

  test("has partitions by UTC day, and counts, retains, merges and finds by them", async () => {
    await makeDays(store.pool, 75);
    const shipper = await openStore({ databaseUrl: server.url.replace("admin@", "smartlog_ingest:x@") });
    // As a shipper's own session has it: nothing is set but by the server.
    await shipper.pool.query(`set datestyle = '${style}'; set timezone = '${zone}'`);
    const batch = Array.from({ length: 80 }, (_, n) => row(n, { ts: TODAY - n * DAY + 3_600 }));
    expect(await ingest(shipper.pool, "t", batch)).toMatchObject({ stored: 80, rejected: 0 });
    await shipper.close();
    const all = await partitions(store.pool);
    for (const { name, from } of all.filter(({ name }) => /\d{8}$/.test(name)))
      expect(`events_${new Date(from).toISOString().slice(0, 10).replaceAll("-", "")}`).toBe(name);
    expect(await rollupDifferences(store.pool)).toEqual([]);
    expect(await rebuildRollups(store.pool)).toBe(80);
    expect(await rollupDifferences(store.pool)).toEqual([]);
    const { dropped } = await retain(store.pool, { days: 70 });
    expect(dropped.length).toBeGreaterThanOrEqual(5);
    await maintain(store.pool);
    expect(await status(store.pool)).toMatchObject({
      newest: new Date((TODAY + 3_600) * 1000).toISOString(),
      partitionsUntil: new Date((TODAY + 2 * DAY) * 1000).toISOString(),
    });
    expect((await summary(store.pool)).newest).toBe(new Date((TODAY + 3_600) * 1000).toISOString());
    const hex = (7).toString(16).padStart(16, "0");
    expect(await saveAnnotation(store.pool, hex, { label: "bot", annotator: "Ann" })).toMatch(/^\d+$/);
    const at = (TODAY - 7 * DAY + 3_600) * 1000;
    expect(await saveAnnotation(store.pool, hex, { label: "bot", annotator: "Ann" }, at)).toMatch(/^\d+$/);
    const { rows } = await store.pool.query("select distinct event_time from smartlog.feedback");
    expect(rows).toEqual([{ event_time: new Date(at) }]);
  });
});
