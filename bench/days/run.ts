/**
 * Simulated days through the real parts, by a clock of their own: what is found and told of scripted incidents, and what in
 * ordinary weeks.
 *
 *   node build/bench/days/run.js [--days N] [--incidents all|none|NAME,…] [--every SECONDS] [--seed N] [--rules FOLDER]
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultModulePath } from "../../host/module.ts";
import { loadRules } from "../../rules/lib/load.ts";
import { INCIDENTS, type IncidentName, simulateDays, spread } from "../../simulate/days/index.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { readConfig } from "../../watch/config/config.ts";
import { planMessages } from "../../watch/tell/plan.ts";
import { compare } from "./compare.ts";
import { live } from "./live.ts";
import { FailuresSeen } from "./plain.ts";
import { costLines, report } from "./print.ts";
import { foundIncidents, toldIncidents } from "./read.ts";

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "28" },
    incidents: { type: "string", default: "none" },
    every: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    rules: { type: "string", multiple: true, default: [] },
  },
});

const DAY_SECONDS = 86_400;
/** From pass to pass before there are incidents: only what is usual has to be known. */
const LEARNING_SECONDS = 300;
const days = Number(values.days);
const names =
  values.incidents === "all"
    ? INCIDENTS
    : values.incidents === "none"
      ? []
      : (values.incidents.split(",") as IncidentName[]);
/** They end at the last midnight: counts that are older than five weeks by Postgres' clock are not kept. */
const end = Math.floor(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;
const start = end - days * DAY_SECONDS;
/** What is usual, rates know after a week. */
const from = days > 8 ? start + 7 * DAY_SECONDS : start;

/** One person, told of everything that somebody has to see to: no budget hides anything. */
const CONFIG = readConfig(
  "watch.yaml",
  `
time_zone: UTC
channels:
  out: { type: command, command: [/bin/true] }
owners:
  ann: { channels: [out], budget: 1000, digest: off }
`,
  {},
);

const dataDir = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const store = await openStore({ dataDir });
try {
  await migrate(store.url);
  const { truths, lines } = simulateDays({
    seed: Number(values.seed),
    start,
    end,
    incidents: spread(names, from, end),
  });
  const rules = loadRules(values.rules);
  const facts = new Map(rules.map((rule) => [rule.class, rule]));
  const seen = new FailuresSeen(truths);
  const cost = await live(
    {
      shipper: store.pool,
      watch: store.pool,
      module: readFileSync(defaultModulePath()),
      rules,
      plan: (now) => planMessages(store.pool, CONFIG, { rules: facts, now }),
    },
    seen.read(lines),
    { from: start, to: end, every: (now) => (now < from ? LEARNING_SECONDS : Number(values.every)) },
    (now) => {
      if (now % DAY_SECONDS === 0) process.stderr.write(`day ${(now - start) / DAY_SECONDS} of ${days}\n`);
    },
  );
  const compared = compare(
    seen.truths(truths),
    await foundIncidents(store.pool),
    await toldIncidents(store.pool),
    rules,
    {
      end,
      step: Number(values.every),
    },
  );
  console.log([...report(compared, days), ...costLines(cost, days)].join("\n"));
} finally {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}
