import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadRules } from "../../rules/lib/load.ts";
import { readRule } from "../../rules/lib/rule.ts";
import { MOST_EVENTS } from "../../store/incidents/rows.ts";
import { passState } from "../../store/incidents/state.ts";
import { ingest } from "../../store/ingest.ts";
import { makePool } from "../../store/pool.ts";
import { serveUrl } from "../../store/roles.ts";
import { judgeIncidents } from "../../watch/judge/index.ts";
import { tryRule } from "../../watch/judge/try.ts";
import { record } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { incidents, judgeAll } from "./judge-lines.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const rules = loadRules();
const MINUTE = 60_000;
/** The start of a minute a while ago, so that lines lie in minutes that are known. */
const begin = () => Math.floor((Date.now() - 5 * MINUTE) / MINUTE) * MINUTE;

let made = 1;

/** Stores events at a time, in milliseconds, each a second after the one before unless it says otherwise. */
async function put(at: number, events: readonly Record<string, unknown>[]): Promise<void> {
  await ingest(
    store.pool,
    "t",
    events.map((each, n) => ({
      time: Date.now() / 1000,
      data: record(made++, { ts: at / 1000 + n, host: "web1", ...each }),
    })),
  );
}

const attack = (ip: string, n: number, more: Record<string, unknown> = {}) => ({
  kind: "web",
  label: "attack",
  severity: "high",
  score: 0.95,
  threat: 0.95,
  why: ["probe:dotfile"],
  status: 404,
  path: `/probe/${n}`,
  ip,
  ...more,
});
const failure = (ip: string, user: string, more: Record<string, unknown> = {}) => ({
  kind: "auth",
  label: "attack",
  severity: "medium",
  score: 0.9,
  why: ["outcome:failed"],
  outcome: "failure",
  path: undefined,
  user,
  ip,
  ...more,
});
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

const history = async () =>
  (
    await store.pool.query(
      "select incident::text as incident, what, severity from smartlog.incident_history order by id",
    )
  ).rows.map(({ what, severity }) => `${what} ${severity}`);

const numbers = async () =>
  (
    await store.pool.query(
      `select class, key, title, severity, events::int, succeeded::int, grave::int, source_count, target_count, user_count, first, last,
         (select sum(events)::int from smartlog.incident_sources s where s.incident = i.id) as of_sources
       from smartlog.incidents i order by class, key`,
    )
  ).rows;

describe("one incident", () => {
  test("opens when the window reaches the threshold, grows with what comes, and is closed when it is quiet", async () => {
    const at = begin();
    await put(
      at,
      times(9).map((n) => attack("203.0.113.7", n)),
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toEqual([]);
    await put(at + 20_000, [attack("203.0.113.7", 10)]);
    await judgeAll(store.pool, rules);
    await put(
      at + MINUTE,
      times(5).map((n) => attack("203.0.113.7", 20 + n)),
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([
      {
        class: "scan",
        key: "203.0.113.7",
        state: "open",
        severity: "low",
        events: 15,
        sources: 1,
        title:
          "15 suspicious requests of 203.0.113.7 to web1 in 64 seconds, 15 targets; none was answered 2xx",
      },
    ]);
    expect(await judgeIncidents(store.pool, rules, { now: new Date(at + 62 * MINUTE) })).toMatchObject({
      closed: 1,
    });
    expect(await history()).toEqual(["opened low", "closed low"]);
    const { rows } = await store.pool.query("select line from smartlog.incident_samples order by nth");
    expect(rows).toHaveLength(3);
  });

  test("the window slides: ten in half an hour are none", async () => {
    const at = begin() - 30 * MINUTE;
    for (const n of times(10)) await put(at + 3 * n * MINUTE, [attack("203.0.113.7", n)]);
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toEqual([]);
  });

  test("comes out the same in many small batches with a pass behind each, and when batches come twice", async () => {
    const at = begin();
    const lines = times(60).map((n) =>
      failure(`203.0.113.${n % 3}`, `user${n % 7}`, { ts: at / 1000 + n * 3, id: (5000 + n).toString(16) }),
    );
    await put(at, lines);
    await judgeAll(store.pool, rules);
    const atOnce = await numbers();
    expect(atOnce).toHaveLength(3);
    await store.empty();
    for (const n of times(20)) {
      await put(at, lines.slice(3 * n, 3 * n + 3));
      await judgeAll(store.pool, rules);
      await put(at, lines.slice(0, 3 * n + 3));
      await judgeAll(store.pool, rules);
    }
    expect(await numbers()).toEqual(atOnce);
  });

  test("a pass that is killed leaves nothing half: the next one makes of it what an undisturbed one does", async () => {
    const at = begin();
    const lines = times(400).map((n) =>
      failure(`203.0.113.${n % 20}`, `user${n % 9}`, { ts: at / 1000 + n / 4, id: (9000 + n).toString(16) }),
    );
    await put(at, lines);
    await judgeAll(store.pool, rules);
    const undisturbed = await numbers();
    await store.empty();
    let killed = 0;
    for (let round = 0; round < 20; round++) {
      await put(at, lines.slice(20 * round, 20 * round + 20));
      const pass = judgeAll(store.pool, rules).then(
        () => false,
        () => true,
      );
      await new Promise((resolve) => setTimeout(resolve, round * 2));
      await store.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'",
      );
      if (await pass) killed++;
    }
    expect(killed).toBeGreaterThan(3);
    await judgeAll(store.pool, rules);
    expect(await numbers()).toEqual(undisturbed);
    const opened = (await history()).filter((each) => each.startsWith("opened"));
    expect(opened).toHaveLength(undisturbed.length);
  });

  test("of two passes at once, one does nothing", async () => {
    const client = await store.pool.connect();
    try {
      await client.query("begin; lock table smartlog.incident_state in exclusive mode");
      await put(
        begin(),
        times(20).map((n) => attack("203.0.113.7", n)),
      );
      expect(await judgeIncidents(store.pool, rules)).toEqual({
        opened: 0,
        changed: 0,
        closed: 0,
        behind: false,
      });
      await client.query("commit");
    } finally {
      client.release();
    }
    expect(await judgeIncidents(store.pool, rules)).toMatchObject({ opened: 1 });
  });

  test("the server's role may judge", async () => {
    await put(
      begin(),
      times(20).map((n) => attack("203.0.113.7", n)),
    );
    const pool = makePool({ connectionString: await serveUrl(store) });
    try {
      expect(await judgeIncidents(pool, rules)).toMatchObject({ opened: 1 });
      expect(
        await tryRule(pool, rules.find((each) => each.class === "scan") as (typeof rules)[number], {
          from: new Date(begin() - 3_600_000),
          to: new Date(),
        }),
      ).toMatchObject({ found: 1, isCut: false });
    } finally {
      await pool.end();
    }
    expect(await incidents(store.pool)).toHaveLength(1);
    expect(
      (await store.pool.query("select from smartlog.incident_counts where class like 'try-%'")).rowCount,
    ).toBe(0);
  });
});

describe("the past", () => {
  test("is found and closed within a minute of its lines' arrival, as one incident, whatever batches it came in", async () => {
    const at = Date.now() - 300 * 86_400_000;
    for (const n of times(6)) {
      await put(
        at + n * MINUTE,
        times(5).map((each) => attack("203.0.113.7", 10 * n + each)),
      );
      await judgeAll(store.pool, rules);
    }
    expect(await incidents(store.pool)).toMatchObject([{ state: "open", events: 30 }]);
    await judgeAll(store.pool, rules, new Date(Date.now() + 61_000));
    expect(await incidents(store.pool)).toMatchObject([{ state: "closed", events: 30 }]);
    expect(await history()).toEqual(["opened low", "closed low"]);
  });

  test("late lines go into the incident of their time", async () => {
    const at = begin() - 20 * MINUTE;
    await put(
      at,
      times(12).map((n) => attack("203.0.113.7", n)),
    );
    await put(
      at + 10 * MINUTE,
      times(12).map((n) => attack("203.0.113.7", 20 + n)),
    );
    await judgeAll(store.pool, rules);
    await put(
      at + 5 * MINUTE,
      times(12).map((n) => attack("203.0.113.7", 40 + n)),
    );
    await put(at - 2 * MINUTE, [attack("203.0.113.7", 60)]);
    await judgeAll(store.pool, rules);
    const found = await incidents(store.pool);
    expect(found).toMatchObject([{ events: 37 }]);
    const { rows } = await store.pool.query("select first from smartlog.incidents");
    expect(rows[0].first.getTime()).toBe(at - 2 * MINUTE);
  });

  test("an hour of many minutes is judged in several passes, the oldest first", async () => {
    const at = begin() - 40 * 86_400_000;
    const lines = times(1500).map((n) => ({ kind: "web", label: "normal", ts: at / 1000 + n * 60 }));
    await put(at, lines);
    expect(await judgeIncidents(store.pool, rules)).toMatchObject({ behind: true });
    await judgeAll(store.pool, rules);
    expect(await passState(store.pool)).toMatchObject({ waiting: 0, cut: 0 });
  });
});

describe("what people say", () => {
  const scan = (n: number, at = begin(), more = {}) =>
    put(
      at,
      times(n).map((each) => attack("203.0.113.7", each + made, more)),
    );

  test("muted lines, muted sources and verified crawlers count for nothing", async () => {
    await put(
      begin(),
      times(20).map((n) => attack("203.0.113.7", n, { muted: true })),
    );
    await store.pool.query(
      "insert into smartlog.mutes (source, label, who, until) values ('203.0.113.8', 'attack', 'Ann', now() + interval '1 day')",
    );
    await put(
      begin(),
      times(20).map((n) => attack("203.0.113.8", n)),
    );
    await store.pool.query(
      "insert into smartlog.crawlers (ip, crawler, status, method, host) values ('203.0.113.9', 'Googlebot', 'verified', 'reverse-dns', 'crawl.example')",
    );
    await put(
      begin(),
      times(20).map((n) => attack("203.0.113.9", n)),
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toEqual([]);
    await store.pool.query("delete from smartlog.mutes");
  });

  test("what is acknowledged or muted is open again when it gets graver, not when it only goes on", async () => {
    await scan(12);
    await judgeAll(store.pool, rules);
    await store.pool.query(
      "update smartlog.incidents set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = 'Ann'",
    );
    await scan(12, begin() + MINUTE);
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([{ state: "acknowledged", events: 24 }]);
    await scan(2, begin() + 2 * MINUTE, { status: 200, bytes: 99, why: ["attack:webshell"] });
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([{ state: "open", severity: "medium" }]);
    expect(await history()).toEqual(["opened low", "raised medium"]);
  });

  test("a muted one stays so until then; then it opens if it goes on, and closes if not", async () => {
    const at = begin();
    await scan(12, at);
    await judgeAll(store.pool, rules);
    await store.pool.query(
      "update smartlog.incidents set state = 'muted', muted_until = $1, muted_by = 'Ann'",
      [new Date(at + 180 * MINUTE)],
    );
    await judgeAll(store.pool, rules, new Date(at + 120 * MINUTE));
    expect(await incidents(store.pool)).toMatchObject([{ state: "muted" }]);
    await scan(12, at + 4 * MINUTE);
    await judgeAll(store.pool, rules, new Date(at + 121 * MINUTE));
    expect(await incidents(store.pool)).toMatchObject([{ state: "muted", events: 24 }]);
    await store.pool.query("update smartlog.incidents set muted_until = $1", [new Date(at + 10 * MINUTE)]);
    await judgeAll(store.pool, rules, new Date(at + 30 * MINUTE));
    expect(await incidents(store.pool)).toMatchObject([{ state: "open" }]);
    expect(await history()).toEqual(["opened low", "unmuted low"]);
  });

  test("what a person closed stays closed while the same goes on, and comes back when it does so for longer than a pause", async () => {
    const at = begin() - 200 * MINUTE;
    await scan(12, at);
    await judgeAll(store.pool, rules, new Date(at + MINUTE));
    await store.pool.query(
      "update smartlog.incidents set state = 'closed', closed_at = $1, closed_by = 'Ann'",
      [new Date(at + 2 * MINUTE)],
    );
    await scan(12, at + 10 * MINUTE);
    await judgeAll(store.pool, rules, new Date(at + 11 * MINUTE));
    expect(await incidents(store.pool)).toMatchObject([{ state: "closed", events: 24 }]);
    await scan(12, at + 65 * MINUTE);
    await judgeAll(store.pool, rules, new Date(at + 66 * MINUTE));
    expect(await incidents(store.pool)).toMatchObject([{ state: "open", events: 36 }]);
  });

  test("what comes back within a day is opened again; later it is another", async () => {
    const at = begin() - 3 * 86_400_000;
    for (const hours of [0, 5, 50]) await scan(12, at + hours * 3_600_000);
    await judgeAll(store.pool, rules);
    await judgeAll(store.pool, rules, new Date(Date.now() + 61_000));
    expect(await incidents(store.pool)).toMatchObject([
      { events: 24, state: "closed" },
      { events: 12, state: "closed" },
    ]);
    expect(await history()).toEqual([
      "opened low",
      "closed low",
      "reopened low",
      "closed low",
      "opened low",
      "closed low",
    ]);
  });
});

describe("parts of others", () => {
  test("a login after many failures takes the brute force that led to it", async () => {
    const at = begin();
    await put(
      at,
      times(15).map(() => failure("203.0.113.7", "alice")),
    );
    await judgeAll(store.pool, rules);
    await put(at + 30_000, [
      failure("203.0.113.7", "alice", { outcome: "success", severity: "critical", why: ["attack:break-in"] }),
    ]);
    await judgeAll(store.pool, rules);
    const [guessing, login] = await incidents(store.pool);
    expect(login).toMatchObject({
      class: "login-after-failures",
      severity: "critical",
      parent: null,
      title: "alice logged in on web1 from 203.0.113.7, after many failures",
    });
    expect(guessing).toMatchObject({ class: "brute-force", parent: login?.id });
    expect(await history()).toEqual(expect.arrayContaining(["opened critical", "joined high"]));
  });

  test("a login whose name others guess at from elsewhere is listed, and nobody is called", async () => {
    await put(begin(), [
      failure("203.0.113.7", "alice", { outcome: "success", severity: "critical", why: ["attack:break-in"] }),
    ]);
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([{ class: "login-after-failures", severity: "low" }]);
  });

  test("a crowd takes its single sources, and becomes as grave as one of them", async () => {
    const at = begin();
    for (const n of times(8))
      await put(
        at,
        times(12).map((each) =>
          attack(`203.0.113.${n}`, 20 * n + each, { ts: at / 1000 + n * 3 + each / 10 }),
        ),
      );
    await judgeAll(store.pool, rules);
    const found = await incidents(store.pool);
    expect(found.filter(({ parent }) => parent === null)).toMatchObject([
      { class: "crowd", sources: 8, events: 96, severity: "low" },
    ]);
    expect(found.filter((each) => each.class === "scan")).toHaveLength(8);
    await put(
      at + MINUTE,
      times(2).map((n) =>
        attack("203.0.113.3", 900 + n, { status: 200, bytes: 77, why: ["attack:webshell"] }),
      ),
    );
    await judgeAll(store.pool, rules);
    expect((await incidents(store.pool)).find((each) => each.class === "crowd")).toMatchObject({
      severity: "medium",
    });
  });
});

describe("counts and times", () => {
  test("a page that a site gives for whatever is asked is no success", async () => {
    await put(
      begin(),
      times(30).map((n) => attack("203.0.113.7", n, { status: 200, bytes: 1433, why: ["attack:webshell"] })),
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([
      { severity: "low", title: expect.stringContaining("none was answered 2xx") },
    ]);
  });

  test("a site that answers ten times slower than in the week before is slow", async () => {
    const day = 86_400_000;
    const sites = times(20).map((n) => new Date(Math.floor(Date.now() / day) * day - (n + 4) * (day / 4)));
    await store.pool.query(
      `insert into smartlog.rollups (at, site, kind, label, severity, status_class, step_minutes, events, bytes, timed, duration_us, score)
       select at, 'web1', 'web', 'normal', 'none', 2, 360, 1000, 0, 1000, 1000 * 100000::bigint, 0 from unnest($1::timestamptz[]) at`,
      [sites],
    );
    const page = { kind: "web", label: "normal", severity: "none", status: 200, ms: 1500, why: [] };
    await store.pool.query(
      "insert into smartlog.sites (site, named) values ('web1', true) on conflict do nothing",
    );
    await put(
      begin(),
      times(59).map(() => ({ ...page, ms: 90 })),
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toEqual([]);
    await put(
      begin() + MINUTE,
      times(59).map(() => page),
    );
    await put(
      begin() + 2 * MINUTE,
      times(59).map(() => page),
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([
      { class: "slow-service", key: "web1", severity: "medium" },
    ]);
  });

  test("what counts tell is an incident until they are as usual again", async () => {
    await store.pool.query(
      `insert into smartlog.rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, event_time, event_id)
       values (1, 'service', 'postfix', 'silence', now(), now(), 0, 80, 40, now(), now(), 1)`,
    );
    await store.pool.query(
      `select smartlog.write_own_event('rate', 'service postfix', now(), 'medium', 0.95, '{rate:silence}', 'mail1', null,
         'Silence: no lines of service postfix', '{"rate": {"of": "service", "name": "postfix"}}')`,
    );
    await judgeAll(store.pool, rules);
    expect(await incidents(store.pool)).toMatchObject([
      {
        class: "silent-log",
        key: "service postfix",
        severity: "medium",
        state: "open",
        title: "Silence: no lines of service postfix",
      },
    ]);
    await judgeAll(store.pool, rules, new Date(Date.now() + 5 * 3_600_000));
    expect(await incidents(store.pool)).toMatchObject([{ state: "open" }]);
    await store.pool.query("update smartlog.rate_alarms set ended_at = now()");
    await judgeAll(store.pool, rules, new Date(Date.now() + 5 * 3_600_000 + 1000));
    const { rows } = await store.pool.query("select state, closed_by from smartlog.incidents");
    expect(rows).toEqual([{ state: "closed", closed_by: "ended" }]);
  });

  test("own rules count by any field, also of ordinary lines", async () => {
    const rule = readRule(
      "checkout",
      `title: Checkout fails\ndo: See the payment's log.\nmatch: { kind: web, method: POST, path: '/checkout*', status: '>= 400' }\nper: site\nleast: { events: 5 }\nwithin: 60s\nseverity: high\nowner: ann\n`,
    );
    await put(
      begin(),
      times(6).map(() => ({
        kind: "web",
        label: "normal",
        method: "POST",
        path: "/checkout/pay?x=1",
        status: 402,
      })),
    );
    await put(
      begin(),
      times(6).map(() => ({ kind: "web", label: "normal", method: "POST", path: "/other", status: 402 })),
    );
    await judgeAll(store.pool, [...rules, rule]);
    expect(await incidents(store.pool)).toMatchObject([
      {
        class: "checkout",
        severity: "high",
        events: 6,
        title: "Checkout fails: 6 events in 5 seconds, web1",
      },
    ]);
    expect((await store.pool.query("select owner from smartlog.incidents")).rows).toEqual([{ owner: "ann" }]);
  });
});

describe("hostile lines", () => {
  test("names are cut and cleaned in titles and keys, whatever they hold", async () => {
    const evil = `a'"\\<b>${"\u202e"}\n\u0001{source}%s$1${"x".repeat(400)}`;
    await put(
      begin(),
      times(30).map((n) => failure(`203.0.113.${n}`, evil, { host: `h'"\\${n % 2}` })),
    );
    await put(begin(), [
      failure("203.0.113.7", evil, { outcome: "success", severity: "critical", why: ["attack:break-in"] }),
    ]);
    await judgeAll(store.pool, rules);
    const found = await incidents(store.pool);
    expect(found.length).toBeGreaterThan(1);
    for (const { title, key } of found) {
      expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(title.length).toBeLessThan(500);
      expect(key.length).toBeLessThanOrEqual(600);
    }
  });

  test("a flood of sources and names leaves bounded rows, and says what is cut", async () => {
    await store.pool.query(
      `insert into smartlog.events (time, id, v, kind, label, severity, score, threat, why, status, path, ip, ua, username, host, tag, record)
       select $1::timestamptz + n * interval '1 ms', n, 1, 'web', 'attack', 'high', 0.95, 0.95, '{probe:dotfile}', 404, '/probe/' || n,
         ('10.' || n % 11 || '.' || n / 11 % 250 || '.' || n / 2750)::inet, 'ua' || n % 3, 'u' || n, 'web1', 't', '{}'
       from generate_series(1, 55000) n`,
      [new Date(begin())],
    );
    const began = performance.now();
    await judgeAll(store.pool, rules);
    const took = performance.now() - began;
    const { rows } = await store.pool.query("select count(*)::int as n from smartlog.incident_counts");
    expect(rows[0].n).toBeLessThanOrEqual(5_000 * rules.flatMap(({ ways }) => ways).length);
    expect(await passState(store.pool)).toMatchObject({ cut: 1 });
    expect(MOST_EVENTS).toBeLessThan(55_000);
    const crowd = (await incidents(store.pool)).filter(
      (each) => each.class === "crowd" && each.parent === null,
    );
    expect(crowd.length).toBeGreaterThan(0);
    for (const each of crowd) expect(each.sources).toBeLessThanOrEqual(1_000);
    expect(took).toBeLessThan(20_000);
  });

  test("of one class 200 are open at most; the rest is counted as refused", async () => {
    const at = begin();
    for (let batch = 0; batch < 3; batch++)
      await put(
        at,
        times(1_000).map((n) =>
          failure(`198.${batch}.${Math.floor(n / 10)}.1`, `guess${n}`, {
            ts: at / 1000 + n / 50,
            host: `h${batch}${Math.floor(n / 10)}`,
          }),
        ),
      );
    await judgeAll(store.pool, rules);
    const open = (await incidents(store.pool)).filter((each) => each.class === "brute-force");
    expect(open).toHaveLength(200);
    expect((await passState(store.pool)).refused).toBe(100);
  });
});

test("closed incidents are kept for 400 days, open ones for as long as they are open", async () => {
  await store.pool.query(
    `insert into smartlog.incidents (class, key, title, severity, state, first, last, closed_at, closed_by)
     select 'scan', key, 'A scan', 'low', case when key = 'open' then 'open' else 'closed' end, now() - days, now() - days,
       case when key <> 'open' then now() - days end, case when key <> 'open' then 'quiet' end
     from (values ('old', interval '401 days'), ('young', interval '399 days'), ('open', interval '500 days')) i (key, days)`,
  );
  await store.pool.query("select smartlog.trim_incidents()");
  expect((await incidents(store.pool)).map(({ key }) => key).sort()).toEqual(["open", "young"]);
});
