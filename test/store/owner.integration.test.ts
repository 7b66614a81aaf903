import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { maintain, retain } from "../../store/partitions/retain.ts";
import { isAdministrator, serveUrl } from "../../store/roles.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { status } from "../../store/status.ts";
import { makeDays } from "./days.ts";
import { type ForeignServer, foreignServer } from "./foreign.ts";
import { row } from "./record.ts";

const DAY = 86_400;
const TODAY = Math.floor(Date.now() / 86_400_000) * DAY;

describe.each([
  ["the machine's Postgres", false],
  ["the Postgres that comes along", true],
])("on %s, an administrator who owns the database and is no superuser", (_name, packaged) => {
  let server: ForeignServer;
  let store: Store;
  beforeAll(async () => {
    server = await foreignServer([], packaged);
    const superuser = new pg.Client(server.url);
    await superuser.connect();
    await superuser.query("create role keeper login createrole");
    await superuser.query("create database kept owner keeper");
    await superuser.end();
    store = await openStore({
      databaseUrl: server.url.replace("admin@", "keeper@").replace(/logs$/, "kept"),
    });
  });
  afterAll(async () => {
    await store?.close();
    await server?.close();
  });

  test("migrates, twice, stores, counts, merges, drops and serves", async () => {
    expect((await migrate(store.url, { env: { SMARTLOG_SERVE_PASSWORD: "x" } })).length).toBeGreaterThan(10);
    expect(await migrate(store.url, { env: {} })).toEqual([]);
    expect(await isAdministrator(store.pool)).toBe(true);
    await makeDays(store.pool, 75);
    const batch = Array.from({ length: 75 }, (_, n) => row(n, { ts: TODAY - n * DAY + 60 }));
    const served = await openStore({
      databaseUrl: await serveUrl(store, undefined, { SMARTLOG_SERVE_PASSWORD: "x" }),
    });
    expect(await ingest(served.pool, "t", batch)).toMatchObject({ stored: 75 });
    await served.close();
    expect((await retain(store.pool, { days: 70 })).dropped).toHaveLength(5);
    await maintain(store.pool);
    expect(await rollupDifferences(store.pool)).toEqual([]);
    expect((await status(store.pool)).eventsCounted).toBe(75);
    const unwarned = await openStore({ databaseUrl: await serveUrl(store, undefined, {}) });
    expect((await unwarned.pool.query("select current_user::text as me")).rows).toEqual([
      { me: "smartlog_serve" },
    ]);
    await unwarned.close();
  });
});
