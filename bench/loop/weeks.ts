/**
 * Twelve weeks at three sites, trained at the end of each: false alarms and misses on arrival, by the models that served
 * and by the default model; models published and undone; corrections. Writes a table and a chart.
 *
 *   node build/bench/loop/weeks.js [--site changing|works|depot]… [--effort SHARE] [--seed N] [--out DIR]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultModulePath } from "../../host/module.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { train } from "../../trainer/train/train.ts";
import { say } from "./correct.ts";
import { type SiteFigures, siteFigures } from "./figures.ts";
import { fillSite } from "./fill.ts";
import { SITES, type SiteName, WEEKS, weekLines, weekSaid } from "./week-lines.ts";
import { type Week, weeksChart, weeksTable } from "./weeks-report.ts";

const START = Date.UTC(2026, 8, 7, 6) / 1000;
const HOUR = 3600;
const WEEK_SECONDS = 7 * 24 * HOUR;
/** Hours of each week that are simulated. */
const HOURS = 36;
/** Points by which a model may be worse on arrival than the one before it, until somebody undoes it. */
const UNDONE_FROM = 0.01;

const { values } = parseArgs({
  options: {
    site: { type: "string", multiple: true, default: [...SITES] },
    effort: { type: "string", default: "0.2" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "build/weeks" },
  },
});

const shares = (of: SiteFigures) => ({
  falseAlarms: (of.peopleAttack + of.peopleBot) / Math.max(1, of.people),
  misses: 1 - of.found / Math.max(1, of.hostile),
  noAttacks: 1 - of.foundAttack / Math.max(1, of.hostile),
});

async function weeksOf(store: Store, name: SiteName): Promise<Week[]> {
  const unchanged = readFileSync(defaultModulePath());
  const seed = Number(values.seed);
  const weeks: Week[] = [];
  let serving: Uint8Array = unchanged;
  let before: Uint8Array | undefined;
  await store.pool.query("truncate smartlog.events, smartlog.templates, smartlog.feedback");
  for (let week = 1; week <= WEEKS; week++) {
    const start = START + (week - 1) * WEEK_SECONDS;
    const end = start + HOURS * HOUR;
    const lines = weekLines(name, week, { seed, start, end });
    const served = shares(siteFigures(serving, lines, 0));
    const byDefault = shares(siteFigures(unchanged, lines, 0));
    // Who sees a model do worse than the one before it takes it back.
    const old = before ? shares(siteFigures(before, lines, 0)) : undefined;
    const undone =
      old !== undefined &&
      (served.falseAlarms > old.falseAlarms + UNDONE_FROM || served.misses > old.misses + UNDONE_FROM);
    if (undone && before) serving = before;
    before = undefined;
    const truths = await fillSite(store.pool, serving, lines, `/var/log/${name}-${week}.log`);
    const said = weekSaid(truths, week, seed);
    for (const [who, label, of] of said) await say(store.pool, who, label, of);
    const { candidate, decision } = await train({
      db: store.pool,
      module: serving,
      from: new Date(start * 1000),
      to: new Date(end * 1000),
      effort: Number(values.effort),
      now: new Date(end * 1000),
    });
    if (decision.publish) {
      before = serving;
      serving = candidate.module;
    }
    const corrections = said.reduce((sum, [, , of]) => sum + of.length, 0);
    weeks.push({ week, served, byDefault, published: decision.publish, undone, corrections });
    console.log(name, JSON.stringify(weeks.at(-1)), decision.publish ? "" : decision.reasons[0]);
  }
  return weeks;
}

const dataDir = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const store = await openStore({ dataDir });
try {
  await migrate(store.url);
  const all: [string, Week[]][] = [];
  for (const name of values.site as SiteName[]) all.push([name, await weeksOf(store, name)]);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, "weeks.svg"), weeksChart(all));
  writeFileSync(join(values.out, "weeks.md"), weeksTable(all));
  console.log(weeksTable(all));
} finally {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}
