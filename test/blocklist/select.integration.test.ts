import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Network, networkOf, shortest } from "../../blocklist/lib/network.ts";
import { type Blocklist, blocklist } from "../../blocklist/lib/select.ts";
import { saveCrawlers } from "../../store/crawlers.ts";
import { makePool } from "../../store/pool.ts";
import { serveUrl } from "../../store/roles.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import {
  ATTACK,
  DAY_MS,
  HOUR_MS,
  incident,
  LOGIN,
  MINUTE_MS,
  NOWHERE,
  PAGE,
  POLICY,
  seen,
} from "./incidents.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.incidents cascade");
  await store.pool.query("truncate smartlog.crawlers");
});

const select = (policy = POLICY, place = NOWHERE, at?: Date) => blocklist(store.pool, policy, place, at);
const addresses = ({ entries }: Blocklist) => entries.map(({ network }) => shortest(network));
const kept = (list: Blocklist) =>
  Object.fromEntries(list.kept.map((each) => [shortest(each.network), each.why]));
const networks = (...texts: string[]) => texts.map((text) => networkOf(text) as Network);

describe("on the list", () => {
  test("are the sources of incidents of its classes, from their severity on, the most severe first", async () => {
    await incident(store.pool, ["203.0.113.1"], { severity: "low" });
    await incident(store.pool, ["203.0.113.2"], { class: "brute-force", severity: "high" });
    await incident(store.pool, ["203.0.113.3", "203.0.113.4"], { class: "crowd", severity: "low" });
    await incident(store.pool, ["203.0.113.5"], { class: "port-scan", severity: "critical" });
    expect(addresses(await select())).toEqual(["203.0.113.2", "203.0.113.1"]);
    expect(addresses(await select({ ...POLICY, classes: { crowd: "low" } }))).toEqual([
      "203.0.113.3",
      "203.0.113.4",
    ]);
  });

  test("is a source until so long after its last event, open or closed by itself", async () => {
    await incident(store.pool, ["203.0.113.1"], { first: 30 * HOUR_MS, last: 25 * HOUR_MS });
    await incident(store.pool, ["203.0.113.2"], {
      state: "closed",
      closedBy: "quiet",
      last: 23 * HOUR_MS,
      first: DAY_MS,
    });
    await incident(store.pool, ["203.0.113.3"], { state: "acknowledged" });
    const list = await select();
    expect(addresses(list)).toEqual(["203.0.113.3", "203.0.113.2"]);
    expect(list.over.map(({ network }) => network.address)).toEqual(["203.0.113.1"]);
    const [, older] = list.entries;
    expect(older?.until.getTime()).toBe((older?.last.getTime() ?? 0) + DAY_MS);
  });

  test("is nobody for a muted incident, or for one that a person closed", async () => {
    await incident(store.pool, ["203.0.113.1"], { state: "muted" });
    await incident(store.pool, ["203.0.113.2"], { state: "closed", closedBy: "ada" });
    expect(addresses(await select())).toEqual([]);
  });

  test("an address stands once, for the most severe of its incidents; one of IPv6 as its /64", async () => {
    const scan = await incident(store.pool, ["2001:db8:1:2::a", "203.0.113.9"], {
      severity: "low",
      events: 4,
    });
    const guess = await incident(store.pool, ["2001:db8:1:2:ffff::b", "203.0.113.9"], {
      class: "brute-force",
      severity: "high",
      last: HOUR_MS / 2,
      events: 7,
    });
    const list = await select();
    expect(addresses(list).sort()).toEqual(["2001:db8:1:2::/64", "203.0.113.9"]);
    for (const entry of list.entries) {
      expect(entry).toMatchObject({
        class: "brute-force",
        severity: "high",
        incidents: [guess, scan],
        events: 7,
      });
      expect(entry.last.getTime()).toBeGreaterThan(Date.now() - HOUR_MS / 4);
    }
    expect(list.entries.find(({ network }) => network.family === 6)?.addresses).toEqual([
      "2001:db8:1:2::a",
      "2001:db8:1:2:ffff::b",
    ]);
  });

  test("are as many as the policy has room for, and the rest is counted", async () => {
    await incident(store.pool, ["203.0.113.1", "203.0.113.2", "203.0.113.3"], { severity: "low" });
    await incident(store.pool, ["203.0.113.4"], { severity: "high" });
    const list = await select({ ...POLICY, most: 2 });
    expect(addresses(list)).toEqual(["203.0.113.4", "203.0.113.1"]);
    expect(list.left).toBe(2);
  });
});

describe("never on the list is", () => {
  test("an address that nobody outside has, or that stands for many", async () => {
    const sources = [
      "10.1.2.3",
      "192.168.0.7",
      "127.0.0.1",
      "100.64.9.9",
      "169.254.1.1",
      "0.0.0.0",
      "224.0.0.1",
    ];
    const six = [
      "::1",
      "fe80::1",
      "fd00::7",
      "64:ff9b::cb00:7107",
      "2002:cb00:7107::1",
      "2001:0:53aa::1",
      "ff02::1",
    ];
    await incident(store.pool, [...sources, ...six, "::ffff:10.0.0.9"]);
    const list = await select();
    expect(addresses(list)).toEqual([]);
    expect(new Set(list.kept.map(({ why }) => why))).toEqual(new Set(["special"]));
    expect(list.kept.flatMap((each) => each.addresses)).toHaveLength(15);
  });

  test("this machine, a trusted proxy, and what is allowed", async () => {
    await incident(store.pool, ["203.0.113.1", "203.0.113.2", "203.0.113.3", "2001:db8::5", "203.0.113.4"]);
    await seen(store.pool, "198.51.100.1", { ...PAGE, peer: "203.0.113.3" });
    const place = { own: networks("203.0.113.1"), proxies: networks("203.0.113.2") };
    const list = await select({ ...POLICY, allow: networks("2001:db8::/48") }, place);
    expect(kept(list)).toEqual({
      "203.0.113.1": "own",
      "203.0.113.2": "proxy",
      "203.0.113.3": "proxy",
      "2001:db8::/64": "allowed",
    });
    expect(addresses(list)).toEqual(["203.0.113.4"]);
  });

  test("whoever logged in successfully, and of IPv6 his neighbours of the /64", async () => {
    await incident(store.pool, ["203.0.113.1", "203.0.113.2", "2001:db8::bad"], { class: "brute-force" });
    await seen(store.pool, "203.0.113.1", LOGIN, { ago: 20 * DAY_MS });
    await seen(store.pool, "203.0.113.2", { ...LOGIN, outcome: "failure" });
    await seen(store.pool, "2001:db8::1", LOGIN);
    const list = await select();
    expect(kept(list)).toEqual({ "203.0.113.1": "login", "2001:db8::/64": "login" });
    expect(addresses(list)).toEqual(["203.0.113.2"]);
  });

  test("a crawler that was checked; one that only claims to be one is not kept off", async () => {
    await incident(store.pool, ["203.0.113.1", "203.0.113.2", "2001:db8::1"]);
    await saveCrawlers(store.pool, [
      {
        ip: "203.0.113.1",
        crawler: "Googlebot",
        status: "verified",
        method: "reverse-dns",
        host: "a.googlebot.com",
      },
      { ip: "203.0.113.2", crawler: "Googlebot", status: "impostor", method: "reverse-dns", host: "" },
      { ip: "2001:db8::7", crawler: "bingbot", status: "verified", method: "ranges", host: "" },
    ]);
    const list = await select();
    expect(kept(list)).toEqual({ "203.0.113.1": "crawler", "2001:db8::/64": "crawler" });
    expect(addresses(list)).toEqual(["203.0.113.2"]);
  });

  test("an address that visitors come from; a few pages between attacks make no visitor", async () => {
    await incident(store.pool, ["203.0.113.1", "203.0.113.2", "203.0.113.3"]);
    await seen(store.pool, "203.0.113.1", PAGE, { times: 40, ago: 3 * DAY_MS });
    await seen(store.pool, "203.0.113.1", ATTACK, { times: 20 });
    await seen(store.pool, "203.0.113.2", PAGE, { times: 30 });
    await seen(store.pool, "203.0.113.2", ATTACK, { times: 40 });
    await seen(store.pool, "203.0.113.3", PAGE, { times: 10 });
    await seen(store.pool, "203.0.113.3", { ...PAGE, status: 404 }, { times: 40 });
    const list = await select();
    expect(kept(list)).toEqual({ "203.0.113.1": "visitor" });
    expect(addresses(list).sort()).toEqual(["203.0.113.2", "203.0.113.3"]);
  });

  test("an address in a network that several visitors come from", async () => {
    await incident(store.pool, ["203.0.113.100", "198.51.100.100"]);
    for (const end of [7, 50, 200]) await seen(store.pool, `203.0.113.${end}`, PAGE, { times: 6 });
    for (const end of [7, 200]) await seen(store.pool, `198.51.100.${end}`, PAGE, { times: 6 });
    for (const end of [8, 9]) await seen(store.pool, `198.51.100.${end}`, PAGE, { times: 2 });
    await seen(store.pool, "198.51.101.1", PAGE, { times: 6 });
    await seen(store.pool, "198.51.100.100", PAGE, { times: 6 });
    const list = await select();
    expect(kept(list)).toEqual({ "203.0.113.100": "neighbours" });
    expect(addresses(list)).toEqual(["198.51.100.100"]);
  });
});

test("what is kept off may still be in somebody's firewall, and so is over", async () => {
  await incident(store.pool, ["203.0.113.1"]);
  await seen(store.pool, "203.0.113.1", LOGIN, { ago: 5 * MINUTE_MS });
  const list = await select();
  expect(list.over.map(({ network }) => network.address)).toEqual(["203.0.113.1"]);
});

test("the server's role may read all that it takes", async () => {
  await incident(store.pool, ["203.0.113.1"]);
  const pool = makePool({ connectionString: await serveUrl(store) });
  try {
    expect(addresses(await blocklist(pool, POLICY, NOWHERE))).toEqual(["203.0.113.1"]);
  } finally {
    await pool.end();
  }
});
