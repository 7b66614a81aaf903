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
import { assertMigrated, schemaVersion } from "../../store/version.ts";
import { NOON, record, rows } from "./record.ts";

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
  expect(await rollupDifferences(pool)).toEqual([]);
});

test("a column that a migration adds to events is filled, cut where it is long", async () => {
  await migrate(url);
  await ingest(pool, "t", rows(30));
  await pool.query(
    `set role smartlog_owner;
     alter table smartlog.events add column region text, add column hops smallint;
     select smartlog.build_ingest();
     reset role`,
  );
  const batch = rows(30, 30).map(({ time, data }) => ({
    time,
    data: data.replace('"v":1', `"v":1,"region":"${"x".repeat(70)}","hops":7`),
  }));
  expect(await ingest(pool, "t", batch)).toEqual({ stored: 30, duplicates: 0, rejected: 0 });
  expect(await ingest(pool, "t", batch)).toEqual({ stored: 0, duplicates: 30, rejected: 0 });
  const odd = { time: NOON, data: record(99, { region: "asia", hops: "many" }) };
  expect(await ingest(pool, "t", [odd])).toEqual({ stored: 1, duplicates: 0, rejected: 0 });
  const { rows: found } = await pool.query(
    "select region, hops, count(*)::int as events from smartlog.events group by 1, 2 order by 1, 2",
  );
  expect(found).toEqual([
    { region: "asia", hops: null, events: 1 },
    { region: "x".repeat(64), hops: 7, events: 30 },
    { region: null, hops: null, events: 30 },
  ]);
});

test("a database of an early SmartLog is left as it is, and the error says what to do", async () => {
  await pool.query(
    `create schema smartlog;
     create table smartlog.migrations (id serial, name text, run_on timestamp default now());
     insert into smartlog.migrations (name) values ('0001_events'), ('0002_partitions'), ('0003_ingest');
     create table smartlog.events (line text);
     insert into smartlog.events values ('of the past')`,
  );
  const catalog = "select relname from pg_class where relnamespace = 'smartlog'::regnamespace order by 1";
  const before = (await pool.query(catalog)).rows;
  const refused = { code: "SCHEMA_OTHER", nextStep: expect.stringContaining("--data") };
  await expect(migrate(url)).rejects.toMatchObject(refused);
  await expect(schemaVersion(pool)).rejects.toMatchObject(refused);
  await expect(assertMigrated(pool)).rejects.toMatchObject(refused);
  expect((await pool.query(catalog)).rows).toEqual(before);
  expect((await pool.query("select line from smartlog.events")).rows).toEqual([{ line: "of the past" }]);
});

test("a database of a newer SmartLog is up to date", async () => {
  await migrate(url);
  await pool.query("insert into smartlog.migrations (name, run_on) values ('9999_later', now())");
  expect(await migrate(url)).toEqual([]);
  expect(await schemaVersion(pool)).toBe("9999_later");
  await assertMigrated(pool);
});

test("several at the same time", async () => {
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(applied.flat().sort()).toEqual(NAMES);
});

test("while a shipper writes", async () => {
  await migrate(url, { count: NAMES.indexOf("0005_ingest") + 1 });
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
