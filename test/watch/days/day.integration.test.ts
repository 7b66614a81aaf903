/** A working day of the shop with incidents in it, through the real parts by a clock of its own (bench/days). */
import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Compared, compare } from "../../../bench/days/compare.ts";
import { live } from "../../../bench/days/live.ts";
import { FailuresSeen } from "../../../bench/days/plain.ts";
import { foundIncidents, toldIncidents } from "../../../bench/days/read.ts";
import { defaultModulePath } from "../../../host/module.ts";
import { loadRules } from "../../../rules/lib/load.ts";
import { type Scripted, simulateDays } from "../../../simulate/days/index.ts";
import { SHOP_HOST } from "../../../simulate/days/shop.ts";
import { serveUrl } from "../../../store/roles.ts";
import { readConfig } from "../../../watch/config/config.ts";
import { planMessages } from "../../../watch/tell/plan.ts";
import { type TestStore, testStore } from "../../store/test-store.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Nine o'clock on the last Tuesday but one: a day like each other, and whole days behind the clock. */
const START = (() => {
  const midnight = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const sinceTuesday = (new Date(midnight * 1000).getUTCDay() + 5) % 7;
  return midnight - (sinceTuesday + 7) * DAY + 9 * HOUR;
})();

/** In minutes from the start. The crowd is left out: only counts of weeks tell it from people (bench/days). */
const SCRIPT: readonly (readonly [name: Scripted["name"], minute: number])[] = [
  ["scanner", 5],
  ["spraying", 10],
  ["slow-leak", 20],
  ["crawl", 22],
  ["credential-stuffing", 25],
  ["login-after-failures", 40],
  ["port-scan", 55],
  ["silent-log", 60],
  ["dns-tunnel", 65],
  ["dns-outage", 90],
  ["disk-filling", 100],
  ["bad-deploy", 176],
];
/** Scripted incidents are over then, and are closed, each after its quiet time. */
const SCRIPTED_UNTIL = START + 3.6 * HOUR;
const END = START + 18 * HOUR;
const CONFIG = `
time_zone: UTC
channels:
  out: { type: command, command: [/bin/true] }
owners:
  ann: { channels: [out], budget: 1000, digest: off }
`;

let store: TestStore;
let watch: pg.Pool;
let compared: Compared;

/** What weeks before would have left: how many lines of a service are usual, and how long the site takes to answer. */
async function remember(): Promise<void> {
  await store.pool.query(
    `with series as (
       insert into smartlog.rate_series (dimension, name, first_seen, last_seen)
       values ('all', '', $1::timestamptz - interval '28 days', $1), ('service', 'search', $1::timestamptz - interval '28 days', $1)
       returning id, dimension
     ), steps as (
       insert into smartlog.rate_steps
       select at, id, case when dimension = 'service' then 12 when extract(day from at)::int % 2 = 0 then 50 else 5000 end
       from series, generate_series($1::timestamptz - interval '28 days', $1::timestamptz - interval '10 minutes', '10 minutes') at
     )
     insert into smartlog.rate_hours
     select id, at, case when dimension = 'service' then 72 when extract(day from at)::int % 2 = 0 then 300 else 30000 end
     from series, generate_series($1::timestamptz - interval '28 days', $1::timestamptz - interval '1 hour', '1 hour') at`,
    [new Date(START * 1000)],
  );
  const quarters = new Map<number, { timed: number; us: number }>();
  for (const { kind, time, line } of simulateDays({ seed: 2, start: START - 2 * DAY, end: START - 6 * HOUR })
    .lines) {
    if (kind !== "web") continue;
    const quarter = Math.floor(time / (6 * HOUR)) * 6 * HOUR;
    const { timed, us } = quarters.get(quarter) ?? { timed: 0, us: 0 };
    quarters.set(quarter, { timed: timed + 1, us: us + 1e6 * Number(/ rt=(\S+)$/.exec(line)?.[1]) });
  }
  const all = [...quarters];
  await store.pool.query(
    `insert into smartlog.rollup_6h (at, site, kind, label, severity, status_class, step_minutes, events, score, bytes, timed, duration_us)
     select to_timestamp(at), $2, 'web', 'normal', 'none', 2, 360, timed, 0, 0, timed, us
     from unnest($1::float8[], $3::bigint[], $4::bigint[]) quarter (at, timed, us)`,
    [
      all.map(([at]) => at),
      SHOP_HOST,
      all.map(([, { timed }]) => timed),
      all.map(([, { us }]) => Math.round(us)),
    ],
  );
}

beforeAll(async () => {
  store = await testStore();
  watch = new pg.Pool({ connectionString: await serveUrl(store), max: 2 });
  await remember();
  const rules = loadRules();
  const facts = new Map(rules.map((rule) => [rule.class, rule]));
  const config = readConfig("watch.yaml", CONFIG, {});
  const incidents = SCRIPT.map(([name, minute]) => ({ name, at: START + minute * MINUTE }));
  const { truths, lines } = simulateDays({ seed: 1, start: START, end: END, incidents });
  const seen = new FailuresSeen(truths);
  await live(
    {
      shipper: store.pool,
      watch,
      module: readFileSync(defaultModulePath()),
      rules,
      plan: (now) => planMessages(watch, config, { rules: facts, now }),
    },
    seen.read(lines),
    { from: START, to: END, every: (now) => (now < SCRIPTED_UNTIL ? 40 : 15 * MINUTE) },
  );
  compared = compare(
    seen.truths(truths),
    await foundIncidents(store.pool),
    await toldIncidents(store.pool),
    rules,
    {
      end: END,
      step: 15 * MINUTE,
    },
  );
}, 300_000);

afterAll(async () => {
  await watch?.end();
  await store?.close();
});

describe("a working day", () => {
  test.each(SCRIPT)(
    "%s is found once, told once within a minute of when it is plain, and closed when it is over",
    (name) => {
      const verdict = compared.verdicts.find(({ truth }) => truth.name === name);
      expect(verdict?.faults).toEqual([]);
    },
  );

  test("nothing else is told", () => {
    expect(compared.falselyTold).toEqual([]);
  });
});
