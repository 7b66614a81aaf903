import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { ingest } from "../../store/ingest.ts";
import {
  activeMutes,
  addMute,
  doesMute,
  endExpiredMutes,
  endMute,
  findMute,
  listMutes,
  rekeyMutes,
} from "../../store/mutes/mutes.ts";
import { writeOwnEvent } from "../../store/own-events.ts";
import { serveUrl } from "../../store/roles.ts";
import { rebuildRollups, rollupDifferences } from "../../store/rollups.ts";
import { withAtOnce } from "../../trainer/model/at-once.ts";
import { BUILT } from "../trainer/models.ts";
import { newMute } from "./mute.ts";
import { NOON, row } from "./record.ts";
import { accessLine, storeLines } from "./scored.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
let server: pg.Pool;
let trainer: pg.Client;
let reader: pg.Client;
beforeAll(async () => {
  store = await testStore();
  server = new pg.Pool({ connectionString: await serveUrl(store) });
  trainer = await store.as("train");
  reader = await store.as("read");
});
afterAll(async () => {
  await Promise.all([server?.end(), trainer?.end(), reader?.end()]);
  await store?.close();
});
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.mutes restart identity");
});

const whole = {
  reason: "attack:xss",
  source: "203.0.113.0/24",
  site: "shop",
  label: "attack",
  note: "pen test",
} as const;

test("a mute comes back as it went in, and acts until its end", async () => {
  const added = await addMute(server, newMute(1, whole));
  expect(added).toMatchObject({
    ...newMute(1, whole),
    until: expect.any(Date),
    id: 1,
    event: null,
    endedAt: null,
    hidden: 0,
  });
  expect(await activeMutes(reader)).toEqual([added]);
  expect(doesMute(added)).toBe(true);
  expect(doesMute(added, added.until)).toBe(false);
});

test("a newer one that names the same takes the place of the one before: so one is prolonged", async () => {
  await addMute(server, newMute(1));
  await addMute(server, newMute(1, { site: "shop" }));
  const second = await addMute(server, newMute(1, { label: "bot", who: "bob" }));
  expect((await activeMutes(reader)).map(({ id, label }) => [id, label])).toEqual([
    [2, "anomaly"],
    [second.id, "bot"],
  ]);
  expect(await findMute(reader, 1)).toMatchObject({ endedBy: "replaced", endedWho: "bob" });
});

test("at most 64 act, however many come at once", async () => {
  const results = await Promise.allSettled(Array.from({ length: 70 }, (_, n) => addMute(server, newMute(n))));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(64);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "MUTES_FULL", message: /there are 64 mutes already/, nextStep: /mute undo/ },
  });
  const [first] = await activeMutes(reader);
  expect(await endMute(server, first?.id as number, "bob")).toBe(true);
  await addMute(server, newMute(999));
});

test("undone once stays undone; what is over acts no more, makes room and is written down", async () => {
  for (const n of [1, 2, 3]) await addMute(server, newMute(n));
  expect(await endMute(server, 2, " bob ")).toBe(true);
  expect(await endMute(server, 2, "ann")).toBe(false);
  await store.pool.query(
    "update smartlog.mutes set at = at - interval '9 days', until = now() - interval '1 s' where id = 3",
  );
  expect((await activeMutes(reader)).map(({ id }) => id)).toEqual([1]);
  expect(await endMute(server, 3, "ann")).toBe(false);
  await endExpiredMutes(trainer);
  expect((await listMutes(reader)).map(({ id, endedBy, endedWho }) => [id, endedBy, endedWho])).toEqual([
    [1, null, null],
    [2, "undone", "bob"],
    [3, "expired", null],
  ]);
  await expect(findMute(reader, 9)).rejects.toMatchObject({ code: "NO_SUCH_ENTRY" });
});

test("one by a template knows an event of it, and takes the fingerprint that a new model gives it", async () => {
  await ingest(store.pool, "t", [row(5, { tpl: "00000001" })]);
  const added = await addMute(server, newMute(1));
  expect(added).toMatchObject({ event: "0000000000000005", eventTime: new Date((NOON + 5) * 1000) });
  await rekeyMutes(trainer, [{ id: added.id, template: "0000beef" }]);
  expect(await findMute(reader, added.id)).toMatchObject({ template: "0000beef", until: added.until });
});

describe("events that are muted", () => {
  /** Bots of two networks, one of them muted, a minute each. */
  async function stored() {
    const mute = await addMute(
      server,
      newMute(0, { template: null, source: "203.0.113.0/24", label: "bot" }),
    );
    const filter = Filter.load(withAtOnce(BUILT, { taught: [], mutes: [mute] }));
    const lines = [7, 8, 9].flatMap((n) => [
      accessLine(`203.0.113.${n}`, "GET /health", 200, 60 * n, "MyProbe/1.0"),
      accessLine(`198.51.100.${n}`, "GET /health", 200, 60 * n, "MyProbe/1.0"),
    ]);
    await storeLines(store.pool, lines, filter);
    return mute;
  }
  const bots = async (muted: string, step = "1 minute") =>
    (
      await reader.query(
        "select coalesce(sum(events), 0)::int as n from rollup($2, $1) where label = 'bot'",
        [muted, step],
      )
    ).rows[0].n;

  test("are stored so, and counted apart by all steps", async () => {
    const { id } = await stored();
    const { rows } = await reader.query(
      "select host(ip) as ip, muted, mute::int from events where label = 'bot' order by ip",
    );
    expect(rows).toHaveLength(6);
    for (const { ip, muted, mute } of rows)
      expect([muted, mute], ip).toEqual(ip.startsWith("203") ? [true, id] : [null, null]);
    for (const step of ["1 minute", "1 hour", "6 hours", "1 day"])
      expect([await bots("show", step), await bots("hide", step), await bots("only", step)], step).toEqual([
        6, 3, 3,
      ]);
  });

  test("are none of what is suspicious of a source", async () => {
    await stored();
    const { rows } = await reader.query(
      "select name, sum(events)::int as events, sum(suspicious)::int as suspicious from top(now() - interval '2 hours', now()) where dimension = 'source' group by 1 order by 1",
    );
    expect(rows.map(({ name, suspicious }) => [name.split(".")[0], suspicious])).toEqual([
      ...Array(3).fill(["198", 1]),
      ...Array(3).fill(["203", 0]),
    ]);
  });

  test("are counted by their mute", async () => {
    const { id } = await stored();
    const found = await findMute(reader, id);
    expect(found.hidden).toBe(3);
    expect(Date.now() - (found.newest as Date).getTime()).toBeLessThan(600_000);
  });

  test("equal a recount, and are counted anew with all else", async () => {
    await stored();
    expect(await rollupDifferences(store.pool)).toEqual([]);
    const before = (
      await store.pool.query("select * from smartlog.muted_rollups order by 1, 2, 3, 4, 5, 6, 7")
    ).rows;
    expect(before.length).toBeGreaterThan(5);
    await store.pool.query(
      "update smartlog.muted_rollups set events = events + 1; truncate smartlog.muted_days",
    );
    expect((await rollupDifferences(store.pool)).map(({ site }) => site)).toContain("(muted)");
    await rebuildRollups(store.pool);
    expect(await rollupDifferences(store.pool)).toEqual([]);
    expect(
      (await store.pool.query("select * from smartlog.muted_rollups order by 1, 2, 3, 4, 5, 6, 7")).rows,
    ).toEqual(before);
  });
});

test("SmartLog's own events are muted by reason, site, and the template that they are about", async () => {
  const surge = (n: number, why: string, site: string, template: string) =>
    writeOwnEvent(server, {
      kind: "rate",
      key: `${n}`,
      time: new Date(),
      severity: "medium",
      score: 0.9,
      why: [why],
      site,
      message: "120 lines in ten minutes, usually 10",
      details: { template },
    });
  await addMute(server, newMute(0, { template: null, reason: "rate:surge", site: "shop" }));
  await addMute(server, newMute(1));
  await surge(1, "rate:surge", "shop", "0000000f");
  await surge(2, "rate:surge", "blog", "0000000f");
  await surge(3, "rate:silence", "shop", "0000000f");
  await surge(4, "rate:silence", "blog", "00000001");
  const { rows } = await store.pool.query(
    "select why[1] as why, host, muted, mute::int from smartlog.events order by time, host, why",
  );
  expect(rows.filter(({ muted }) => muted).map(({ why, host, mute }) => [why, host, mute])).toEqual(
    expect.arrayContaining([
      ["rate:surge", "shop", 1],
      ["rate:silence", "blog", 2],
    ]),
  );
  expect(rows.filter(({ muted }) => muted)).toHaveLength(2);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("a source is muted as a whole where nothing but its network is named, up to attacks", async () => {
  await addMute(server, newMute(0, { template: null, source: "203.0.113.0/24", label: "attack" }));
  await addMute(server, newMute(0, { template: null, source: "198.51.100.0/24", label: "bot" }));
  await addMute(
    server,
    newMute(0, { template: null, source: "192.0.2.0/24", site: "shop", label: "attack" }),
  );
  const isMuted = async (ip: string) =>
    (await reader.query("select is_muted_source($1) as is", [ip])).rows[0].is;
  expect(await isMuted("203.0.113.7")).toBe(true);
  for (const ip of ["203.0.114.7", "198.51.100.7", "192.0.2.7", "2001:db8::7"])
    expect(await isMuted(ip), ip).toBe(false);
});

describe("rights and bounds", () => {
  const rejected = async (db: pg.Pool | pg.Client, sql: string) =>
    expect(db.query(sql), sql).rejects.toThrow(/permission denied/);
  const insert = (names: string, values: string, until = "now() + interval '1 day'") =>
    `insert into smartlog.mutes (${names}, label, who, until) values (${values}, 'anomaly', 'x', ${until})`;
  const sound = insert("template", "'0000000a'");

  test("the server's role adds and ends, and changes nothing that was said", async () => {
    await server.query(sound);
    await rejected(server, "update smartlog.mutes set label = 'attack'");
    await rejected(server, "update smartlog.mutes set until = until + interval '1 day'");
    await rejected(server, "delete from smartlog.mutes");
    await rejected(server, "update smartlog.muted_days set events = 0");
  });

  test("the trainer's role ends and gives templates, the reader's only reads", async () => {
    await server.query(sound);
    await rejected(trainer, sound);
    await rejected(trainer, "update smartlog.mutes set source = '203.0.113.0/24'");
    await trainer.query("update smartlog.mutes set ended_at = now(), ended_by = 'undone'");
    await reader.query("set default_transaction_read_only = off");
    await rejected(reader, sound);
    await rejected(reader, "update smartlog.mutes set ended_at = now()");
  });

  test.each([
    ["nothing named", insert("site", "'shop'")],
    ["everybody", insert("source", "'0.0.0.0/0'")],
    ["a quarter of IPv6", insert("source", "'2000::/3'")],
    ["no end for years", insert("template", "'0000000a'", "now() + interval '3 years'")],
    ["no template", insert("template", "'1'' or ''1'")],
    ["attacks by a template alone", sound.replace("'anomaly'", "'attack'")],
    ["ordinary lines", sound.replace("'anomaly'", "'normal'")],
  ])("refused: %s", async (_, sql) => {
    await expect(server.query(sql)).rejects.toThrow(/check constraint/);
  });
});
