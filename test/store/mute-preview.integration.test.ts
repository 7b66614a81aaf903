import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import type { Muted } from "../../host/mute.ts";
import { readEvent, type StoredEvent } from "../../store/events/event.ts";
import { ingest } from "../../store/ingest.ts";
import { mutePreviewText, previewMute } from "../../store/mutes/preview.ts";
import { checkedEnd, checkedMute, namedBy } from "../../store/mutes/what.ts";
import { mergeTemplates } from "../../store/templates.ts";
import { withAtOnce } from "../../trainer/model/at-once.ts";
import { BUILT } from "../trainer/models.ts";
import { row } from "./record.ts";
import { accessLine, storeLines } from "./scored.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(() => store.empty());

const named = (names: Partial<Muted>): Muted => ({
  template: null,
  reason: null,
  source: null,
  site: null,
  label: "anomaly",
  ...names,
});
const NETWORK = { source: "203.0.113.0/24" };

test("what the preview says is what the filter then does, for whatever is named", async () => {
  const failed = (n: number) =>
    `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z web1 sshd[${n}]: Failed password for admin from 203.0.113.9 port 4${n} ssh2`;
  const lines = [
    ...Array.from({ length: 12 }, (_, n) =>
      accessLine(`203.0.113.${n % 4}`, `GET /.env?n=${n}`, 404, 600 + n),
    ),
    ...Array.from({ length: 6 }, (_, n) =>
      accessLine("198.51.100.1", "GET /health", 200, 60 * n, "MyProbe/1.0"),
    ),
    accessLine("203.0.113.1", "GET /?q=<script>alert(1)</script>", 200),
    accessLine("203.0.113.1", "GET /about", 200),
    ...Array.from({ length: 12 }, (_, n) => failed(1000 + n)),
    failed(9999).replace("Failed", "Accepted"),
  ];
  await storeLines(store.pool, lines);
  const { rows } = await store.pool.query(
    "select distinct tpl, why[1] as reason from smartlog.events where label <> 'normal'",
  );
  const wanted = rows.flatMap(({ tpl, reason }) => [
    named({ template: tpl, label: "bot" }),
    named({ reason, label: "attack" }),
    named({ reason, ...NETWORK, label: "attack" }),
    named({ template: tpl, reason, ...NETWORK, label: "attack" }),
    named({ reason, site: "web1", label: "attack" }),
  ]);
  wanted.push(
    named({ ...NETWORK, label: "attack" }),
    named({ ...NETWORK, label: "bot" }),
    named({ source: "198.51.100.1", label: "bot" }),
  );
  let hidden = 0;
  let breakIns = 0;
  for (const muted of wanted) {
    const preview = await previewMute(store.pool, muted);
    const module = withAtOnce(BUILT, {
      mutes: [{ ...muted, id: 1, until: new Date(Date.now() + 86_400_000) }],
    });
    await store.empty();
    await storeLines(store.pool, lines, Filter.load(module));
    const { rows: found } = await store.pool.query(
      "select label, count(*)::int as n from smartlog.events where muted group by 1",
    );
    expect(preview?.hides, JSON.stringify(muted)).toEqual(
      Object.fromEntries(found.map(({ label, n }) => [label, n])),
    );
    hidden += found.length;
    if (muted.reason === null) breakIns += preview?.stay.attack ?? 0;
  }
  expect(hidden).toBeGreaterThan(10);
  expect(breakIns).toBeGreaterThan(0);
}, 120_000);

test("it tells days, addresses, what was muted already, what stays, with the newest as examples", async () => {
  const now = Math.floor(Date.now() / 1000);
  const event = (n: number, others: Partial<SmartlogEvent>) =>
    row(n, {
      ts: now - n,
      label: "anomaly",
      severity: "low",
      why: ["template:new"],
      ip: `203.0.113.${n % 2}`,
      ...others,
    });
  await ingest(store.pool, "t", [
    event(1, {}),
    event(2, {}),
    event(3, { ts: now - 2 * 86_400 }),
    event(4, { muted: true, mute: 9 }),
    event(5, { label: "attack", severity: "high" }),
    event(6, { label: "normal", severity: "none" }),
    event(7, { tpl: "0badcafe" }),
    event(8, { ts: now - 8 * 86_400 }),
  ]);
  const preview = await previewMute(store.pool, named({ template: "5f0c2a11" }), { samples: 2 });
  expect(preview).toMatchObject({
    days: 7,
    hides: { anomaly: 4 },
    already: 1,
    sources: 2,
    stay: { attack: 1 },
    isBounded: false,
  });
  expect(preview?.onDays).toBeGreaterThanOrEqual(2);
  expect(preview?.samples).toEqual([
    expect.objectContaining({
      id: "0000000000000001",
      label: "anomaly",
      severity: "low",
      line: expect.stringContaining("/page/1"),
    }),
    expect.objectContaining({ id: "0000000000000002" }),
  ]);
  expect(preview && mutePreviewText(preview)).toMatch(
    /^It would have hidden 4 events of the last 7 days \(4 anomaly\) on \d days, from 2 addresses\. 1 of them were muted already\. 1 that fit stay \(1 attack\): more than it hides\.$/,
  );
});

test("of an event whose template went into another the other is named, and what it fits is counted by both", async () => {
  const now = Math.floor(Date.now() / 1000);
  const event = (n: number, tpl: string) =>
    row(n, { ts: now - n, label: "anomaly", why: ["template:new"], tpl });
  await ingest(store.pool, "t", [event(1, "5f0c2a11"), event(2, "0badcafe")]);
  await mergeTemplates(store.pool, new Map([[0x5f0c2a11, 0x0badcafe]]));
  const old = await readEvent(store.pool, "0000000000000001", undefined, 1);
  const given = namedBy(old as StoredEvent, ["template"]);
  expect(given).toEqual({ template: "0badcafe", label: "anomaly" });
  expect(await previewMute(store.pool, checkedMute(given))).toMatchObject({ hides: { anomaly: 2 } });
});

test("nothing is said to be nothing, and a bound is told", async () => {
  const nothing = await previewMute(store.pool, named({ template: "5f0c2a11" }));
  expect(nothing && mutePreviewText(nothing)).toBe("It would have hidden nothing in the last 7 days.");
  const now = Math.floor(Date.now() / 1000);
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 5 }, (_, n) => row(n, { ts: now - n, label: "anomaly", why: ["template:new"] })),
  );
  const bounded = await previewMute(store.pool, named({ reason: "template:new" }), { limit: 3 });
  expect(bounded).toMatchObject({ isBounded: true });
  expect(bounded && mutePreviewText(bounded)).toMatch(/these are of the newest\.$/);
});

describe("what a mute may name", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7/32"],
    ["203.0.113.7/24", "203.0.113.0/24"],
    ["::ffff:203.0.113.7", "203.0.113.7/32"],
    ["::ffff:203.0.113.7/120", "203.0.113.0/24"],
    ["2001:DB8::7", "2001:db8::7/128"],
    ["2001:db8:1::7/48", "2001:db8:1::/48"],
    [" 10.0.0.0/8 ", "10.0.0.0/8"],
  ])("the source %s is %s", (source, expected) => expect(checkedMute({ source }).source).toBe(expected));

  test.each([
    [{}, /names a template, a reason or a source/],
    [{ site: "shop" }, /names a template, a reason or a source/],
    [{ template: "5F0C" }, /is no template/],
    [{ reason: "because" }, /is no reason/],
    [{ source: "203.0.113" }, /no address and no network/],
    [{ source: "shop.example" }, /no address and no network/],
    [{ source: "0.0.0.0/0" }, /too wide/],
    [{ source: "2000::/3" }, /too wide/],
    [{ source: "::ffff:0:0/96" }, /too wide/],
    [{ template: "5f0c2a11", label: "attack" }, /a template alone hides no attack/],
  ] as const)("%j is refused", (given, message) => expect(() => checkedMute(given)).toThrow(message));

  test("hides what its reason tells of, else anomalies, unless somebody says otherwise", () => {
    expect(checkedMute({ reason: "attack:xss" }).label).toBe("attack");
    expect(checkedMute({ reason: "bot:tool" }).label).toBe("bot");
    expect(checkedMute({ reason: "template:new" }).label).toBe("anomaly");
    expect(checkedMute({ source: "203.0.113.7" }).label).toBe("anomaly");
    expect(checkedMute({ reason: "attack:xss", label: "bot" }).label).toBe("bot");
  });

  test("ends, within a year", () => {
    const now = new Date("2026-12-01T00:00Z");
    expect(checkedEnd(new Date("2027-12-01T00:00Z"), now)).toEqual(new Date("2027-12-01T00:00Z"));
    expect(() => checkedEnd(now, now)).toThrow(/ends in the future/);
    expect(() => checkedEnd(new Date("2028-01-01"), now)).toThrow(/366 days at most/);
    expect(() => checkedEnd(new Date("no date"), now)).toThrow(/ends in the future/);
  });
});
