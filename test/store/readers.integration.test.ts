import { statSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { retain } from "../../store/partitions/retain.ts";
import { endLongReaders } from "../../store/readers.ts";
import { PASSWORDS } from "./passwords.ts";
import { NOON, row, rows } from "./record.ts";
import { type OwnStore, ownStore } from "./test-store.ts";

let store: OwnStore;
let reader: pg.Client;
beforeAll(async () => {
  store = await ownStore();
  await ingest(store.pool, "t", rows(100));
  reader = await store.as("read");
  // What a session may ask for itself, an evil one asks for.
  await reader.query(
    "set default_transaction_read_only = off; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set work_mem = '64kB'",
  );
});
afterAll(async () => {
  await reader?.end();
  await store?.close();
});

/** Whether something comes to its end while others hold what they hold. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it waits")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

test("nothing that a reader may lock is waited for by ingest, migrations or retention", async () => {
  for (const table of ["counting_lock", "partitions_lock", "retain_lock", "training_lock", "migration_lock"])
    for (const mode of ["access share", "exclusive"])
      await expect(
        reader.query(`do $$ begin lock table smartlog.${table} in ${mode} mode; end $$`),
        `${table} ${mode}`,
      ).rejects.toThrow(/permission denied/);
  await expect(reader.query("select from smartlog.settings for update")).rejects.toThrow(/permission denied/);
  await expect(reader.query("select from smartlog.events for share")).rejects.toThrow(/permission denied/);
  await reader.query("begin isolation level repeatable read");
  for (const { name } of (
    await reader.query(
      "select relname as name from pg_class where relnamespace = 'smartlog'::regnamespace and relkind in ('r', 'p') and has_table_privilege(oid, 'select')",
    )
  ).rows)
    await reader.query(
      `lock table smartlog.${name} in access share mode; select * from smartlog.${name} limit 1`,
    );
  // Days that there is no partition of yet, too.
  const batch = [
    ...rows(50, 1_000),
    ...Array.from({ length: 5 }, (_, i) => row(2_000 + i, { ts: NOON - i * 86_400 })),
  ];
  expect(await within(5_000, ingest(store.pool, "t", batch))).toMatchObject({ stored: 55 });
  expect(await within(5_000, migrate(store.url, { env: PASSWORDS }))).toEqual([]);
  expect(await within(10_000, retain(store.pool, { days: 400 }))).toMatchObject({ dropped: [] });
  await reader.query("rollback");
}, 30_000);

test("a lock by number, which on others' servers anybody may take, is waited for by nobody", async () => {
  await expect(reader.query("select pg_advisory_lock(1)")).rejects.toThrow(/permission denied/);
  const administrator = await store.pool.connect();
  for (const key of [
    "hashtext('smartlog.rollups')",
    "hashtext('smartlog.make_partitions')",
    "hashtext('smartlog.retain')",
  ])
    await administrator.query(`select pg_advisory_lock(${key})`);
  await administrator.query(
    "select pg_advisory_lock(x) from unnest(array[x'736d6c67'::bigint, x'74726e72'::bigint]) x",
  );
  const batch = Array.from({ length: 5 }, (_, i) => row(3_000 + i, { ts: NOON - (10 + i) * 86_400 }));
  expect(await within(5_000, ingest(store.pool, "t", batch))).toMatchObject({ stored: 5 });
  expect(await within(5_000, migrate(store.url, { env: PASSWORDS }))).toEqual([]);
  expect(await within(10_000, retain(store.pool, { days: 400 }))).toMatchObject({ dropped: [] });
  administrator.release(true);
});

test.each([
  [
    "a sort",
    "select count(*) from (select repeat('x', 1000) || n from generate_series(1, 1e9) n order by 1) x",
  ],
  [
    "a cursor that outlives its transaction",
    "declare c cursor with hold for select repeat('x', 1000) from generate_series(1, 1e9)",
  ],
])("%s can't fill the disk, whatever a reader sets", async (_what, sql) => {
  await expect(reader.query("set temp_file_limit = -1")).rejects.toThrow(/permission denied/);
  await expect(reader.query(sql)).rejects.toThrow(/temporary file size exceeds/);
});

test.each([
  "create temporary table x (a text)",
  "create table public.x (a text)",
  "select lo_from_bytea(0, 'x')",
  "select lo_create(0)",
  "select pg_logical_emit_message(false, 'x', 'y')",
  "copy (select 1) to '/tmp/smartlog-never'",
])("a reader leaves nothing on the disk: %s", async (sql) => {
  await expect(reader.query(sql)).rejects.toThrow(/permission denied|must be/);
});

test("a reader writes nothing into the server's log", async () => {
  const size = () => statSync(join(store.dataDir, "postgres.log")).size;
  const before = size();
  await reader.query(
    "do $$ begin raise log '%', repeat('x', 1000000); raise warning '%', repeat('x', 1000000); end $$",
  );
  await expect(reader.query(`select '${"x".repeat(100_000)}'::int`)).rejects.toThrow(/invalid input/);
  await expect(reader.query("set log_min_messages = log")).rejects.toThrow(/permission denied/);
  expect(size() - before).toBeLessThan(1_000);
});

test("readers leave connections for the rest", async () => {
  const all = await Promise.allSettled(Array.from({ length: 14 }, () => store.as("read")));
  const open = all.filter((each) => each.status === "fulfilled").map(({ value }) => value);
  expect(open.length).toBe(11);
  expect(await within(5_000, ingest(store.pool, "t", rows(5, 5_000)))).toMatchObject({ stored: 5 });
  await Promise.all(open.map((client) => client.end()));
});

test("a reader that lifted its time-out is ended from outside; others and short ones are not", async () => {
  const [stuck, short] = await Promise.all([store.as("read"), store.as("read")]);
  await stuck.query(
    "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; begin; select 1",
  );
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await endLongReaders(store.pool, 60)).toBe(0);
  expect(await endLongReaders(store.pool, 1)).toBe(1);
  await expect(stuck.query("select 1")).rejects.toThrow();
  expect((await short.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  await short.end();
});
