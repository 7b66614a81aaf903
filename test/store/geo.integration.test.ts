import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importGeo } from "../../store/geo.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await testStore();
  folder = mkdtempSync(join(tmpdir(), "smartlog-geo-"));
});
afterAll(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function countries(...addresses: string[]): Promise<string[]> {
  const reader = await store.as("read");
  const { rows } = await reader.query(
    "select smartlog.country(a::inet) as c from unnest($1::text[]) with ordinality u (a, n) order by n",
    [addresses],
  );
  await reader.end();
  return rows.map(({ c }) => c);
}

function source(name: string, ranges: string) {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, ranges);
  return { name, licence: "CC0-1.0", files: [file] };
}

test("before anything is imported, private addresses are private and all others unknown", async () => {
  expect(await countries("8.8.8.8", "10.1.2.3", "2001:200::1", "fd00::1")).toEqual([
    "unknown",
    "private",
    "unknown",
    "private",
  ]);
});

test("an address belongs to the range that holds it, and to none between two", async () => {
  const ranges =
    "1.0.0.0,1.0.0.255,AU\n1.0.2.0,1.0.3.255,cn\n2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP\n";
  expect(await importGeo(store.pool, source("one", ranges))).toEqual({ ranges: 3, imported: true });
  const [lowest, highest, between, upper, v6, before] = await countries(
    "1.0.0.0",
    "1.0.0.255",
    "1.0.1.7",
    "1.0.3.255",
    "2001:200::7",
    "0.0.0.1",
  );
  expect([lowest, highest, between, upper, v6, before]).toEqual([
    "AU",
    "AU",
    "unknown",
    "CN",
    "JP",
    "unknown",
  ]);
  // Between the last of IPv4 and the first of IPv6 nothing is found across the families.
  expect(await countries("200.0.0.1", "2001:100::1", "::1.0.0.7")).toEqual(["unknown", "unknown", "unknown"]);
});

test("the same source is not imported again, another one takes its place", async () => {
  expect(await importGeo(store.pool, source("one", "9.0.0.0,9.0.0.255,US\n"))).toEqual({
    ranges: 3,
    imported: false,
  });
  expect(await importGeo(store.pool, source("two", "9.0.0.0,9.0.0.255,US\n"))).toEqual({
    ranges: 1,
    imported: true,
  });
  expect(await countries("1.0.0.0", "9.0.0.9")).toEqual(["unknown", "US"]);
});

test("a file that can't be read leaves what was there", async () => {
  await expect(importGeo(store.pool, source("bad", "nonsense,1.1.1.1,AU\n"))).rejects.toThrow();
  expect(await countries("9.0.0.9")).toEqual(["US"]);
});

test("the ranges that come with SmartLog are there within seconds", async () => {
  const started = Date.now();
  const { ranges, imported } = await importGeo(store.pool);
  expect(imported).toBe(true);
  expect(ranges).toBeGreaterThan(200_000);
  expect(Date.now() - started).toBeLessThan(20_000);
  const [google, iana, shared] = await countries("8.8.8.8", "192.0.2.1", "100.64.0.1");
  expect([google, iana, shared]).toEqual(["US", "unknown", "private"]);
});
