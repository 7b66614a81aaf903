/**
 * How long the weekly report reads, query by query.
 *
 *     node build/bench/store/months.js --events 10000000 --days 7 --data DIR
 *     node build/bench/store/report.js --data DIR [--days 7]
 *
 * The first time is with what the server finds in memory, the second right after it. Exit code 1 where the second is above
 * AT_MOST_MS.
 */
import { parseArgs } from "node:util";
import { collect } from "../../report/store/collect.ts";
import { lastDays } from "../../report/store/range.ts";
import { alarmsByDay } from "../../store/alarms.ts";
import { openStore } from "../../store/open.ts";
import { agents, crawlerChecks } from "../../store/report/agents.ts";
import { attacks } from "../../store/report/answered.ts";
import { disk } from "../../store/report/disk.ts";
import { newFaults } from "../../store/report/faults.ts";
import { incidents } from "../../store/report/incidents.ts";
import { logins } from "../../store/report/logins.ts";
import { traffic, unreadLines } from "../../store/report/traffic.ts";
import { visitors } from "../../store/report/visitors.ts";

const AT_MOST_MS = 5_000;

const { values } = parseArgs({
  options: { data: { type: "string", default: ".smartlog-bench" }, days: { type: "string", default: "7" } },
});
const range = lastDays(Number(values.days), new Date());
const store = await openStore({ dataDir: values.data, create: false });
try {
  const { pool } = store;
  const alarms = () => alarmsByDay(pool, range.from, range.to);
  const queries = {
    traffic,
    visitors,
    agents,
    crawlerChecks,
    attacks,
    logins,
    newFaults,
    incidents,
    disk,
    unreadLines,
    alarms,
  };
  for (const [name, query] of Object.entries(queries))
    console.log(
      `${name.padEnd(16)} ${await timed(() => query(pool, range))} ms, ${await timed(() => query(pool, range))} ms`,
    );
  const all = await timed(() => collect(pool, range));
  console.log(`${"all of it".padEnd(16)} ${all} ms (at most ${AT_MOST_MS} ms)`);
  if (all > AT_MOST_MS) process.exitCode = 1;
} finally {
  await store.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}
