import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { PASSWORDS } from "./passwords.ts";
import { record, rows } from "./record.ts";
import { type OwnStore, ownStore } from "./test-store.ts";

let store: OwnStore;
let shipper: pg.Client;
let reader: pg.Client;
let trainer: pg.Client;
beforeAll(async () => {
  store = await ownStore();
  shipper = await store.as("ingest");
  reader = await store.as("read");
  trainer = await store.as("train");
});
afterAll(async () => {
  await Promise.all([shipper, reader, trainer].map((client) => client?.end()));
  await store.close();
});

/** What Fluent Bit 5.1 says at its start and for each chunk. */
const CREATE = `CREATE TABLE IF NOT EXISTS "ingest" (tag varchar, time timestamp, data jsonb);`;
const insertChunk = (records: string[]) =>
  `INSERT INTO "ingest" SELECT 'web.access', to_timestamp(CAST(value->>'date' as FLOAT)), * FROM json_array_elements('[${records
    .map((each) => each.replace("{", '{"date":1763720000.123456,').replaceAll("'", "''"))
    .join()}]');`;

test("Fluent Bit's statements work as the ingest role, by position and by name, with json and with jsonb", async () => {
  await shipper.query(CREATE);
  await shipper.query(insertChunk([record(1), record(2, { ua: "it's" })]));
  await shipper.query(insertChunk([record(2), record(3)]));
  await shipper.query("insert into ingest (tag, time, data) values ($1, now(), $2::jsonb)", ["t", record(4)]);
  await shipper.query("insert into ingest (data, tag, time) values ($1, 't', now()), ($2, 't', now())", [
    record(5),
    record(5),
  ]);
  await shipper.query("insert into ingest select 't', now(), value from json_array_elements('[]')");
  const { rows: found } = await store.pool.query(
    "select id::int, ua, record from smartlog.events order by id",
  );
  expect(found.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  expect(found[1].ua).toBe("it's");
});

test("the ingest role can do nothing but insert", async () => {
  await ingest(shipper, "t", rows(10, 100));
  for (const sql of [
    "select * from smartlog.events",
    "select * from smartlog.rejected",
    "insert into smartlog.events (time, id, record) values (now(), 1, '{}')",
    "insert into smartlog.batch (tags) values ('{}')",
    "delete from ingest",
    "drop view ingest",
    "select smartlog.make_partitions(array[now()])",
    "create table smartlog.x ()",
    "set role smartlog_owner",
    "copy (select 1) to '/tmp/x'",
  ]) {
    await expect(shipper.query(sql), sql).rejects.toThrow(/permission denied|must be owner|cannot delete/);
  }
  expect((await shipper.query("select * from ingest")).rows).toEqual([]);
});

test("what the ingest role creates in its schema doesn't reach the store's functions", async () => {
  await shipper.query(
    "create function smartlog_ingest.now() returns timestamptz language sql return 'epoch'::timestamptz",
  );
  await shipper.query(
    "create function smartlog_ingest.hashtextextended(text, int) returns bigint language sql return 1/0",
  );
  const before = await store.pool.query("select count(*)::int as n from smartlog.rejected");
  await shipper.query(`insert into ingest values ('t', null, '1')`);
  const after = await store.pool.query(
    "select count(*)::int as n, max(at) > now() - interval '1 minute' as now from smartlog.rejected",
  );
  expect(after.rows[0]).toEqual({ n: before.rows[0].n + 1, now: true });
  await shipper.query(
    "drop function smartlog_ingest.now(); drop function smartlog_ingest.hashtextextended(text, int)",
  );
});

test("readers read, and can't write or run for long", async () => {
  expect((await reader.query("select count(*)::int as n from events")).rows[0].n).toBeGreaterThan(0);
  expect((await reader.query("show statement_timeout")).rows[0].statement_timeout).toBe("15s");
  await reader.query("set default_transaction_read_only = off");
  for (const sql of [
    "delete from smartlog.events",
    "insert into smartlog_ingest.ingest values ('t', now(), '1')",
    "create table smartlog.x ()",
  ]) {
    await expect(reader.query(sql), sql).rejects.toThrow(/permission denied/);
  }
});

test("the trainer reads, and can't change events", async () => {
  expect((await trainer.query("select count(*)::int as n from events")).rows[0].n).toBeGreaterThan(0);
  await expect(trainer.query("update events set label = 'normal'")).rejects.toThrow(/permission denied/);
});

test("a password is changed by migrating with another one, and the old one no longer works", async () => {
  await migrate(store.url, { env: { SMARTLOG_READ_PASSWORD: "new" } });
  await expect(store.as("read")).rejects.toThrow(/password/);
  await migrate(store.url, { env: PASSWORDS });
  await (await store.as("read")).end();
});
