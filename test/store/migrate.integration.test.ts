import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storeFile } from "../../store/files.ts";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { makePool } from "../../store/pool.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { schemaVersion } from "../../store/status.ts";
import { rows } from "./record.ts";

const NAMES = readdirSync(storeFile("migrations"))
  .map((name) => name.replace(".sql", ""))
  .sort();

let server: Store;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "smartlog-test-"));
  server = await openStore({ dataDir });
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** An empty database on the same server: roles are there, tables aren't. */
let url: string;
let pool: pg.Pool;
let made = 0;
beforeEach(async () => {
  await pool?.end();
  const name = `test_${made++}`;
  await server.pool.query(`create database ${name}`);
  url = server.url.replace(/[^/]*$/, name);
  pool = makePool({ connectionString: url });
});
afterAll(() => pool?.end());

test("an empty database, twice", async () => {
  await expect(schemaVersion(pool)).rejects.toMatchObject({ code: "NOT_MIGRATED" });
  expect(await migrate(url)).toEqual(NAMES);
  expect(await migrate(url)).toEqual([]);
  expect(await schemaVersion(pool)).toBe(NAMES.at(-1));
});

test("a filled database, twice", async () => {
  await migrate(url);
  await ingest(pool, "t", rows(100));
  expect(await migrate(url)).toEqual([]);
  expect(await ingest(pool, "t", rows(101))).toEqual({ stored: 1, duplicates: 100, rejected: 0 });
});

test.each(NAMES.map((name, i) => [name, i] as const).slice(3))(
  "filled by the version before %s",
  async (_name, before) => {
    await migrate(url, { count: before });
    await ingest(pool, "t", rows(100));
    expect(await migrate(url)).toEqual(NAMES.slice(before));
    expect(await ingest(pool, "t", rows(150))).toEqual({ stored: 50, duplicates: 100, rejected: 0 });
    expect(await rollupDifferences(pool)).toEqual([]);
    const { rows: found } = await pool.query("select events::int from smartlog.templates");
    expect(found).toEqual([{ events: 150 }]);
  },
);

test("several at the same time", async () => {
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(applied.flat().sort()).toEqual(NAMES);
});

test("while a shipper writes", async () => {
  await migrate(url, { count: 3 });
  let on = true;
  const writing = (async () => {
    let stored = 0;
    for (let n = 0; on; n += 10) stored += (await ingest(pool, "t", rows(10, n))).stored;
    return stored;
  })();
  await migrate(url);
  on = false;
  const stored = await writing;
  expect((await pool.query("select count(*)::int as n from smartlog.events")).rows[0].n).toBe(stored);
});
