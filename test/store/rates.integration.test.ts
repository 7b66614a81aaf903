import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { judgeRates, rateAlarms } from "../../store/rates.ts";
import { row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const STEP_MS = 600_000;
/** A Wednesday noon: the five weeks before have days of both sorts. */
const NOW = Date.UTC(2026, 9, 28, 12);
const DAYS = 28;

type CountAt = (time: Date) => number;

/** Counts of a series in the four weeks before, as the trigger of the store would have them. */
async function history(dimension: string, name: string, at: CountAt): Promise<void> {
  const steps = Array.from({ length: DAYS * 144 }, (_, n) => new Date(NOW - (DAYS * 144 - n) * STEP_MS));
  const counts = steps.map(at);
  await store.pool.query(
    `with s as (
       insert into smartlog.rate_series (dimension, name, first_seen, last_seen) values ($1, $2, $3, $4)
       on conflict (dimension, name) do update set first_seen = excluded.first_seen returning id
     ), c as (select id, at, events from s, unnest($5::timestamptz[], $6::int[]) c (at, events) where events > 0), h as (
       insert into smartlog.rate_hours select id, date_bin('1 hour', at, 'epoch'), sum(events) from c group by 1, 2
     )
     insert into smartlog.rate_steps select at, id, events from c`,
    [dimension, name, steps[0], new Date(NOW - 60_000), steps, counts],
  );
}

/** Lines of a series in the minute before `at`, spread as the trigger counts them. */
async function lines(dimension: string, name: string, at: number, events: number): Promise<void> {
  if (events === 0) return;
  await store.pool.query(
    `with s as (
       insert into smartlog.rate_series as r (dimension, name, first_seen, last_seen) values ($1, $2, $3, $3)
       on conflict (dimension, name) do update set last_seen = excluded.last_seen returning id
     ), h as (
       insert into smartlog.rate_hours as h select id, date_bin('1 hour', $3, 'epoch'), $4 from s
       on conflict (series, at) do update set events = h.events + excluded.events
     )
     insert into smartlog.rate_steps as t select date_bin('10 minutes', $3, 'epoch'), id, $4 from s
     on conflict (at, series) do update set events = t.events + excluded.events`,
    [dimension, name, new Date(at - 1_000), events],
  );
}

const judge = async (at: number, zone = "UTC") =>
  (await store.pool.query("select smartlog.judge_rates($1, $2) as written", [new Date(at), zone])).rows[0]
    .written;

/** Minutes from NOW on, with so many lines of each series in each; all lines are at least a steady 100. */
async function minutes(
  count: number,
  of: Readonly<Record<string, (minute: number) => number>>,
  from = 0,
): Promise<number[]> {
  const written = [];
  for (let minute = from; minute < from + count; minute++) {
    const at = NOW + (minute + 1) * 60_000;
    const counts: typeof of = { "all ": () => 100, ...of };
    for (const [key, events] of Object.entries(counts)) {
      const [dimension = "", name = ""] = key.split(" ");
      await lines(dimension, name, at, events(minute));
    }
    written.push(await judge(at));
  }
  return written;
}

const told = async () =>
  (
    await store.pool.query(
      "select severity, why, host, record ->> 'message' as message, record -> 'rate' as rate from smartlog.events where kind = 'rate' order by time",
    )
  ).rows;

/** What usual counts are like: some noise, the same each time. */
const around =
  (mean: number): CountAt =>
  (time) =>
    Math.round(mean * (1 + 0.1 * Math.sin(time.getTime() / 1.7e6)));

describe("counts of lines", () => {
  beforeEach(() => history("all", "", around(1000)));

  test("as many as usual tell nothing", async () => {
    await history("template", "5f0c2a11", around(100));
    await minutes(150, { "template 5f0c2a11": (minute) => 9 + (minute % 3) });
    expect(await told()).toEqual([]);
  });

  test("a surge is told once, after it has held for five minutes, with what is usual and since when", async () => {
    await history("service", "sshd", around(100));
    const written = await minutes(90, { "service sshd": (minute) => (minute < 70 ? 100 : 10) });
    expect(written.filter((each) => each > 0)).toHaveLength(1);
    expect(written.findIndex((each) => each > 0)).toBeGreaterThanOrEqual(6);
    expect(written.findIndex((each) => each > 0)).toBeLessThan(15);
    expect(await told()).toMatchObject([
      {
        severity: "medium",
        why: ["rate:surge"],
        message: expect.stringMatching(
          /^Surge: \d+ lines of service sshd in 10 minutes since 2026-10-28 12:00 UTC, usually 1?\d\d$/,
        ),
        rate: { of: "service", name: "sshd", change: "surge", minutes: 10, usual: expect.any(Number) },
      },
    ]);
  });

  test("a burst of three minutes is no surge", async () => {
    await history("service", "sshd", around(100));
    await minutes(60, { "service sshd": (minute) => (minute >= 20 && minute < 23 ? 300 : 10) });
    expect(await told()).toEqual([]);
  });

  test("a surge ends when counts have been back for half an hour, and one that comes back soon is not told again", async () => {
    await history("service", "sshd", around(100));
    await minutes(160, {
      "service sshd": (minute) => (minute < 40 || (minute > 110 && minute < 150) ? 100 : 10),
    });
    expect(await told()).toHaveLength(1);
    const { rows } = await store.pool.query(
      "select ended_at, event_id from smartlog.rate_alarms where change = 'surge' and raised_at is not null order by id",
    );
    expect(rows).toHaveLength(2);
    expect(rows[0].ended_at.getTime()).toBeGreaterThan(NOW + 70 * 60_000);
    expect(rows[1].event_id).toBe(rows[0].event_id);
  });

  test("a drop is told after twenty minutes, and is no drop on a day like the weekends before", async () => {
    const weekly: CountAt = (time) => ([0, 6].includes(time.getUTCDay()) ? 30 : 200);
    await history("site", "shop.example", weekly);
    await history("site", "api.example", around(200));
    await minutes(60, { "site shop.example": () => 3, "site api.example": () => 3 });
    expect(await told()).toMatchObject([
      { why: ["rate:drop"], host: "api.example", severity: "medium", rate: { name: "api.example" } },
    ]);
  });

  test("silence is told when a series never is silent at this time, with when its last line came", async () => {
    await history("service", "postfix", around(80));
    await history("service", "night", (time) => (time.getUTCHours() < 6 ? 80 : 0));
    await minutes(40, { "service postfix": (minute) => (minute < 5 ? 8 : 0) });
    expect(await told()).toMatchObject([
      {
        why: ["rate:silence"],
        severity: "medium",
        message: expect.stringContaining("no lines of service postfix since 2026-10-28 12:0"),
      },
    ]);
  });

  test("a pause of what comes in bursts is no silence", async () => {
    await history("service", "visits", (time) => [8, 9, 160][(time.getTime() / STEP_MS) % 3] as number);
    await minutes(40, { "service visits": (minute) => (minute < 5 ? 8 : 0) });
    expect(await told()).toEqual([]);
  });

  test("ten times the usual is told as grave only where it comes at no other time", async () => {
    await history("service", "backup", (time) => (time.getUTCHours() === 3 ? 300 : 20));
    await history("service", "sshd", around(20));
    await minutes(15, { "service backup": () => 40, "service sshd": () => 39 });
    expect(await told()).toMatchObject([{ severity: "high", rate: { name: "sshd" } }]);
    const { rows } = await store.pool.query("select name, severity from smartlog.rate_alarms order by name");
    expect(rows).toEqual([
      { name: "backup", severity: "low" },
      { name: "sshd", severity: "high" },
    ]);
  });

  test("many addresses that take a page or two each are told by themselves; people, who fetch what a page needs, are none", async () => {
    await history("strangers", "shop.example", around(5));
    let made = 0;
    const request = (ip: string, path: string, ts: number) =>
      row(made++, { ts, kind: "web", label: "normal", host: "shop.example", ip, path, status: 200 });
    const crowd = async (minute: number, each: (ip: string, ts: number) => unknown[]) => {
      const ts = NOW / 1000 + 60 * minute + 30;
      const rows = Array.from({ length: 30 }, (_, n) => each(`203.0.${minute}.${n}`, ts)).flat();
      await ingest(store.pool, "t", rows as Parameters<typeof ingest>[2]);
      await minutes(1, { "kind web": () => 30 }, minute);
    };
    for (let minute = 0; minute < 10; minute++)
      await crowd(minute, (ip, ts) => [request(ip, "/shop?page=1", ts), request(ip, "/style.css?v=3", ts)]);
    expect(await told()).toEqual([]);
    for (let minute = 10; minute < 20; minute++)
      await crowd(minute, (ip, ts) => [request(ip, `/shop?page=${minute}`, ts)]);
    expect(await told()).toMatchObject([
      {
        why: ["rate:surge"],
        host: "shop.example",
        message: expect.stringContaining("addresses that take a page or two of site shop.example"),
        rate: { of: "strangers", name: "shop.example" },
      },
    ]);
  });

  test("where everything is silent that alone is told; where shippers are late, nothing is", async () => {
    await history("service", "postfix", around(80));
    await history("kind", "syslog", around(80));
    const silent = {
      "all ": (minute: number) => (minute < 5 ? 100 : 0),
      "service postfix": (minute: number) => (minute < 5 ? 8 : 0),
      "kind syslog": (minute: number) => (minute < 5 ? 8 : 0),
    };
    await store.pool.query(
      "insert into smartlog.intake select $1::timestamptz + n * interval '1 minute', 1, 1, 0, 0, 3600 from generate_series(0, 30) n",
      [new Date(NOW)],
    );
    await minutes(30, silent);
    expect(await told()).toEqual([]);
    await store.pool.query("truncate smartlog.intake");
    await minutes(10, silent, 30);
    expect(await told()).toMatchObject([{ severity: "high", rate: { of: "all", change: "silence" } }]);
  });

  test("a job of each day that stays away is told", async () => {
    const last = NOW - 26.5 * 3_600_000;
    await history("template", "0badf00d", (time) =>
      time.getUTCHours() === 9 && time.getUTCMinutes() === 30 && time.getTime() <= last ? 1 : 0,
    );
    await store.pool.query("update smartlog.rate_series set last_seen = $1 where name = '0badf00d'", [
      new Date(NOW - 26.5 * 3_600_000),
    ]);
    await minutes(5, {});
    expect(await told()).toMatchObject([
      { why: ["rate:silence"], rate: { name: "0badf00d", minutes: 26 * 60 } },
    ]);
  });

  test("a level that shifts too little for a surge is told from six hours", async () => {
    await history("site", "shop.example", around(100));
    await store.pool.query(
      `update smartlog.rate_hours h set events = events * 1.8 from smartlog.rate_series s
       where s.id = h.series and s.name = 'shop.example' and at >= $1`,
      [new Date(NOW - 7 * 3_600_000)],
    );
    await minutes(70, { "site shop.example": () => 18 });
    expect(await told()).toMatchObject([
      { why: ["rate:shift"], severity: "low", rate: { change: "shift", minutes: 360 } },
    ]);
  });

  test("a new pattern is told once it keeps coming; others that follow join it", async () => {
    await minutes(100, {
      "template 11111111": (minute) => (minute > 5 ? 1 : 0),
      "template 22222222": (minute) => (minute > 25 ? 1 : 0),
      "template 33333333": (minute) => (minute === 9 ? 30 : 0),
    });
    expect(await told()).toMatchObject([{ why: ["rate:new-pattern"], rate: { name: "11111111" } }]);
    const { rows } = await store.pool.query(
      "select name from smartlog.rate_alarms where change = 'new-pattern' order by id",
    );
    expect(rows).toEqual([{ name: "11111111" }, { name: "22222222" }]);
  });

  test("what begins together is one event that names the others", async () => {
    for (const [dimension, name] of [
      ["site", "shop.example"],
      ["kind", "web"],
      ["status", "2xx"],
    ] as const)
      await history(dimension, name, around(100));
    await minutes(40, { "site shop.example": () => 60, "kind web": () => 60, "status 2xx": () => 60 });
    expect(await told()).toMatchObject([
      { rate: { of: "kind", also: expect.arrayContaining(["lines of site shop.example", "answers 2xx"]) } },
    ]);
  });

  test("server errors that follow a surge are told, as graver", async () => {
    await history("site", "shop.example", around(100));
    await history("status", "5xx", around(10));
    await minutes(60, { "site shop.example": () => 60, "status 5xx": (minute) => (minute < 12 ? 1 : 12) });
    expect((await told()).map(({ severity, rate }) => [severity, rate.name])).toEqual([
      ["medium", "shop.example"],
      ["high", "5xx"],
    ]);
  });

  test("that fewer errors come is no fault", async () => {
    await history("status", "5xx", around(300));
    await minutes(60, { "status 5xx": (minute) => (minute < 20 ? 1 : 0) });
    expect(await told()).toEqual([]);
  });

  test("a change to winter time moves no count", async () => {
    // The clocks in Berlin went back on 25 October 2026: at 6:00 UTC work had begun already, now it begins at 7:00.
    const work: CountAt = (time) => {
      const hour = Number(
        time.toLocaleString("en", { hour: "2-digit", hourCycle: "h23", timeZone: "Europe/Berlin" }),
      );
      return hour >= 8 && hour < 18 ? 200 : 10;
    };
    await history("service", "orders", work);
    const early = NOW - 6 * 3_600_000;
    await store.pool.query("update smartlog.rate_series set last_seen = $1", [new Date(early)]);
    const bounds = async (zone: string) => {
      await store.pool.query("select smartlog.set_rate_bounds($1, $2)", [
        new Date(early + 20 * 60_000),
        zone,
      ]);
      return (await store.pool.query("select usual from smartlog.rate_series where name = 'orders'")).rows[0]
        .usual;
    };
    expect(await bounds("UTC")).toBe(200);
    expect(await bounds("Europe/Berlin")).toBe(10);
  });

  test("two at a time judge once", async () => {
    const client = await store.pool.connect();
    try {
      await client.query("begin; select smartlog.judge_rates()");
      expect(await judgeRates(store.pool)).toBe(0);
      await client.query("commit");
    } finally {
      client.release();
    }
  });
});

test("in a series' first week little is told: weekends are not known yet", async () => {
  const since = NOW - 4 * 86_400_000;
  const young =
    (mean: number): CountAt =>
    (time) =>
      time.getTime() < since ? 0 : mean;
  await history("all", "", young(1000));
  await history("service", "sshd", young(100));
  await store.pool.query("update smartlog.rate_series set first_seen = $1", [new Date(since)]);
  await minutes(40, { "service sshd": () => 30 });
  expect(await told()).toEqual([]);
  await minutes(30, { "service sshd": () => 100 }, 40);
  expect(await told()).toMatchObject([{ why: ["rate:surge"] }]);
});

test("each line counts once in its pattern, service, status class, kind and site; own events count nowhere", async () => {
  const time = Math.floor(Date.now() / 600_000) * 600;
  const web = (n: number) =>
    row(n, { ts: time + 1, host: "shop.example", service: "nginx", status: 503, tpl: "5f0c2a11" });
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 30 }, (_, n) => web(n)),
  );
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 40 }, (_, n) => web(n)),
  );
  await store.pool.query(
    "select smartlog.write_own_event('rate', 'k', now(), 'low', 0.5, '{rate:drop}', null, null, 'fewer', '{}')",
  );
  const { rows } = await store.pool.query(
    `select dimension, name, s.events, h.events as hour from smartlog.rate_series r
     join smartlog.rate_steps s on s.series = r.id join smartlog.rate_hours h on h.series = r.id order by 1, 2`,
  );
  expect(rows).toEqual(
    [
      ["all", ""],
      ["kind", "web"],
      ["service", "nginx"],
      ["site", "shop.example"],
      ["status", "5xx"],
      ["template", "5f0c2a11"],
    ].map(([dimension, name]) => ({ dimension, name, events: 40, hour: 40 })),
  );
  expect(await rateAlarms(store.pool, 24)).toEqual([]);
});

test("names without end make no more series than there may be, and those with most lines stay", async () => {
  const time = Math.floor(Date.now() / 1000) - 60;
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 500 }, (_, n) => row(n, { ts: time, service: "real", tpl: "5f0c2a11" })),
  );
  for (let batch = 1; batch < 4; batch++)
    await ingest(
      store.pool,
      "t",
      Array.from({ length: 1000 }, (_, n) =>
        row(batch * 10_000 + n, {
          ts: time,
          service: `made-up-${batch}-${n}`,
          tpl: (batch * 10_000 + n).toString(16).padStart(8, "0"),
        }),
      ),
    );
  const count = async () =>
    Object.fromEntries(
      (
        await store.pool.query("select dimension, count(*)::int as n from smartlog.rate_series group by 1")
      ).rows.map(({ dimension, n }) => [dimension, n]),
    );
  const before = await count();
  expect(before.template).toBeLessThanOrEqual(2000);
  expect(before.service).toBeLessThanOrEqual(600);
  await store.pool.query("select smartlog.trim_rates()");
  expect(await count()).toMatchObject({ template: 1000, service: 300 });
  const { rows } = await store.pool.query(
    "select name from smartlog.rate_series where dimension in ('service', 'template') and name in ('real', '5f0c2a11') order by 1",
  );
  expect(rows).toEqual([{ name: "5f0c2a11" }, { name: "real" }]);
});

test("patterns that a new model puts into one are counted as one, from then on and before", async () => {
  const time = Math.floor(Date.now() / 600_000) * 600 - 7200;
  const lines = (tpl: string, count: number, from: number) =>
    ingest(
      store.pool,
      "t",
      Array.from({ length: count }, (_, n) => row(from + n, { ts: time + 600 * (n % 3), tpl })),
    );
  await lines("11111111", 30, 0);
  await lines("22222222", 15, 100);
  await store.pool.query("select smartlog.merge_templates('{11111111}', '{22222222}')");
  await store.pool.query("select smartlog.merge_templates('{11111111}', '{22222222}')");
  const { rows } = await store.pool.query(
    `select name, (select array_agg(events order by at) from smartlog.rate_steps where series = r.id) as steps,
       (select sum(events)::int from smartlog.rate_hours where series = r.id) as hours
     from smartlog.rate_series r where dimension = 'template'`,
  );
  expect(rows).toEqual([{ name: "22222222", steps: [15, 15, 15], hours: 45 }]);
});

test("a mute of a template hides what its counts tell", async () => {
  await history("all", "", around(1000));
  await history("template", "5f0c2a11", around(100));
  await store.pool.query(
    "insert into smartlog.mutes (template, label, who, until) values ('5f0c2a11', 'anomaly', 'Ann', now() + interval '1 day')",
  );
  await minutes(40, { "template 5f0c2a11": () => 100 });
  const { rows } = await store.pool.query(
    "select muted, record ->> 'template' as template from smartlog.events where kind = 'rate'",
  );
  expect(rows).toEqual([{ muted: true, template: "5f0c2a11" }]);
  await store.pool.query("delete from smartlog.mutes");
});
