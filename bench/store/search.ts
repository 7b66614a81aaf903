/**
 * What searches cost with ten million events in the store, and what an index of their words would.
 *
 *     node build/bench/store/search.js [--events 10000000] [--days 7] [--data DIR] [--compare]
 *
 * Fills a database of its own (kept in --data and reused), indexes the closed days as upkeep does, and asks what people ask: first hits, a whole
 * day, counts, by the code of the pages. --compare measures kinds of indexes on one day besides: bytes, seconds to build, the time of the same
 * searches, and rows a second that a batch is stored with beside them. Exit code 1 where first hits take over 300 ms or a day over 2 s, the better of two runs.
 */
import { parseArgs } from "node:util";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { maintain } from "../../store/partitions/retain.ts";
import { countFacets, countOverTime } from "../../store/search/counts.ts";
import { findEvents } from "../../store/search/find.ts";
import { parse } from "../../store/search/grammar/parse.ts";
import { compareIndexes } from "./search-compare.ts";
import { fillForSearch } from "./search-fill.ts";

const DAY_MS = 86_400_000;
const FIRST_HITS_MS = 300;
const DAY_SEARCH_MS = 2_000;

/** Words by how often they come, then fields alone. */
const QUERIES = [
  ["in one line of a million", "needle-in-the-hay"],
  ["in none", "zzqqxx"],
  ["in one of 2,000", "wp-login"],
  ["in one of 200", '"Failed password"'],
  ["in one of 5", "GET"],
  ["a part of a word", "ocalhos"],
  ["with fields", 'kind:web status:>=500 ip:10.0.0.0/8 "wp-login" -label:bot'],
  ["fields alone", "kind:web status:>=500 severity:>=medium"],
  ["an address", "ip:203.0.113.7"],
] as const;

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000000" },
    days: { type: "string", default: "7" },
    data: { type: "string", default: ".smartlog-bench-search" },
    compare: { type: "boolean", default: false },
  },
});
const days = Number(values.days);
const store = await openStore({ dataDir: values.data });
const { pool } = store;
try {
  await migrate(store.url);
  const { rows } = await pool.query<{ end: Date | null }>(
    "select date_bin('1 day', max(time), 'epoch') + interval '1 day' as end from smartlog.events",
  );
  const end = rows[0]?.end ?? new Date(new Date().setUTCHours(24, 0, 0, 0));
  await fillForSearch(pool, { events: Number(values.events), days, end });
  const began = performance.now();
  const { indexed } = await maintain(pool);
  console.log(`${indexed.length} days indexed in ${((performance.now() - began) / 1000).toFixed(0)} s`);

  const all = { from: end.getTime() - days * DAY_MS, to: end.getTime() };
  const newest = { from: all.to - DAY_MS, to: all.to };
  const closed = { from: all.to - 2 * DAY_MS, to: all.to - DAY_MS };
  for (const [name, line] of QUERIES) {
    const query = parse(line);
    const find = (range: typeof all, limit: number) => () =>
      findEvents(pool, query, { range, limit, budgetMs: 60_000 }).then(({ events }) => events.length);
    await timed(`${name}: first 50 of a closed day`, FIRST_HITS_MS, find(closed, 50));
    await timed(`${name}: first 50 of the newest day`, undefined, find(newest, 50));
    await timed(`${name}: first 50 of all ${days} days`, undefined, find(all, 50));
    const count = (range: typeof all) => () =>
      countOverTime(pool, query, { range, budgetMs: 60_000 }).then(({ total }) => total);
    await timed(`${name}: a closed day, counted`, DAY_SEARCH_MS, count(closed));
    await timed(`${name}: the newest day, counted`, undefined, count(newest));
    await timed(`${name}: facets of a closed day`, undefined, () =>
      countFacets(pool, query, { range: closed, budgetMs: 60_000 }).then(({ facets }) => facets.kind.events),
    );
  }
  if (values.compare) await compareIndexes(pool, closed);
} finally {
  await store.close();
}

/** Runs it twice: cold as the cache is, then warm. */
async function timed(name: string, mostMs: number | undefined, work: () => Promise<number>): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let run = 0; run < 2; run++) {
    const began = performance.now();
    found = await work();
    times.push(performance.now() - began);
  }
  const isSlow = mostMs !== undefined && Math.min(...times) > mostMs;
  if (isSlow) process.exitCode = 1;
  console.log(
    `${name}: ${times.map((ms) => ms.toFixed(0)).join(", then ")} ms, ${found} found${isSlow ? " (too slow)" : ""}`,
  );
}
