/** What the weekly report reads, against counts of the events themselves. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { agents, crawlerChecks } from "../../store/report/agents.ts";
import { attacks } from "../../store/report/answered.ts";
import { disk } from "../../store/report/disk.ts";
import { newFaults } from "../../store/report/faults.ts";
import { logins } from "../../store/report/logins.ts";
import { before, DAY_MS, daysOf } from "../../store/report/range.ts";
import { firstDay, traffic, unreadLines } from "../../store/report/traffic.ts";
import { estimate, visitors } from "../../store/report/visitors.ts";
import { rebuildRollups } from "../../store/rollups.ts";
import { smartlog } from "../cli/command.ts";
import { sharedData } from "../shared-data.ts";
import { NOON, row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

/** The day of the records, and the day before it. */
const TODAY = new Date(Math.floor(NOON / 86_400) * DAY_MS);
const RANGE = { from: new Date(TODAY.getTime() - DAY_MS), to: new Date(TODAY.getTime() + DAY_MS) };
const YESTERDAY = -86_400;

let n = 0;
const put = (events: Record<string, unknown>[]) =>
  ingest(
    store.pool,
    "access.log",
    events.map(({ ago = 0, ...event }) => {
      const number = n++;
      return row(number, { ts: NOON + (number % 30_000) + Number(ago), ...event });
    }),
  );
const query = async (sql: string, values: unknown[] = [RANGE.from, RANGE.to]) =>
  (await store.pool.query(sql, values)).rows;
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

test("a range is whole days, and the one before it as many", () => {
  expect(daysOf(RANGE)).toBe(2);
  expect(before(RANGE)).toEqual({ from: new Date(RANGE.from.getTime() - 2 * DAY_MS), to: RANGE.from });
});

describe("visitors", () => {
  test("are told within some percent, whatever their number, and over days each once", async () => {
    for (const count of [0, 1, 40, 900, 7_000]) {
      await store.empty();
      const visits = times(count, (i) => ({
        ip: `198.${18 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
        ua: `Browser/${i % 7}`,
      }));
      await put(visits);
      await put(visits.map((each) => ({ ...each, ago: YESTERDAY })));
      // Neither others' requests nor robots are visitors.
      await put(times(50, (i) => ({ ip: `203.0.113.${i}`, label: "bot", ua: "x" })));
      await put(times(50, (i) => ({ ip: `203.0.113.${i}`, kind: "auth" })));
      const found = await visitors(store.pool, RANGE);
      expect(Math.abs((found.all ?? 0) - count)).toBeLessThanOrEqual(0.07 * count);
      expect(found.days).toHaveLength(count > 0 ? 2 : 0);
      for (const day of found.days) expect(Math.abs(day.visitors - count)).toBeLessThanOrEqual(0.07 * count);
      const rows = await query("select count(*)::int as rows from smartlog.visitor_days", []);
      expect(rows[0].rows).toBeLessThanOrEqual(2 * 1024);
    }
  });

  test("of IPv6 are networks, and a user agent tells those of one address apart", async () => {
    await store.empty();
    await put(times(200, (i) => ({ ip: `2001:db8::${i.toString(16)}`, ua: "A" })));
    expect((await visitors(store.pool, RANGE)).all).toBe(1);
    await put(times(20, (i) => ({ ip: "198.51.100.1", ua: `A ${i}` })));
    expect(Math.abs(((await visitors(store.pool, RANGE)).all ?? 0) - 21)).toBeLessThanOrEqual(1);
  });

  test("are counted anew by a recount, and the same", async () => {
    const stored = await query("select * from smartlog.visitor_days order by 1, 2", []);
    expect(stored.length).toBeGreaterThan(10);
    await store.pool.query("update smartlog.visitor_days set rank = 40");
    await rebuildRollups(store.pool);
    expect(await query("select * from smartlog.visitor_days order by 1, 2", [])).toEqual(stored);
  });

  test("an estimate of full registers is the harmonic mean's", () => {
    expect(estimate(new Uint8Array(1024))).toBe(0);
    const ranks = new Uint8Array(1024).fill(10);
    expect(estimate(ranks)).toBeGreaterThan(700_000);
    expect(estimate(ranks)).toBeLessThan(800_000);
  });
});

describe("user agents", () => {
  beforeAll(async () => {
    await store.empty();
    await put(times(30, (i) => ({ ua: "GPTBot/1.2", ip: "192.0.2.1", bytes: 1000 + i, label: "bot" })));
    await put(
      times(10, () => ({ ua: "GPTBot/1.2", ip: "192.0.2.9", bytes: 5, label: "attack", ago: YESTERDAY })),
    );
    await put(times(5, () => ({ ua: "Browser/1", ip: "192.0.2.2" })));
    await put([{ ua: "GPTBot/1.2", bytes: 1e12, ago: -5 * 86_400 }]);
  });

  test("have their requests and bytes in the range", async () => {
    const found = await agents(store.pool, RANGE);
    expect(found).toContainEqual({ ua: "GPTBot/1.2", requests: 40, bytes: 30 * 1000 + 435 + 50 });
    expect(found).toContainEqual({ ua: "Browser/1", requests: 5, bytes: 0 });
  });

  test("have no bytes where some were stored before those were counted, until a recount", async () => {
    await query("update smartlog.top_day set bytes = null where dimension = 'ua' and at = $1", [TODAY]);
    expect(await agents(store.pool, RANGE)).toContainEqual({ ua: "GPTBot/1.2", requests: 40, bytes: null });
    await rebuildRollups(store.pool);
    expect(await agents(store.pool, RANGE)).toContainEqual({ ua: "GPTBot/1.2", requests: 40, bytes: 30_485 });
  });

  test("that claim to be a crawler are told by what was found of their addresses, with what impostors took", async () => {
    await query(
      `insert into smartlog.crawlers (ip, crawler, status, method, host, checked_at) values
       ('192.0.2.1', 'GPTBot', 'verified', 'ranges', '', $1), ('192.0.2.9', 'GPTBot', 'impostor', 'ranges', '', $1),
       ('192.0.2.3', 'bingbot', 'claimed', 'none', '', $1), ('192.0.2.4', 'bingbot', 'claimed', 'none', '', $1::timestamptz - interval '9 days')`,
      [TODAY],
    );
    expect(await crawlerChecks(store.pool, RANGE)).toEqual([
      { crawler: "GPTBot", verified: 1, claimed: 0, impostors: 1, impostorRequests: 10, impostorBytes: 50 },
      { crawler: "bingbot", verified: 0, claimed: 1, impostors: 0, impostorRequests: 0, impostorBytes: 0 },
    ]);
  });
});

describe("attacks", () => {
  const attack = { label: "attack", severity: "high", threat: 0.9 };
  beforeAll(async () => {
    await store.empty();
    await put(times(20, () => ({ ...attack, status: 404 })));
    await put(
      times(3, () => ({
        ...attack,
        status: 200,
        path: "/.env?a",
        ip: "198.51.100.7",
        method: "GET",
        host: "a.example",
      })),
    );
    await put([{ ...attack, severity: "critical", status: 204, path: "/x\u001b[2J<b>", ago: YESTERDAY }]);
    await put([{ ...attack, status: 200, path: "/muted", muted: true, mute: 1 }]);
    await put([
      { ...attack, status: 200, kind: "app" },
      { ...attack, label: "bot", status: 200 },
    ]);
  });

  test("that were answered are counted, muted ones left out, with examples: the worst first, one of each path", async () => {
    const found = await attacks(store.pool, RANGE);
    expect(found).toMatchObject({ requests: 24, answered: 4, bySeverity: { critical: 1, high: 3 } });
    expect(found.examples).toMatchObject([
      { severity: "critical", status: 204, path: "/x\u001b[2J<b>" },
      {
        severity: "high",
        status: 200,
        path: "/.env?a",
        ip: "198.51.100.7",
        method: "GET",
        site: "a.example",
      },
    ]);
  });

  test("of days whose events are gone have their counts, and no examples", async () => {
    await store.pool.query("delete from smartlog.events");
    expect(await attacks(store.pool, RANGE)).toMatchObject({ requests: 24, answered: 4, examples: [] });
  });
});

test("logins are those from addresses, with who failed at what, and what succeeded after guessing", async () => {
  await store.empty();
  const login = { kind: "auth", path: undefined };
  await put(
    times(12, (i) => ({ ...login, outcome: "failure", user: `u${i % 4}`, ip: `198.51.100.${i % 3}` })),
  );
  await put(
    times(2, () => ({ ...login, outcome: "failure", user: "u0", ip: "198.51.100.9", ago: YESTERDAY })),
  );
  await put([
    { ...login, outcome: "success", user: "ann", ip: "192.0.2.8" },
    { ...login, outcome: "success", user: "root", ip: undefined },
    { ...login, outcome: "success", user: "u0", ip: "198.51.100.9", label: "attack", severity: "critical" },
  ]);
  expect(await logins(store.pool, RANGE)).toMatchObject({
    failed: 14,
    succeeded: 2,
    sources: 4,
    accounts: 4,
    welcome: 2,
    breakIns: 1,
    days: [{ failed: 2 }, { failed: 12, succeeded: 2 }],
    top: [{ account: "u0", failed: 5, sources: 4 }, { failed: 3 }, { failed: 3 }, { failed: 3 }],
  });
});

test("new faults are patterns first seen in the range that tell of a fault, the worst first", async () => {
  await store.empty();
  const fault = {
    kind: "syslog",
    label: "anomaly",
    severity: "medium",
    why: ["fault:disk"],
    path: undefined,
  };
  await put([{ ...fault, tpl: "0000000a", ago: -3 * 86_400 }]);
  await put(times(4, () => ({ ...fault, tpl: "0000000a" })));
  await put(times(3, () => ({ ...fault, tpl: "0000000b", host: "db1", pattern: "Disk * is full" })));
  await put([{ ...fault, tpl: "0000000c", severity: "critical", ago: YESTERDAY }]);
  await put([{ ...fault, tpl: "0000000d", muted: true }]);
  await put([
    { ...fault, tpl: "0000000e", why: ["template:rare"] },
    { ...fault, tpl: "0000000f", label: "normal" },
  ]);
  expect(await newFaults(store.pool, RANGE)).toMatchObject([
    { tpl: "0000000c", severity: "critical", fault: "fault:disk", events: 1 },
    {
      tpl: "0000000b",
      severity: "medium",
      fault: "fault:disk",
      events: 3,
      text: "Disk * is full",
      site: "db1",
    },
  ]);
});

test("the disk is the database's own, as far as the role may know it, or the one that is named", async () => {
  const found = await disk(store.pool, RANGE);
  expect(found.databaseBytes).toBeGreaterThan(5e6);
  expect(found.bytesADay).toBeGreaterThan(50_000);
  expect(found.freeBytes).toBeGreaterThan(0);
  expect(found.sizeBytes).toBeGreaterThan(found.freeBytes as number);
  expect(found.daysLeft).toBe(Math.floor((found.freeBytes as number) / (found.bytesADay as number)));
  expect(found.droppedBefore).toBeNull();
  const elsewhere = await disk(store.pool, RANGE, "/nowhere/at/all");
  expect(elsewhere).toMatchObject({ freeBytes: null, sizeBytes: null, daysLeft: null });
});

const nginx = sharedData("real/nginx.log");
const auth = sharedData("real/auth.log");

describe.skipIf(!nginx || !auth)("of real logs", () => {
  const MAY = { from: new Date("2025-05-23Z"), to: new Date("2025-05-30Z") };
  const lines = (path: string) => readFileSync(path, "utf8").split("\n").filter(Boolean);
  /** As grep and awk would: the lines of those days, their user agent, status and bytes. */
  const ofMay = () =>
    lines(nginx as string).flatMap((line) => {
      const [, day, status, bytes, ua] =
        /\[(\d\d)\/May\/2025:.*" (\d{3}) (\d+) "[^"]*" "([^"]*)"$/.exec(line) ?? [];
      const date = Number(day);
      return date >= 23 && date <= 29
        ? [{ line, status: Number(status), bytes: Number(bytes), ua: ua as string }]
        : [];
    });

  beforeAll(async () => {
    await store.empty();
    const { code, stderr } = await smartlog(["start", "--once", nginx as string, auth as string], {
      env: { DATABASE_URL: store.url },
    });
    expect(code, stderr).toBe(0);
  }, 60_000);

  test("lines, bytes and robots are those of the file", async () => {
    const counts = await traffic(store.pool, MAY);
    const expected = ofMay();
    expect(expected.length).toBeGreaterThan(3_000);
    expect(counts.reduce((sum, { events }) => sum + events, 0)).toBe(expected.length);
    expect(counts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
      expected.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    expect(await unreadLines(store.pool, MAY)).toBe(0);
    expect(await firstDay(store.pool)).toEqual(new Date("2025-05-07Z"));
    for (const robot of ["GPTBot", "Go-http-client", "python-requests"]) {
      const by = expected.filter(({ ua }) => ua.includes(robot));
      const found = (await agents(store.pool, MAY)).filter(({ ua }) => ua.includes(robot));
      expect(by.length, robot).toBeGreaterThan(0);
      expect(
        found.reduce((sum, { requests }) => sum + requests, 0),
        robot,
      ).toBe(by.length);
      expect(
        found.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
        robot,
      ).toBe(by.reduce((sum, { bytes }) => sum + bytes, 0));
    }
  });

  test("attacks that were answered, and visitors, are what the events say", async () => {
    const [row] = await query(
      `select count(*) filter (where label = 'attack')::int as attacks,
         count(*) filter (where label = 'attack' and status between 200 and 299)::int as answered,
         count(distinct (ip, ua)) filter (where label = 'normal')::int as visitors
       from smartlog.events where kind = 'web' and time >= $1 and time < $2`,
      [MAY.from, MAY.to],
    );
    const found = await attacks(store.pool, MAY);
    expect(found).toMatchObject({ requests: row.attacks, answered: row.answered });
    expect(found.examples.length).toBeGreaterThan(0);
    const { all } = await visitors(store.pool, MAY);
    expect(Math.abs((all ?? 0) - row.visitors)).toBeLessThanOrEqual(1 + 0.05 * row.visitors);
  });

  test("logins that succeeded are sshd's accepted ones", async () => {
    const APRIL = { from: new Date("2026-01-01Z"), to: new Date("2027-01-01Z") };
    const accepted = lines(auth as string).filter((line) => /sshd\[\d+\]: Accepted /.test(line));
    const found = await logins(store.pool, APRIL);
    expect(found.succeeded).toBe(accepted.length);
    const failed = lines(auth as string).filter((line) =>
      /Failed password|authentication failure/.test(line),
    );
    expect(found.failed).toBeGreaterThanOrEqual(failed.length);
  });
});
