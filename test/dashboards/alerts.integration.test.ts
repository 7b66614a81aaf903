import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RULES } from "../../dashboards/alerting/rules.ts";
import { ingest } from "../../store/ingest.ts";
import { readOnly } from "../../store/read-only.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  also = {};
  await store.pool.query(`truncate smartlog.events, smartlog.rollup_minute, smartlog.rollup_hour, smartlog.rollup_6h,
    smartlog.rollup_day, smartlog.muted_rollups, smartlog.muted_days, smartlog.mutes,
    smartlog.intake, smartlog.models, smartlog.alarm_promises, smartlog.score_bins, smartlog.sites, smartlog.templates, smartlog.unread_hour, smartlog.rate_alarms`);
});

const FLOAT8 = 701;
const TEXT = 25;

type Fields = Record<string, unknown>;
let ids = 0;
/** What all events have besides. */
let also: Fields = {};

/** Events of these fields, the first `minutesAgo` minutes ago, a second apart. */
async function events(
  count: number,
  minutesAgo: number,
  fields: (n: number) => Fields,
  tag = "t",
): Promise<void> {
  const start = Date.now() / 1000 - minutesAgo * 60;
  const rows = Array.from({ length: count }, (_, n) => {
    const smartlog = {
      v: 1,
      id: (++ids).toString(16).padStart(16, "a"),
      ts: start + n * 0.05,
      label: "normal",
      severity: "none",
      score: 0.1,
      bot: 0.1,
      threat: 0.1,
      anomaly: 0.1,
      why: [],
      tpl: "1",
      model: "m",
      host: "shop",
      ...fields(n),
      ...also,
    };
    return { time: Date.now() / 1000, data: JSON.stringify({ log: `line ${n}`, smartlog }) };
  });
  await ingest(store.pool, tag, rows);
}

async function fired(uid: string, at = "now()"): Promise<Fields[]> {
  const rule = RULES.find((each) => each.uid === uid);
  if (!rule) throw new Error(`no rule ${uid}`);
  const { rows, fields } = await readOnly(store.pool, rule.sql.replaceAll("now()", at));
  // What Grafana takes for a table of numbers: one column of numbers, all others text, no two rows of the same text.
  const types = fields.map(({ dataTypeID }) => dataTypeID).sort((a, b) => b - a);
  expect(types, uid).toEqual([FLOAT8, ...types.slice(1).map(() => TEXT)]);
  const texts = rows.map((row) => JSON.stringify(row.filter((_, i) => fields[i]?.dataTypeID === TEXT)));
  expect(new Set(texts).size, uid).toBe(rows.length);
  return rows.map((row) => Object.fromEntries(fields.map(({ name }, i) => [name, row[i]])));
}

const web = (label: string, more: Fields = {}) => ({ kind: "web", label, ip: "203.0.113.7", ...more });
const login = (outcome: string, more: Fields = {}) => ({
  kind: "auth",
  outcome,
  ip: "203.0.113.7",
  user: "root",
  ...more,
});
const anomaly = (tpl: string) => ({
  kind: "app",
  label: "anomaly",
  severity: "medium",
  tpl,
  why: ["template:new"],
});
/** Events of the first seconds of this day (UTC) and hour. */
const today = (count: number, fields: (n: number) => Fields) =>
  events(count, (Date.now() - Math.floor(Date.now() / 86_400_000) * 86_400_000) / 60_000, fields);
const address = (n: number) => `198.51.100.${n % 250}`;

/** A surge over 200 lines that was told, and ended so long ago; `beside` as part of the event that tells of another. */
async function rate(
  dimension: string,
  name: string,
  current: number,
  ended: string | null,
  beside?: string,
): Promise<void> {
  await store.pool.query(
    `with written as (
       select smartlog.write_own_event('rate', $2, now(), 'high', 0.9, '{rate:surge}', null, null, 'more', '{}') as id
       where $5::text is null
     ), told as (
       select now() as time, id from written
       union all
       select event_time, event_id from smartlog.rate_alarms where name = $5
     )
     insert into smartlog.rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, event_time, event_id, ended_at)
     select hashtext($2), $1, $2, 'surge', now() - interval '10 minutes', now(), $3, 200, 300, now(), time, id, now() - $4::interval from told`,
    [dimension, name, current, ended, beside],
  );
}

/** Data that must fire a rule, and what its row then says; and data, as like as can be, that must not. */
const CASES: Record<string, { fires: () => Promise<unknown>; row: Fields; quiet: () => Promise<unknown> }> = {
  "smartlog-bot-spike": {
    fires: async () => {
      for (const day of [1, 2, 3]) await events(50, day * 1440 + 20, () => web("bot"));
      await events(400, 20, () => web("bot"));
    },
    row: { site: "shop", value: "400", sample: expect.stringMatching(/^line \d+\nline \d+\nline \d+$/) },
    quiet: async () => {
      for (const day of [1, 2, 3]) await events(300, day * 1440 + 20, () => web("bot"));
      await events(400, 20, () => web("bot"));
    },
  },
  "smartlog-attack-burst": {
    fires: () => events(25, 2, () => web("attack", { severity: "high" })),
    row: { source: "203.0.113.7", country: "unknown", sample: "line 0\nline 1\nline 2", value: "25" },
    quiet: async () => {
      await events(25, 2, (n) => web("attack", { ip: address(n) }));
      await events(25, 60, () => web("attack"));
      await events(100, 2, () => web("bot"));
    },
  },
  "smartlog-critical": {
    fires: () => events(1, 2, () => web("anomaly", { severity: "critical" })),
    row: { site: "shop", kind: "web", value: "1", sample: "line 0" },
    quiet: async () => {
      await events(50, 2, () => web("anomaly", { severity: "high" }));
      await events(5, 30, () => web("anomaly", { severity: "critical" }));
    },
  },
  "smartlog-anomaly": {
    fires: async () => {
      await promise(20);
      await events(3, 2, () => ({ ...anomaly("a1"), severity: "low" }));
    },
    row: { site: "shop", kind: "app", template: "a1", value: "3", sample: "line 0\nline 1\nline 2" },
    quiet: async () => {
      // Nobody said how many alarms are wanted: only known faults are told.
      await events(3, 2, () => anomaly("a1"));
      await events(3, 30, () => ({ ...anomaly("a1"), why: ["fault:disk"] }));
      await events(3, 2, () => web("attack"));
    },
  },
  "smartlog-alarms": {
    fires: async () => {
      await promise(5);
      await today(8, (n) => anomaly(`a${n}`));
    },
    row: { value: "3" },
    quiet: async () => {
      await promise(5);
      await today(8, (n) => anomaly(`a${n % 5}`));
      await today(8, (n) => ({ ...anomaly(`b${n}`), why: ["fault:disk"] }));
    },
  },
  "smartlog-brute-force": {
    fires: () => events(30, 5, () => login("failure")),
    row: { source: "203.0.113.7", value: "30" },
    quiet: async () => {
      await events(15, 5, () => login("failure"));
      await events(50, 5, () => login("success"));
    },
  },
  "smartlog-spraying": {
    fires: () => events(12, 5, (n) => login("failure", { ip: address(n) })),
    row: { user: "root", value: "12", sample: "line 0\nline 1\nline 2" },
    quiet: () => events(40, 5, (n) => login("failure", { ip: address(n % 5), user: `u${n % 4}` })),
  },
  "smartlog-dns-failures": {
    fires: () => events(60, 5, () => ({ kind: "dns", ip: "10.0.0.7", rcode: "NXDOMAIN" })),
    row: { source: "10.0.0.7", value: "60", sample: "line 0\nline 1\nline 2" },
    quiet: () =>
      events(400, 5, (n) => ({ kind: "dns", ip: "10.0.0.7", rcode: n % 5 ? "NOERROR" : "NXDOMAIN" })),
  },
  "smartlog-port-scan": {
    fires: () =>
      events(40, 5, (n) => ({
        kind: "firewall",
        action: "deny",
        ip: "203.0.113.7",
        dst: "10.0.0.1",
        dport: n + 1,
      })),
    row: { source: "203.0.113.7", value: "40" },
    quiet: () =>
      events(300, 5, (n) => ({
        kind: "firewall",
        action: "deny",
        ip: address(n),
        dst: "10.0.0.1",
        dport: (n % 15) + 1,
      })),
  },
  "smartlog-kind-silent": {
    fires: async () => {
      for (let hour = 2; hour < 25; hour++) await events(1, hour * 60, () => login("success"));
      await events(5, 2, () => web("normal"));
    },
    row: { kind: "auth", value: expect.stringMatching(/^1(19|20|21)$/) },
    quiet: async () => {
      for (let hour = 0; hour < 25; hour++) await events(1, hour * 60 + 2, () => login("success"));
      for (let hour = 5; hour < 10; hour++) await events(1, hour * 60, () => ({ kind: "dns" }));
      // What SmartLog writes itself comes when there is something to say.
      await store.pool.query(
        `select smartlog.write_own_event('rate', hour::text, now() - hour * interval '1 hour', 'low', 0.5, '{rate:drop}', null, null, 'fewer', '{}')
         from generate_series(2, 24) hour`,
      );
    },
  },
  "smartlog-rate": {
    fires: () => rate("site", "shop.example", 4000, null),
    row: { change: "surge", subject: "lines of site shop.example", since: expect.any(String), value: "4000" },
    quiet: async () => {
      await rate("site", "shop.example", 4000, "1 minute");
      await rate("template", "5f0c2a11", 4000, null);
      await rate("site", "blog.example", 300, null);
    },
  },
  "smartlog-ingest-stalled": {
    fires: () => intake("20 minutes"),
    row: { shippers: "all", value: "20" },
    quiet: async () => {
      await intake("2 days");
      await intake("3 minutes");
    },
  },
  "smartlog-unread": {
    fires: async () => {
      await events(200, 3000, (n) => ({ kind: n % 10 ? "web" : "unknown" }));
      await events(40, 2, (n) => ({ kind: n % 4 ? "unknown" : "web" }));
    },
    row: { tag: "t", value: "75" },
    quiet: async () => {
      // As much as ever, and of a log without a history.
      await events(200, 3000, (n) => ({ kind: n % 4 ? "unknown" : "web" }));
      await events(200, 2, (n) => ({ kind: n % 4 ? "unknown" : "web" }));
      await events(200, 2, () => ({ kind: "unknown" }), "new.log");
    },
  },
  "smartlog-drift": {
    fires: () => scores(2, 15),
    row: { head: "anomaly", value: expect.stringMatching(/^\d/) },
    quiet: () => scores(2, 2),
  },
  "smartlog-retraining": {
    fires: () => models("serving", "failed"),
    row: { reason: "because", value: "1" },
    quiet: () => models("failed", "refused", "serving"),
  },
  "smartlog-retraining-again": {
    fires: () => models("serving", "refused", "refused"),
    row: { against: "because", value: "2" },
    quiet: () => models("refused", "serving", "refused"),
  },
};

/** A promise of two days ago. */
const promise = (alarmsADay: number) =>
  store.pool.query(
    `insert into smartlog.alarm_promises (since, alarms_a_day, threshold, model)
     values (now() - interval '2 days', $1, 0.5, 'm')`,
    [alarmsADay],
  );

const intake = (ago: string) =>
  store.pool.query("insert into smartlog.intake values (now() - $1::interval, 1, 100, 0, 0, 0)", [ago]);

/** 2000 anomaly scores in one bin before yesterday, and in another since. */
const scores = (before: number, since: number) =>
  store.pool.query(
    `insert into smartlog.score_bins values (now() - interval '3 days', 'web', 'm', $1, 0, 0, 2000),
       (now() - interval '2 hours', 'web', 'm', $2, 0, 0, 2000)`,
    [before, since],
  );

async function models(...statuses: string[]): Promise<void> {
  for (const [n, status] of statuses.entries())
    await store.pool.query(
      `insert into smartlog.models (id, status, made_at, reason) values ($1, $2, now() - interval '9 days' + $3 * interval '1 day', 'because')`,
      [`m${n}`, status, n],
    );
}

/** Rules about what events say, which somebody may have muted; the others are about the pipeline and the model. */
const OF_EVENTS = [
  "bot-spike",
  "attack-burst",
  "critical",
  "anomaly",
  "alarms",
  "brute-force",
  "spraying",
  "dns-failures",
  "port-scan",
].map((name) => `smartlog-${name}`);

test.each(OF_EVENTS)("%s is quiet where the events are muted", async (uid) => {
  also = { muted: true, mute: 1 };
  await CASES[uid]?.fires();
  expect(await fired(uid)).toEqual([]);
});

test.each(["brute-force", "spraying", "dns-failures", "port-scan"])(
  "smartlog-%s, which counts ordinary events, too, is quiet where all that the source does is muted",
  async (name) => {
    await store.pool.query(
      `insert into smartlog.mutes (source, label, who, until)
       select unnest('{203.0.113.0/24,198.51.100.0/24,192.0.2.0/24,10.0.0.0/8}'::cidr[]), 'attack', 'x', now() + interval '1 day'`,
    );
    await CASES[`smartlog-${name}`]?.fires();
    expect(await fired(`smartlog-${name}`)).toEqual([]);
  },
);

test("every rule has data that fires it", () => {
  expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ uid }) => uid).sort());
});

test("a database without events is quiet", async () => {
  for (const { uid } of RULES) expect(await fired(uid), uid).toEqual([]);
});

test("an alert just after midnight shows the lines of before", async () => {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const minutes = (Date.now() - midnight) / 60_000;
  for (const day of [0, 1, 2, 3]) await events(day ? 50 : 400, minutes + day * 1440 + 20, () => web("bot"));
  const at = `timestamptz '${new Date(midnight + 60_000).toISOString()}'`;
  expect(await fired("smartlog-bot-spike", at)).toEqual([
    expect.objectContaining({ value: "400", sample: expect.stringMatching(/^line \d+\nline/) }),
  ]);
});

describe.each(Object.entries(CASES))("%s", (uid, { fires, row, quiet }) => {
  test("fires", async () => {
    await fires();
    expect(await fired(uid)).toEqual([expect.objectContaining(row)]);
  });

  test("is quiet about what is like it and isn't it", async () => {
    await quiet();
    expect(await fired(uid)).toEqual([]);
  });
});

test("a grave rate is told beside a slight one that was found first, with the same labels until all have ended", async () => {
  await rate("template", "5f0c2a11", 900, null);
  await rate("site", "shop.example", 4000, "1 minute", "5f0c2a11");
  await rate("site", "blog.example", 4000, null, "5f0c2a11");
  const told = [expect.objectContaining({ subject: "lines of site shop.example" })];
  expect(await fired("smartlog-rate")).toEqual(told);
  await store.pool.query("update smartlog.rate_alarms set ended_at = now() where name = 'blog.example'");
  expect(await fired("smartlog-rate")).toEqual([]);
});

test("the labels of an attack stay the same while it goes on", async () => {
  await events(30, 3, () => web("attack"));
  const [first] = await fired("smartlog-attack-burst");
  await events(30, 1, () => web("attack"));
  const [second] = await fired("smartlog-attack-burst");
  expect({ ...second, value: first?.value }).toEqual(first);
});
