import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CLASSES } from "../../dashboards/alerting/rules/incidents.ts";
import { RULES } from "../../dashboards/alerting/rules.ts";
import { ingest } from "../../store/ingest.ts";
import { readOnly } from "../../store/read-only.ts";
import { type NewIncident, storeIncident } from "../store/incident.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.pool.query(`truncate smartlog.events, smartlog.rollup_minute, smartlog.rollup_hour, smartlog.rollup_6h,
    smartlog.rollup_day, smartlog.muted_rollups, smartlog.muted_days, smartlog.mutes,
    smartlog.intake, smartlog.models, smartlog.alarm_promises, smartlog.score_bins, smartlog.sites, smartlog.templates, smartlog.unread_hour,
    smartlog.incidents, smartlog.channels cascade`);
  await store.pool.query("update smartlog.incident_state set judged_at = now()");
});

const FLOAT8 = 701;
const TEXT = 25;

type Fields = Record<string, unknown>;
let ids = 0;
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
    };
    return { time: Date.now() / 1000, data: JSON.stringify({ log: `line ${n}`, smartlog }) };
  });
  await ingest(store.pool, tag, rows);
}

async function fired(uid: string): Promise<Fields[]> {
  const rule = RULES.find((each) => each.uid === uid);
  if (!rule) throw new Error(`no rule ${uid}`);
  const { rows, fields } = await readOnly(store.pool, rule.sql);
  // What Grafana takes for a table of numbers: one column of numbers, all others text, no two rows of the same text.
  const types = fields.map(({ dataTypeID }) => dataTypeID).sort((a, b) => b - a);
  expect(types, uid).toEqual([FLOAT8, ...types.slice(1).map(() => TEXT)]);
  const texts = rows.map((row) => JSON.stringify(row.filter((_, i) => fields[i]?.dataTypeID === TEXT)));
  expect(new Set(texts).size, uid).toBe(rows.length);
  return rows.map((row) => Object.fromEntries(fields.map(({ name }, i) => [name, row[i]])));
}

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
/** Data that must fire a rule, and what its row then says; and data, as like as can be, that must not. */
const CASES: Record<string, { fires: () => Promise<unknown>; row: Fields; quiet: () => Promise<unknown> }> = {
  "smartlog-incidents-not-judged": {
    fires: () => judged("20 minutes"),
    row: { incidents: "all", value: "20" },
    quiet: () => judged("3 minutes"),
  },
  "smartlog-channel-fails": {
    fires: () => channel("mail", "40 minutes"),
    row: { channel: "mail", type: "smtp", value: "40" },
    quiet: async () => {
      await channel("mail", "10 minutes");
      await channel("chat", null);
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

const judged = (ago: string) =>
  store.pool.query("update smartlog.incident_state set judged_at = now() - $1::interval", [ago]);

const channel = (name: string, failingSince: string | null) =>
  store.pool.query(
    "insert into smartlog.channels (channel, type, failing_since) values ($1, 'smtp', now() - $2::interval)",
    [name, failingSince],
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

test("every rule has data that fires it", () => {
  const ofIncidents = [...CLASSES.map((rule) => rule.class), "own-rule"].map((name) => `smartlog-${name}`);
  expect([...Object.keys(CASES), ...ofIncidents].sort()).toEqual(RULES.map(({ uid }) => uid).sort());
});

test("a database without events is quiet", async () => {
  for (const { uid } of RULES) expect(await fired(uid), uid).toEqual([]);
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

test("that nobody ever looked for incidents is told where events come", async () => {
  await store.pool.query("update smartlog.incident_state set judged_at = '-infinity'");
  expect(await fired("smartlog-incidents-not-judged")).toEqual([]);
  await intake("20 minutes");
  expect(await fired("smartlog-incidents-not-judged")).toEqual([expect.objectContaining({ value: "20" })]);
});

describe.each([...CLASSES.map((rule) => rule.class), "own-rule"])("incidents of %s", (name) => {
  const uid = `smartlog-${name}`;
  const incident = (more: NewIncident = {}) =>
    storeIncident(store.pool, { class: name, severity: "high", ...more });

  test("fire while they are open, with who, where, a line and how many", async () => {
    const id = await incident({
      source: "203.0.113.7",
      username: "root",
      site: "web1",
      key: "203.0.113.7\troot\tweb1",
      events: 40,
      samples: [{ line: "Failed password for root" }, { line: "another" }],
    });
    expect(await fired(uid)).toEqual([
      {
        incident: id,
        rule: name,
        severity: "high",
        source: "203.0.113.7",
        country: "unknown",
        user: "root",
        service: "",
        site: "web1",
        sample: "Failed password for root",
        value: "40",
      },
    ]);
  });

  test("fire each by itself, and again where one gets worse", async () => {
    const id = await incident({ severity: "medium" });
    await incident({ severity: "critical" });
    expect((await fired(uid)).map(({ severity }) => severity)).toEqual(["critical", "medium"]);
    await store.pool.query("update smartlog.incidents set severity = 'high' where id = $1", [id]);
    expect((await fired(uid)).map(({ severity }) => severity)).toEqual(["critical", "high"]);
  });

  test("keep their labels while they grow", async () => {
    const id = await incident({ site: "web1", key: "203.0.113.7", samples: [{ line: "first" }] });
    const [before] = await fired(uid);
    await store.pool.query(
      `with line as (
         insert into smartlog.incident_samples (incident, nth, event_time, event_id, line) values ($1, 2, now(), 7, 'second')
       )
       update smartlog.incidents set events = 999, title = '999 requests', site = null, last = now(), updated_at = now() where id = $1`,
      [id],
    );
    const [after] = await fired(uid);
    expect(after).toEqual({ ...before, value: "999" });
  });

  test("are quiet when low, closed, muted, acknowledged, a part of another, or of another class", async () => {
    const parent = await storeIncident(store.pool, { class: "another-one", severity: "low" });
    await incident({ severity: "low" });
    await incident({ state: "closed" });
    await incident({ state: "acknowledged" });
    await incident({ state: "muted", mutedUntil: new Date(Date.now() + 60_000) });
    await incident({ parent });
    for (const other of ["scan", "brute-force"])
      if (other !== name && name !== "own-rule") await incident({ class: other });
    expect(await fired(uid)).toEqual([]);
  });
});

test("incidents of SmartLog's own rules are no business of the rule of own ones", async () => {
  for (const rule of CLASSES) await storeIncident(store.pool, { class: rule.class, severity: "critical" });
  expect(await fired("smartlog-own-rule")).toEqual([]);
});
