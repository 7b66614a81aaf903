import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDashboards } from "../../server/viewer/query/dashboards.ts";
import { ingest } from "../../store/ingest.ts";
import { readOnly } from "../../store/read-only.ts";
import { type TestServer, testServer } from "./test-server.ts";

let filled: TestServer;
let empty: TestServer;
beforeAll(async () => {
  filled = await testServer(12_000);
  empty = await testServer(0);
  await filled.store.pool.query(
    `insert into smartlog.models (id, status, served_from, reason, metrics, counts)
     values ('m2', 'serving', now() - interval '2 hours', 'better', '{"bot": {"f1": 0.9}}', '{"web": 1000}')`,
  );
  // Which takes weeks.
  await filled.store.pool.query(
    `insert into smartlog.rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, event_time, event_id)
     values (1, 'site', 'shop.example', 'surge', now() - interval '2 hours', now() - interval '2 hours', 900, 200, 400, now(), now(), 1)`,
  );
}, 120_000);
afterAll(async () => {
  await filled?.close();
  await empty?.close();
});

const dashboards = [...loadDashboards().values()];
const panels = dashboards.flatMap(({ uid, panels }) => panels.map(({ id, title }) => ({ uid, id, title })));

interface Answer {
  frames: { refId: string; fields: { name: string; type: string; values: unknown[] }[] }[];
}

async function ask(
  url: string,
  uid: string,
  id: number,
  query = "",
): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${url}/api/dashboards/${uid}/panels/${id}?${query}`);
  return { status: response.status, body: (await response.json()) as Answer };
}

/** Nothing of it is in simulated lines: people, trainings, faults. */
const EMPTY_WITHOUT_PEOPLE = /feedback|people|Drift|Refused records|Response times/i;

/** Whether a query compares with the period before, of which nothing is known here. */
const compares = (uid: string, id: number, refId: string) =>
  dashboards
    .find((each) => each.uid === uid)
    ?.panels.find((panel) => panel.id === id)
    ?.targets.find((target) => target.refId === refId)
    ?.rawSql.includes("in the period before");

describe.each(panels)("$uid: $title", ({ uid, id, title }) => {
  test("has data where there are events", async () => {
    const { status, body } = await ask(filled.url, uid, id);
    expect(body).not.toHaveProperty("error");
    expect(status).toBe(200);
    if (EMPTY_WITHOUT_PEOPLE.test(title)) return;
    for (const { refId, fields } of body.frames)
      if (!compares(uid, id, refId))
        expect(fields.at(-1)?.values.length, `${title} ${refId}`).toBeGreaterThan(0);
  });

  test("answers without an error where there are none", async () => {
    const { status, body } = await ask(empty.url, uid, id);
    expect(body).not.toHaveProperty("error");
    expect(status).toBe(200);
  });

  test("takes whatever a URL may say as a value, or refuses it", async () => {
    const hostile = "x' or 1=1; drop table smartlog.events; -- \" \\ $__timeFrom() ${site:raw}";
    const names = "site kind label severity source template search interval server datasource".split(" ");
    const query = new URLSearchParams(names.map((name) => [`var-${name}`, hostile]));
    const { status, body } = await ask(filled.url, uid, id, query.toString());
    expect(status, JSON.stringify(body)).toBe(200);
  });
});

test("model changes stand on every dashboard", async () => {
  for (const { uid } of dashboards) {
    const answer = await fetch(`${filled.url}/api/dashboards/${uid}/annotations`);
    const [changes] = (await answer.json()) as { frame: Answer["frames"][0] }[];
    expect(changes?.frame.fields.find(({ name }) => name === "title")?.values).toEqual(["Model m2"]);
  }
});

const OVERVIEW = "smartlog-overview";
const panelId = (uid: string, title: string) =>
  dashboards.find((each) => each.uid === uid)?.panels.find((panel) => panel.title === title)?.id ?? 0;

/** The columns of a panel of the anomalies page, over a range that begins before the first event. */
async function columns(title: string) {
  const uid = "smartlog-anomalies";
  const found = panels.find((panel) => panel.uid === uid && panel.title === title);
  const { body } = await ask(filled.url, uid, found?.id ?? 0, "from=now-60h&to=now");
  return body.frames[0]?.fields ?? [];
}

test.each(["Anomaly score over time", "Patterns over time"])("%s has every hour", async (title) => {
  const [time, ...counts] = await columns(title);
  const hours = (time?.values ?? []) as number[];
  expect(hours.length).toBeGreaterThanOrEqual(60);
  for (const [i, at] of hours.slice(1).entries()) expect(at - (hours[i] as number)).toBe(3_600_000);
  // Nothing is known of the hours before the first event; in those after it each has a number.
  for (const { name, values } of counts) {
    expect(values.slice(0, 30), name).toEqual(Array(30).fill(null));
    expect(values.slice(-22), name).not.toContain(null);
  }
});

/** The series of a panel by their names, and its times. */
async function seriesOf(uid: string, title: string, query: string, frame = 0) {
  const { body } = await ask(filled.url, uid, panelId(uid, title), query);
  expect(body).not.toHaveProperty("error");
  const [time, ...fields] = body.frames[frame]?.fields ?? [];
  return {
    times: (time?.values ?? []) as number[],
    series: new Map(fields.map(({ name, values }) => [name, values as (number | null)[]])),
  };
}
const sum = (values: Iterable<number | null | undefined>) =>
  [...values].reduce((all: number, value) => all + (value ?? 0), 0);

test("a count is 0 where events came, and unknown where nothing was shipped", async () => {
  const { times, series } = await seriesOf(OVERVIEW, "Verdicts over time", "from=now-72h&to=now");
  const shipped = Date.now() - 24 * 3_600_000;
  for (const [name, values] of series)
    for (const [i, value] of values.entries()) {
      const at = times[i] ?? 0;
      if (at < shipped - 6 * 3_600_000) expect(value, `${name} before anything came`).toBeNull();
      if (at > shipped + 3_600_000 && at < Date.now() - 3_600_000)
        expect(value, `${name} while events came`).not.toBeNull();
    }
  expect(Math.min(...times)).toBeLessThan(shipped - 40 * 3_600_000);
});

test("the ten largest and the rest are all there is", async () => {
  const query = "from=now-20h&to=now&var-interval=1h";
  const { series } = await seriesOf("smartlog-pipeline", "Rate by site", query);
  expect(series.size).toBe(11);
  expect([...series.keys()]).toContain("the rest");
  const { series: all } = await seriesOf(OVERVIEW, "Verdicts over time", `${query}&var-muted=show`);
  const rates = sum([...series.values()].flat()) * 3600;
  expect(Math.round(rates)).toBe(sum([...all.values()].flat()));
});

test("a number says how much more it is than in the period before, and of how many; nothing where nobody watched then", async () => {
  const { series } = await seriesOf(OVERVIEW, "Events", "from=now-8h&to=now", 1);
  const [[name, [change]]] = [...series] as [[string, [number]]];
  const before = Number(/^[▲▼] from ([\d,]+) in the period before$/.exec(name)?.[1]?.replaceAll(",", ""));
  const now = sum([...(await seriesOf(OVERVIEW, "Events", "from=now-8h&to=now")).series.values()].flat());
  expect(change).toBeCloseTo(Math.abs(now / before - 1), 5);
  expect((await seriesOf(OVERVIEW, "Events", "from=now-30h&to=now", 1)).series.size).toBe(0);
});

test("hours and days has all 24 hours of each day", async () => {
  const { times, series } = await seriesOf(OVERVIEW, "Hours and days", "from=now-4d&to=now");
  expect([...series.keys()].sort()).toEqual(Array.from({ length: 24 }, (_, n) => String(n).padStart(2, "0")));
  for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBe(86_400_000);
  const { rows } = await filled.store.pool.query(
    "select sum(events)::int as n from smartlog.rollup_hour where at > now() - interval '4 days'",
  );
  expect(sum([...series.values()].flat())).toBe(rows[0].n);
});

const DAY_S = 86_400;
/** Requests of a site of their own, of five days ago, so that they change nothing else. */
async function requests(site: string, all: Record<string, unknown>[]) {
  const start = Math.floor(Date.now() / 1000 / DAY_S - 5) * DAY_S;
  const rows = all.map((fields, n) => {
    const smartlog = {
      v: 1,
      id: `${site.length.toString(16)}${n.toString(16).padStart(8, "0")}`,
      ts: start + n,
      kind: "web",
      label: "normal",
      severity: "none",
      host: site,
      ...fields,
    };
    return { time: start, data: JSON.stringify({ log: `request ${n}`, smartlog }) };
  });
  expect((await ingest(filled.store.pool, "requests.log", rows)).stored).toBe(all.length);
  const query = `from=${start * 1000}&to=${(start + DAY_S - 1) * 1000}`;
  return { query, of: `${query}&var-site=${site}`, start };
}

test("percentiles of response times are within nine hundredths of the true ones", async () => {
  const ms = Array.from({ length: 400 }, (_, n) => 3 * 1.02 ** n);
  const { of } = await requests(
    "timed.example",
    ms.map((each) => ({ ms: each, path: "/a", status: 200 })),
  );
  const { series } = await seriesOf("smartlog-web", "Response times", of);
  for (const [name, rank] of [
    ["p50", 199],
    ["p95", 379],
    ["p99", 395],
  ] as const) {
    const found = series.get(name)?.find((value) => value !== null) ?? 0;
    const truth = ms[rank] ?? 0;
    expect(found / truth, name).toBeGreaterThan(0.9);
    expect(found / truth, name).toBeLessThan(1.1);
  }
  expect(
    (await seriesOf("smartlog-web", "Response times", of.replace("timed", "other"))).series.get("p50") ?? [],
  ).toEqual([]);
});

test("top pages are those that people read; what isn't found and who led there stand beside; a recount finds the same", async () => {
  const page = (path: string, more = {}) => ({ path, status: 200, ...more });
  const { query, start } = await requests("pages.example.org", [
    page("/read?x=1"),
    page("/read?x=2", { ref: "https://Search.example/q" }),
    page("/read/style.css"),
    page("/photo.JPG"),
    page("/read", { label: "bot", severity: "low", ref: "https://robots.example/" }),
    page("/gone", { status: 404 }),
    page("/wp-login.php", { status: 404, label: "attack", severity: "high" }),
    page("/read", { ref: "https://pages.example.org/read" }),
  ]);
  const rowsOf = async (title: string) => {
    const { body } = await ask(filled.url, "smartlog-web", panelId("smartlog-web", title), query);
    const [names, counts] = body.frames[0]?.fields ?? [];
    return Object.fromEntries((names?.values ?? []).map((name, i) => [name, counts?.values[i]]));
  };
  const seen = async () => ({
    pages: await rowsOf("Top pages"),
    missing: await rowsOf("Not found"),
    referrers: await rowsOf("Referrers"),
  });
  const first = await seen();
  // The day has the requests of the test above, too.
  expect(first.pages).toMatchObject({ "/read": 3 });
  expect(Object.keys(first.pages).sort()).toEqual(expect.arrayContaining(["/read"]));
  for (const asset of ["/photo.JPG", "/read/style.css", "/gone"])
    expect(first.pages).not.toHaveProperty([asset]);
  expect(first.missing).toEqual({ "/gone": 1, "/wp-login.php": 1 });
  expect(first.referrers).toEqual({ "search.example": 1 });
  const bins = () =>
    filled.store.pool
      .query("select * from smartlog.duration_bins order by 1, 2, 3, 4")
      .then(({ rows }) => rows);
  const binsBefore = await bins();
  await filled.store.pool.query("select smartlog.rebuild_rollups($1, $2)", [
    new Date(start * 1000),
    new Date((start + DAY_S) * 1000),
  ]);
  expect(await seen()).toEqual(first);
  expect(await bins()).toEqual(binsBefore);
  // Counted from the events, where a site is chosen.
  const { body } = await ask(
    filled.url,
    "smartlog-web",
    panelId("smartlog-web", "Top pages"),
    `${query}&var-site=pages.example.org`,
  );
  expect(body.frames[0]?.fields.map(({ values }) => values)).toEqual([["/read"], [3]]);
});

test("agreement says of how many answers, and has no colour while they are few", async () => {
  await filled.store.pool.query(
    `insert into smartlog.feedback (event_time, event_id, label, who, kind, was, record)
     values (now(), 4711, 'normal', 'ada', 'web', 'attack', '{}')`,
  );
  const { body } = await ask(
    filled.url,
    "smartlog-model",
    panelId("smartlog-model", "Agreement with people"),
  );
  const [many, few] = body.frames;
  expect(many?.fields.length).toBe(1);
  expect(few?.fields.map(({ name, values }) => [name, values.at(-1)])[1]).toEqual(["of 1 answer", 0]);
});

test("the scores' heat map has every row, also where no score fell", async () => {
  const [, ...rows] = await columns("Anomaly score over time");
  const all = Array.from({ length: 20 }, (_, bin) => (bin / 20).toFixed(2));
  expect(rows.map(({ name }) => name).sort()).toEqual(all);
});

test("variables narrow what is counted", async () => {
  const overview = dashboards.find(({ uid }) => uid === "smartlog-overview");
  const kinds = overview?.panels.find(({ title }) => title === "Kinds");
  const all = await ask(filled.url, "smartlog-overview", kinds?.id ?? 0);
  const some = await ask(filled.url, "smartlog-overview", kinds?.id ?? 0, "var-kind=web&var-kind=auth");
  const shown = ({ body }: { body: Answer }) => body.frames[0]?.fields.slice(1).map(({ name }) => name);
  expect(shown(all)?.length).toBeGreaterThan(2);
  expect(shown(some)?.sort()).toEqual(["auth", "web"]);
  for (const written of ["All", "$__all"]) {
    const same = await ask(
      filled.url,
      "smartlog-overview",
      kinds?.id ?? 0,
      `var-kind=${written}&var-site=${written}`,
    );
    expect(shown(same)).toEqual(shown(all));
  }
  const none = await ask(filled.url, "smartlog-overview", kinds?.id ?? 0, "var-site=nowhere");
  expect(none.body.frames[0]?.fields[0]?.values).toEqual([]);
});

test("top lists follow the chosen site, kind and verdict", async () => {
  const top = panelId(OVERVIEW, "Top sources");
  const names = (answer: { body: Answer }) => answer.body.frames[0]?.fields[0]?.values ?? [];
  const counts = (answer: { body: Answer }) => answer.body.frames[0]?.fields[2]?.values ?? [];
  const { rows } = await filled.store.pool.query(
    `select host(ip) as ip, count(*)::int as events from smartlog.events
     where host = 'bastion' and kind = 'auth' and label = 'attack' and time > now() - interval '24 hours'
     group by 1 order by 2 desc`,
  );
  const chosen = await ask(filled.url, OVERVIEW, top, "var-site=bastion&var-kind=auth&var-label=attack");
  expect([...names(chosen)].sort()).toEqual(rows.map(({ ip }) => ip).sort());
  expect([...counts(chosen)].sort()).toEqual(rows.map(({ events }) => events).sort());
  expect(names(await ask(filled.url, OVERVIEW, top, "var-site=nowhere"))).toEqual([]);
  // With everything chosen by name it is the same events as with nothing chosen: from the lists, and counted.
  const kinds = "web auth dns firewall app syslog unknown".split(" ").map((kind) => `var-kind=${kind}`);
  const all = await ask(filled.url, OVERVIEW, top, "");
  const named = await ask(filled.url, OVERVIEW, top, kinds.join("&"));
  // Sources of equally many events are listed in any order.
  const listed = (answer: { body: Answer }) =>
    names(answer)
      .slice(0, 6)
      .map((name, i) => `${counts(answer)[i]} ${name}`)
      .sort();
  expect(listed(named)).toEqual(listed(all));
});

test("a panel that a variable doesn't change says so", async () => {
  for (const { uid, panels } of dashboards) {
    const answer = await fetch(`${filled.url}/api/dashboards/${uid}`);
    const shown = (await answer.json()) as { panels: { title: string; ignores: string[] }[] };
    for (const [at, { title, description = "", targets }] of panels.entries()) {
      const reads = (name: string) => targets.some(({ rawSql }) => rawSql.includes(`\${${name}:`));
      const about = (name: string) => targets.some(({ rawSql }) => rawSql.includes(`${name} = '`));
      for (const [name, called] of [
        ["site", "site"],
        ["kind", "kind"],
        ["label", "verdict"],
      ] as const) {
        if (reads(name)) expect(shown.panels[at]?.ignores, title).not.toContain(name);
        else expect(shown.panels[at]?.ignores, title).toContain(name);
        if (!reads(name) && !about(name) && name === "site")
          expect(description, title).toMatch(new RegExp(`Not narrowed by .*\\b${called}\\b`));
      }
    }
  }
});

test("a tag's unread lines stand beside its lines, the week before and the newest of them", async () => {
  const day = 86_400;
  const now = Date.now() / 1000;
  const rows = Array.from({ length: 14 }, (_, n) => {
    const ts = n < 10 ? now - 3 * day - n : now - n;
    const kind = n === 0 || n === 11 || n > 12 ? "unknown" : "web";
    const smartlog = { v: 1, id: `c4a96ed${n.toString(16)}`, ts, kind, label: "normal" };
    return { time: now, data: JSON.stringify({ log: `line ${n}`, smartlog }) };
  });
  await ingest(filled.store.pool, "changed.log", rows);
  const id = panelId("smartlog-pipeline", "Unread lines by tag");
  const { body } = await ask(filled.url, "smartlog-pipeline", id, "from=now-1h&to=now");
  const fields = body.frames[0]?.fields ?? [];
  const at = fields[0]?.values.indexOf("changed.log") ?? -1;
  expect(Object.fromEntries(fields.map(({ name, values }) => [name, values[at]]))).toEqual({
    tag: "changed.log",
    lines: 4,
    unread: 2,
    share: 0.5,
    "week before": 0.1,
    example: "line 11",
  });
});

const INJECTIONS = [
  "' or '1'='1",
  "x') or ('1'='1",
  "x') or 1=1 --",
  "x'); drop table smartlog.events; --",
  "\\' or 1=1 --",
  "$$ or 1=1 $$",
  "x' union select now(), '1', 'a', 'b', 1, 'c', 'd', 'e', passwd, 'f', 'g', 1, 'h' from pg_shadow --",
  "x' || (select pg_sleep(20)) || '",
  "$__timeFilter(time) or '1'='1'",
  "\u02bc or 1=1",
];

describe.each(INJECTIONS)("the value %j", (payload) => {
  test.each(["site", "kind", "label", "severity", "source", "template", "search"])(
    "as %s finds what a value that occurs nowhere finds: nothing",
    async (name) => {
      const explore = panelId("smartlog-explore", "Events");
      const query = new URLSearchParams({ [`var-${name}`]: payload });
      const { status, body } = await ask(filled.url, "smartlog-explore", explore, query.toString());
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.frames[0]?.fields[0]?.values).toEqual([]);
    },
    10_000,
  );

  test("in a path, a time or a number of points leads nowhere", async () => {
    const written = encodeURIComponent(payload);
    for (const path of [
      `/d/${written}`,
      `/events/${written}`,
      `/public/${written}`,
      `/api/dashboards/${written}`,
      `/api/dashboards/${OVERVIEW}/panels/${written}`,
      `/api/dashboards/${OVERVIEW}/variables/${written}`,
      `/api/dashboards/${written}/annotations`,
      `/api/dashboards/${OVERVIEW}/panels/1?from=${written}`,
      `/api/dashboards/${OVERVIEW}/annotations?to=${written}`,
    ])
      expect([400, 404], path).toContain((await fetch(filled.url + path)).status);
    const points = await ask(filled.url, OVERVIEW, 1, `points=${written}&var-interval=${written}`);
    expect(points.status).toBe(200);
  });
});

test("a panel's query could change nothing even if a value got out of its quotes", async () => {
  const tries = {
    "select 1; drop table smartlog.events": /multiple commands/,
    "delete from smartlog.feedback": /read-only|permission denied/,
    "insert into smartlog_ingest.ingest values ('t', now(), '{}')": /read-only|permission denied/,
    "select * from pg_authid": /permission denied/,
    "select pg_read_file('/etc/passwd')": /permission denied/,
    "copy smartlog.events to program 'true'": /permission denied|must be/,
    "select set_config('transaction_read_only', 'off', true)": /read-write/,
  };
  for (const [sql, error] of Object.entries(tries))
    await expect(readOnly(filled.store.pool, sql), sql).rejects.toThrow(error);
});

test("every query runs as the role that reads, in a transaction that only reads, with a time-out", async () => {
  const { rows } = await readOnly(
    filled.store.pool,
    "select current_user, current_setting('transaction_read_only'), current_setting('statement_timeout')",
  );
  expect(rows).toEqual([["smartlog_read", "on", "15s"]]);
});

test("any text in any parameter leaves the database as it was", async () => {
  const count = async () =>
    (
      await filled.store.pool.query(
        "select count(*)::int as n, (select count(*) from pg_tables) as t from smartlog.events",
      )
    ).rows[0];
  const before = await count();
  const explore = dashboards.find(({ uid }) => uid === "smartlog-explore");
  const parameter = fc.constantFrom(
    "from",
    "to",
    "points",
    "var-search",
    "var-source",
    "var-template",
    "var-site",
    "var-interval",
    "x",
  );
  await fc.assert(
    fc.asyncProperty(parameter, fc.string({ unit: "binary", maxLength: 40 }), async (name, value) => {
      const { status } = await ask(
        filled.url,
        "smartlog-explore",
        explore?.panels[1]?.id ?? 0,
        `${encodeURIComponent(name)}=${encodeURIComponent(Buffer.from(value).toString())}`,
      );
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 60 },
  );
  expect(await count()).toEqual(before);
});

test("what isn't there is 404, and no SQL reaches the browser", async () => {
  for (const path of [
    "/api/dashboards/nope",
    "/api/dashboards/smartlog-web/panels/99",
    "/d/nope",
    "/public/..%2findex.ts",
    "/public/app.ts",
  ])
    expect((await fetch(filled.url + path)).status, path).toBe(404);
  const model = await (await fetch(`${filled.url}/api/dashboards/smartlog-web`)).text();
  expect(model).not.toContain("rawSql");
  expect(model).not.toContain("select");
});
