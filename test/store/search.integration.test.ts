import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

const EVENTS = 45_000;
const BATCH = 5_000;
const NEEDLE_EVERY = 450;
const HOURS = 72;
/** Of the newest event, seconds since the epoch. */
const END = Math.floor(Date.UTC(2026, 2, 10) / 1000);

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
  for (let from = 0; from < EVENTS; from += BATCH)
    await ingest(
      store.pool,
      "t",
      Array.from({ length: BATCH }, (_, i) => {
        const n = from + i;
        return row(n, {
          kind: "web",
          ts: END - (n * HOURS * 3600) / EVENTS,
          ip: `203.0.${n % 3}.7`,
          path: n % NEEDLE_EVERY === 0 ? `/hay/Needle/${n}` : "/hay",
        });
      }),
    );
}, 120_000);
afterAll(() => store?.close());

interface Found {
  path: string | null;
  searched_to: Date | null;
}

async function search(
  wanted: string,
  { source = "", most = 200, budget = "1 min", low = "2000-01-01", high = "2026-03-11" } = {},
): Promise<{ found: Found[]; searchedTo: Date | undefined }> {
  const { rows } = await store.pool.query<Found>(
    `select (event).path, searched_to
     from smartlog.search($1, $2, '{*}', '{*}', '{*}', '{*}', $3, '', $4, $5, $6)`,
    [low, high, source, wanted, most, budget],
  );
  const last = rows.at(-1)?.searched_to ? rows.pop() : undefined;
  return { found: rows, searchedTo: last?.searched_to ?? undefined };
}

describe("a search for a text", () => {
  it("looks through the whole range, whatever lies before it", async () => {
    const { found, searchedTo } = await search("needle");
    expect(found).toHaveLength(EVENTS / NEEDLE_EVERY);
    expect(searchedTo).toBeUndefined();
    const numbers = found.map(({ path }) => Number(path?.split("/").at(-1)));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it("says how far it came when its time is over, and the rest is found from there", async () => {
    const numbers = new Set<string | null>();
    let high = "2026-03-11";
    let rounds = 0;
    for (; rounds < 200; rounds++) {
      const { found, searchedTo } = await search("needle", { budget: "0 s", high });
      for (const { path } of found) numbers.add(path);
      if (!searchedTo) break;
      expect(searchedTo.getTime()).toBeLessThan(Date.parse(`${high.slice(0, 10)}T23:59:59Z`));
      high = searchedTo.toISOString();
    }
    expect(rounds).toBeGreaterThan(1);
    expect(numbers.size).toBe(EVENTS / NEEDLE_EVERY);
  });

  it("says how far it came when it found enough", async () => {
    const { found, searchedTo } = await search("needle", { most: 30 });
    expect(found).toHaveLength(30);
    expect(searchedTo).toBeInstanceOf(Date);
    const { found: older } = await search("needle", { most: 200, high: searchedTo?.toISOString() ?? "" });
    expect(new Set([...found, ...older].map(({ path }) => path)).size).toBe(EVENTS / NEEDLE_EVERY);
  });

  it("that occurs nowhere ends, without a word of more", async () => {
    expect(await search("nothing of the kind")).toEqual({ found: [], searchedTo: undefined });
  });

  it("locks the partitions that it reads, and no others", async () => {
    const client = await store.pool.connect();
    try {
      await client.query("begin");
      await client.query(
        `select 1 from smartlog.search('2026-03-09 12:00+00', '2026-03-09 13:00+00', '{*}', '{*}', '{*}', '{*}', '', '', '', 5)`,
      );
      const { rows } = await client.query(
        `select distinct c.relname from pg_locks l join pg_class c on c.oid = l.relation
         where l.pid = pg_backend_pid() and c.relkind = 'r' and c.relname ~ '^events_'`,
      );
      expect(rows).toHaveLength(1);
      const all = await client.query("select from pg_inherits where inhparent = 'smartlog.events'::regclass");
      expect(all.rowCount).toBeGreaterThan(2);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });
});

describe("an address that is typed", () => {
  it.each([
    ["203.0.1.7", EVENTS / 3],
    ["203.0.1", EVENTS / 3],
    ["203.0.1.", EVENTS / 3],
    ["203.0.0.0/23", (2 * EVENTS) / 3],
    ["203.0", EVENTS],
    ["2001:db8::/32", 0],
    ["no address", 0],
  ])("%s finds %d events", async (source, events) => {
    const { found } = await search("", { source, most: EVENTS + 1 });
    expect(found).toHaveLength(events);
  });
});
