import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ingest } from "../../../store/ingest.ts";
import {
  copyDay,
  dropUnfinished,
  isComplete,
  prepare,
  takePlace,
} from "../../../store/partitions/month-copy.ts";
import { partitions } from "../../../store/partitions/partitions.ts";
import { maintain, retain } from "../../../store/partitions/retain.ts";
import { rebuildRollups, rollupDifferences } from "../../../store/rollups.ts";
import { keepUp } from "../../../store/upkeep.ts";
import { makeDays } from "../days.ts";
import { row } from "../record.ts";
import { type TestStore, testStore } from "../test-store.ts";

/** What the disk says that it has free, in bytes, where a test says so. */
const disk = vi.hoisted(() => ({ free: undefined as number | undefined }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  return {
    ...fs,
    statfsSync: (path: string) =>
      disk.free === undefined ? fs.statfsSync(path) : { bavail: disk.free, bsize: 1 },
  };
});

const DAY = 86_400;
const MIDNIGHT = Math.floor(Date.now() / 86_400_000) * DAY;
const DAYS = 110;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

/** An event at noon, so many days ago. */
const dayRow = (n: number, ago: number) => ({
  ...row(n, { ts: MIDNIGHT - ago * DAY + 43_200 + (n % 60) }),
  time: MIDNIGHT + 1,
});

beforeEach(async () => {
  await store.pool.query(
    "do $$ declare name text; begin for name in select e.name from smartlog.event_partitions() e where low > '-infinity' loop execute format('drop table smartlog.%I', name); end loop; end $$",
  );
  await store.empty();
  await makeDays(store.pool, DAYS);
  await ingest(
    store.pool,
    "t",
    Array.from({ length: DAYS * 5 }, (_, n) => dayRow(n, Math.floor(n / 5))),
  );
});

const names = async () =>
  (await partitions(store.pool)).map(({ name }) => name).filter((name) => name !== "events_past");
const ids = async () =>
  (await store.pool.query<{ id: number }>("select id::int from smartlog.events order by id")).rows.map(
    ({ id }) => id,
  );
/** Months of which every day ended more than 35 days ago. */
const closedMonths = () => {
  const months = new Set<string>();
  for (let ago = DAYS - 1; ago >= 0; ago--) {
    const day = new Date((MIDNIGHT - ago * DAY) * 1000);
    const end = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1);
    if (end <= (MIDNIGHT - 35 * DAY) * 1000)
      months.add(`events_${day.toISOString().slice(0, 7).replace("-", "")}`);
  }
  return [...months];
};

test("closed months become one partition each; every event is there once, by every index", async () => {
  const before = await ids();
  const { merged, postponed } = await maintain(store.pool);
  expect(postponed).toEqual([]);
  expect(merged).toEqual(closedMonths());
  expect(merged.length).toBeGreaterThanOrEqual(2);
  const left = await names();
  for (const month of merged) {
    expect(left).toContain(month);
    expect(left.filter((name) => name.startsWith(month))).toEqual([month]);
  }
  expect(left.length).toBeLessThan(75);
  expect(await ids()).toEqual(before);
  const { rows: indexes } = await store.pool.query(
    `select p.indexrelid::regclass::text as name,
       (select count(*)::int from pg_inherits h join pg_index i on i.indexrelid = h.inhrelid
        where h.inhparent = p.indexrelid and i.indisvalid) as attached
     from pg_index p where p.indrelid = 'smartlog.events'::regclass`,
  );
  expect(indexes.length).toBeGreaterThan(8);
  for (const { name, attached } of indexes) expect(attached, name).toBe(left.length + 1);
  const { rows: leftovers } = await store.pool.query(
    `select relname from pg_class where relname like 'merging%' union all select tgname from pg_trigger where tgname = 'copy_to_month'
      union all select conname from pg_constraint where conname = 'within_month'`,
  );
  expect(leftovers).toEqual([]);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  expect((await maintain(store.pool)).merged).toEqual([]);
});

test("what comes late for a merged month lands in it, once, and is counted", async () => {
  const { merged } = await maintain(store.pool);
  const late = [dayRow(1, 0), ...[10_000, 10_001, 10_002].map((n) => dayRow(n, DAYS - 5))];
  expect(await ingest(store.pool, "t", late)).toEqual({ stored: 3, duplicates: 1, rejected: 0 });
  expect(await ingest(store.pool, "t", late)).toEqual({ stored: 0, duplicates: 4, rejected: 0 });
  expect((await names()).filter((name) => name.startsWith(merged[0] ?? "-"))).toHaveLength(1);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  await rebuildRollups(store.pool);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("ingest into the very days that are merged, and readers of all of them, go on meanwhile", async () => {
  let on = true;
  let stored = 0;
  let slowest = 0;
  const writers = [0, 1].map(async (writer) => {
    for (let i = 0; on; i++) {
      const n = 100_000 + (i * 2 + writer) * 20;
      const started = performance.now();
      const batch = Array.from({ length: 20 }, (_, k) =>
        dayRow(n + k, k < 10 ? 40 + ((i * 10 + k) % 85) : k - 10),
      );
      const result = await ingest(store.pool, "t", batch);
      stored += result.stored;
      slowest = Math.max(slowest, performance.now() - started);
    }
  });
  let seen = 0;
  const reading = (async () => {
    while (on) {
      const { rows } = await store.pool.query("select count(*)::int as n from smartlog.events");
      // Never fewer: no event is away for a moment.
      expect(rows[0].n).toBeGreaterThanOrEqual(seen);
      seen = rows[0].n;
    }
  })();
  // A month whose days are too busy to be switched is left for the next run.
  const merging = (async () => {
    const merged: string[] = [];
    while (merged.length < closedMonths().length) merged.push(...(await maintain(store.pool)).merged);
    return merged;
  })().finally(() => {
    on = false;
  });
  const [merged] = await Promise.all([merging, reading, ...writers]);
  expect(merged.sort()).toEqual(closedMonths());
  const all = await ids();
  expect(all).toHaveLength(DAYS * 5 + stored);
  expect(new Set(all).size).toBe(all.length);
  expect(stored).toBeGreaterThan(0);
  expect(slowest).toBeLessThan(5_000);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  expect((await store.pool.query("select count(*)::int as n from smartlog.rejected")).rows[0].n).toBe(0);
}, 60_000);

test("a day that is added while its month is copied holds the month up, and is no error", async () => {
  // The oldest month has no partitions for its first days.
  const oldest = (await partitions(store.pool)).filter(({ from }) => Number.isFinite(from)).at(0)?.from ?? 0;
  const [from, to] = [0, 1].map((next) => {
    const day = new Date(oldest);
    return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + next);
  }) as [number, number];
  const days = (await partitions(store.pool)).filter((each) => each.from >= from && each.to <= to);
  const dropped = days.shift()?.name;
  await store.pool.query(`drop table smartlog.${dropped}`);
  const month = {
    name: `events_${new Date(from).toISOString().slice(0, 7).replace("-", "")}`,
    from,
    to,
    days,
  };
  const client = await store.pool.connect();
  try {
    await client.query("set role smartlog_owner");
    await prepare(client, month);
    for (const day of days) await copyDay(client, month, day);
    expect(await isComplete(client, month)).toBe(true);
    await ingest(store.pool, "t", [dayRow(20_000, Math.round((MIDNIGHT * 1000 - oldest) / 86_400_000))]);
    expect(await isComplete(client, month)).toBe(false);
    expect(await takePlace(client, month)).toBe(false);
  } finally {
    await dropUnfinished(client);
    client.release(true);
  }
});

test("killed while it copies, it leaves the days; what came meanwhile is there, and the next run ends it", async () => {
  const before = await ids();
  const holder = await store.pool.connect();
  // The trigger on one of the first month's days waits, and is killed there.
  const day = (await names()).filter((name) => name.startsWith(closedMonths()[0] ?? "-")).at(-1);
  await holder.query(`begin; lock table smartlog.${day} in share row exclusive mode`);
  const killed = maintain(store.pool);
  killed.catch(() => {});
  await waitFor(async () => {
    const { rows } = await store.pool.query(
      "select pid from pg_stat_activity where wait_event_type = 'Lock' and query like 'create trigger copy_to_month%'",
    );
    if (rows[0]) await store.pool.query("select pg_terminate_backend($1)", [rows[0].pid]);
    return rows.length > 0;
  });
  await expect(killed).rejects.toThrow(/terminat/);
  await holder.query("rollback");
  holder.release();
  expect(await ids()).toEqual(before);

  // Killed between two days' copies: triggers and half a copy stay.
  const controller = new AbortController();
  const ended = maintain(store.pool, controller.signal);
  ended.catch(() => {});
  await waitFor(
    async () =>
      (await store.pool.query("select from pg_class where relname like 'merging%'")).rows.length > 0,
  );
  controller.abort();
  await ended.catch(() => {});
  expect(await ingest(store.pool, "t", [dayRow(50_000, DAYS - 3)])).toMatchObject({ stored: 1 });
  expect(await ids()).toEqual([...before, 50_000]);
  await maintain(store.pool);
  expect(await ids()).toEqual([...before, 50_000]);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("a copy that a killed run left goes on filling, and is thrown away by the next", async () => {
  const month = closedMonths()[0] ?? "";
  const copy = month.replace("events_", "merging_");
  const days = (await names()).filter((name) => name.startsWith(month));
  await store.pool.query(`set role smartlog_owner; create table smartlog.${copy} (like smartlog.events including all);
    ${days.map((day) => `create trigger copy_to_month after insert or update or delete on smartlog.${day} for each row execute function smartlog.copy_to_month('${copy}')`).join(";")}; reset role`);
  expect(await ingest(store.pool, "t", [dayRow(60_000, DAYS - 2)])).toMatchObject({ stored: 1 });
  await expect(store.pool.query(`delete from smartlog.${days[0]}`)).rejects.toThrow(/is being merged/);
  const before = await ids();
  expect((await maintain(store.pool)).merged).toEqual(closedMonths());
  expect(await ids()).toEqual(before);
});

test("a reader's open transaction holds up the merge, not ingest", async () => {
  const reader = await store.as("read");
  await reader.query("begin; select count(*) from events");
  const merging = maintain(store.pool);
  const slowest = await ingestFor(4_000);
  await reader.query("commit");
  await reader.end();
  expect((await merging).merged).toEqual(closedMonths());
  // A second for each time that the switch is tried.
  expect(slowest).toBeLessThan(2_500);
}, 60_000);

test("who runs for long merges them by himself, and ends at once when told to", async () => {
  const before = await ids();
  const stopped = keepUp(store.pool, () => {});
  await waitFor(
    async () =>
      (await store.pool.query("select from pg_class where relname like 'merging%'")).rows.length > 0,
  );
  const began = performance.now();
  await stopped.stop();
  expect(performance.now() - began).toBeLessThan(5_000);
  const said: string[] = [];
  const upkeep = keepUp(store.pool, (text) => void said.push(text));
  await waitFor(async () => said.length > 0);
  await upkeep.stop();
  expect(said.join()).toMatch(/^merged the days of events_/);
  expect((await maintain(store.pool)).merged).toEqual([]);
  expect(await ids()).toEqual(before);
});

test("a disk without room for a copy keeps the days", async () => {
  const before = await ids();
  disk.free = 1_000_000;
  try {
    const { merged, postponed } = await maintain(store.pool);
    expect(merged).toEqual([]);
    expect(postponed).toEqual(closedMonths().map((name) => ({ name, reason: "no room" })));
  } finally {
    disk.free = undefined;
  }
  expect(await ids()).toEqual(before);
});

test("retention goes on by months, and keeps a month whose last day is young enough", async () => {
  const { merged } = await maintain(store.pool);
  const [first] = merged;
  const month = (await partitions(store.pool)).find(({ name }) => name === first);
  const ends = Math.round((MIDNIGHT * 1000 - (month?.to ?? 0)) / 86_400_000);
  expect((await retain(store.pool, { days: ends + 2 })).dropped).toEqual([]);
  expect((await retain(store.pool, { days: ends })).dropped).toEqual([first]);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

/** @returns the slowest batch, in ms */
async function ingestFor(ms: number): Promise<number> {
  const end = performance.now() + ms;
  let slowest = 0;
  for (let n = 200_000; performance.now() < end; n += 10) {
    const started = performance.now();
    await ingest(
      store.pool as pg.Pool,
      "t",
      Array.from({ length: 10 }, (_, k) => dayRow(n + k, k * 12)),
    );
    slowest = Math.max(slowest, performance.now() - started);
  }
  return slowest;
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await condition()); attempt++) {
    if (attempt > 2_000) throw new Error("it did not come to that");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
