/**
 * What the pages of sources, users, services, paths, patterns and user agents cost, with many events in the store.
 *
 *     node build/bench/store/entities.js [--events 1000000] [--days 7] [--data DIR]
 *
 * Fills a database as `bench/store/search.js` does (kept in --data and reused, its counts made anew), serves it, and asks for the lists, and for the most
 * frequent of each kind, a rare one and one that there is not: over the last day, and over all days. Exit code 1 where a page takes over 2 s.
 */
import { parseArgs } from "node:util";
import { ENTITY_LISTS, entityPath } from "../../server/frame/entity-path.ts";
import { startServer } from "../../server/index.ts";
import { ENTITY_KINDS, type Entity } from "../../store/entities/entity.ts";
import { namesOf } from "../../store/entities/names.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { serveUrl } from "../../store/roles.ts";
import { rebuildRollups } from "../../store/rollups.ts";
import { fillForSearch } from "./search-fill.ts";

const DAY_MS = 86_400_000;
const PAGE_MS = 2_000;
const NOWHERE: readonly Entity[] = [
  { kind: "source", name: "192.0.2.77" },
  { kind: "source", name: "10.0.0.0/8" },
  { kind: "service", name: "there-is-none" },
  { kind: "path", name: "/there/is/none" },
  { kind: "agent", name: "there is none" },
];

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    days: { type: "string", default: "7" },
    data: { type: "string", default: ".smartlog-bench-entities" },
  },
});
const days = Number(values.days);
const store = await openStore({ dataDir: values.data });
const { pool } = store;
try {
  await migrate(store.url);
  const { rows } = await pool.query<{ end: Date | null; counted: boolean }>(
    `select date_bin('1 day', max(time), 'epoch') + interval '1 day' as end,
       (select count(*) from smartlog.top_day) > 10000 as counted from smartlog.events`,
  );
  const end = rows[0]?.end ?? new Date(new Date().setUTCHours(24, 0, 0, 0));
  await fillForSearch(pool, { events: Number(values.events), days, end });
  if (!rows[0]?.counted) await rebuildRollups(pool, ({ day }) => console.error(`${day} counted`));
  await pool.query("vacuum analyze");

  const server = await startServer({ databaseUrl: await serveUrl(store), port: 0 });
  try {
    for (const span of [1, days]) {
      const range = { from: end.getTime() - span * DAY_MS, to: end.getTime() };
      const shown = { from: String(range.from), to: String(range.to) };
      console.log(`\n${span === 1 ? "the last day" : `${span} days`}`);
      for (const kind of ENTITY_KINDS) {
        const { rows: names } = await namesOf(pool, kind, { range, text: "", sort: "events", offset: 0 });
        await timed(
          `the list of each ${kind}`,
          `${server.url}${ENTITY_LISTS[kind].path}?${new URLSearchParams(shown)}`,
        );
        for (const [word, row] of [
          ["most frequent", names[0]],
          ["50th", names.at(-1)],
        ] as const)
          if (row)
            await timed(
              `${word} ${kind}, ${row.events} events`,
              server.url + entityPath({ kind, name: row.name }, shown),
            );
      }
      for (const each of NOWHERE)
        await timed(`${each.kind} ${each.name}`, server.url + entityPath(each, shown));
    }
  } finally {
    await server.close();
  }
} finally {
  await store.close();
}

/** Twice: cold as the cache is, then warm. */
async function timed(name: string, url: string): Promise<void> {
  const times: number[] = [];
  let text = "";
  for (let run = 0; run < 2; run++) {
    const began = performance.now();
    const response = await fetch(url);
    text = await response.text();
    times.push(performance.now() - began);
    if (!response.ok) process.exitCode = 1;
  }
  const isSlow = Math.min(...times) > PAGE_MS;
  if (isSlow) process.exitCode = 1;
  const part = /Looked at closely|was not searched yet/.test(text) ? ", a part looked at closely" : "";
  console.log(
    `${name}: ${times.map((ms) => ms.toFixed(0)).join(", then ")} ms${part}${isSlow ? " (too slow)" : ""}`,
  );
}
