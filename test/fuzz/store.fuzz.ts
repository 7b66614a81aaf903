/** Hostile records into a real Postgres, scored and not: nothing throws, and each of them is somewhere afterwards. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { type IngestRow, ingest } from "../../store/ingest.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { RawInstance } from "../filter/instance.ts";
import { type OwnStore, ownStore } from "../store/test-store.ts";
import { SEED, STORE_MS } from "./budget.ts";
import { written } from "./minimise.ts";
import { hostileRecords } from "./records.ts";
import { hostileText } from "./values.ts";

const MOST_ROWS = 400;
const BATCH_BYTES = 4 * 2 ** 20;

let store: OwnStore;
beforeAll(async () => {
  store = await ownStore();
});
afterAll(() => store?.close());

test(`hostile records for ${Math.round(STORE_MS / 1000)} s, SMARTLOG_FUZZ_SEED=${SEED}`, async () => {
  console.log(`SMARTLOG_FUZZ_SEED=${SEED}`);
  const random = new Random(SEED).fork("store");
  const records = hostileRecords(random.fork("records"));
  const instance = new RawInstance();
  const total = { sent: 0, stored: 0, duplicates: 0, rejected: 0 };
  const began = performance.now();
  while (performance.now() - began < STORE_MS) {
    const rows: IngestRow[] = [];
    for (let bytes = 0; rows.length < random.int(1, MOST_ROWS) && bytes < BATCH_BYTES; ) {
      const { value: record } = records.next();
      const now = Math.floor(Date.now() / 1000);
      // One in twenty goes past the filter: the view is open to whoever has the role.
      const data = random.chance(0.05) ? record.toString() : instance.smartlog(record, now, 0).toString();
      const time = random.chance(0.95) ? now : random.pick([0, -1, Number.NaN, 1e300, 253_402_300_799]);
      rows.push({ time, data });
      bytes += data.length;
    }
    try {
      const result = await ingest(store.pool, hostileText(random), rows);
      const { stored, duplicates, rejected } = result;
      expect(stored + duplicates + rejected, JSON.stringify(result)).toBe(rows.length);
      total.sent += rows.length;
      total.stored += stored;
      total.duplicates += duplicates;
      total.rejected += rejected;
    } catch (error) {
      throw await failure(rows, error as Error);
    }
  }
  const { rows } = await store.pool.query(
    "select (select count(*)::int from smartlog.events) as stored, (select count(*)::int from smartlog.rejected) as rejected",
  );
  const { rows: reasons } = await store.pool.query(
    "select reason, count(*)::int from smartlog.rejected group by 1 order by 2 desc limit 8",
  );
  console.log(JSON.stringify(total), JSON.stringify(reasons));
  expect(rows).toEqual([{ stored: total.stored, rejected: total.rejected }]);
  expect(total.stored).toBeGreaterThan(0);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

/** Finds the row that the batch fails for, and a short form of it. */
async function failure(rows: IngestRow[], error: Error): Promise<Error> {
  for (const row of rows) {
    const fails = async (data: string) =>
      ingest(store.pool, "t", [{ ...row, data }]).then(
        ({ stored, duplicates, rejected }) => stored + duplicates + rejected !== 1,
        () => true,
      );
    if (await fails(row.data))
      return new Error(
        `SMARTLOG_FUZZ_SEED=${SEED}: ${error.message}\na row of this time and data: ${row.time} ${written(Buffer.from(row.data.slice(0, 4096)))}`,
        { cause: error },
      );
  }
  return new Error(`SMARTLOG_FUZZ_SEED=${SEED}: ${error.message}; no row of its batch fails alone`, {
    cause: error,
  });
}
