/** Incidents as people find them, and what they do about them. */
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { acknowledge, close, mute, note, unmute } from "../../store/incidents/actions.ts";
import {
  countIncidents,
  findIncidents,
  type IncidentFilter,
  readIncident,
} from "../../store/incidents/find.ts";
import { eventMuteOf, incidentMuteText, previewIncidentMute } from "../../store/incidents/mute-preview.ts";
import { historyOf, membersOf, samplesOf, similarTo, sourcesOf } from "../../store/incidents/parts.ts";
import { serveUrl } from "../../store/roles.ts";
import { storeIncident } from "./incident.ts";
import { type TestStore, testStore } from "./test-store.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const tomorrow = () => new Date(Date.now() + DAY);

let store: TestStore;
/** As the server's role. */
let server: pg.Pool;
beforeAll(async () => {
  store = await testStore();
  server = new pg.Pool({ connectionString: await serveUrl(store) });
});
afterAll(async () => {
  await server?.end();
  await store?.close();
});
beforeEach(async () => {
  await store.pool.query("truncate smartlog.incidents restart identity cascade");
});

const state = async (id: string) => (await readIncident(server, id))?.state;
const entries = async (id: string) =>
  (await historyOf(server, id)).map(({ what, who, note: said }) => [what, who, said]);

describe("found", () => {
  const found = async (filter: IncidentFilter) =>
    (await findIncidents(server, filter)).incidents.map(({ id }) => id);

  test("an incident comes back as it was stored", async () => {
    const id = await storeIncident(store.pool, {
      source: "2001:db8::1",
      network: "203.0.113.0/24",
      users: ["root", "ann"],
      sites: ["web1"],
      targets: ["/.env"],
      succeeded: 2,
      bytes: 5_000_000_000,
      agent: "<b>curl</b>",
      sources: { "2001:db8::1": 3 },
    });
    expect(await readIncident(server, id)).toMatchObject({
      id,
      class: "scan",
      severity: "medium",
      state: "open",
      source: "2001:db8::1",
      network: "203.0.113.0/24",
      agent: "<b>curl</b>",
      events: 404,
      bytes: 5_000_000_000,
      succeeded: 2,
      sourceCount: 1,
      users: ["root", "ann"],
      userCount: 2,
      targets: ["/.env"],
      closedAt: null,
      parent: null,
      first: expect.any(Date),
    });
    for (const none of ["999", "0", "x", "", "9223372036854775808", "-1"])
      expect(await readIncident(server, none), none).toBeUndefined();
  });

  test("by state, severity, class, source, site, owner, words and time; parts of another only where asked for", async () => {
    const scan = await storeIncident(store.pool, {
      severity: "high",
      source: "203.0.113.9",
      site: "shop",
      last: ago(DAY),
    });
    const crowd = await storeIncident(store.pool, {
      class: "crowd",
      severity: "low",
      network: "198.51.100.0/24",
      sources: { "198.51.100.7": 1 },
      sites: ["blog", "shop"],
      owner: "ann",
      last: ago(9 * DAY),
    });
    const part = await storeIncident(store.pool, { parent: crowd, state: "closed", title: "50% of it_s" });
    expect(await found({})).toEqual([scan, crowd]);
    expect(await found({ withParts: true })).toEqual([part, scan, crowd]);
    expect(await found({ states: ["closed"], withParts: true })).toEqual([part]);
    expect(await found({ least: "medium" })).toEqual([scan]);
    expect(await found({ classes: ["crowd", "crawl"] })).toEqual([crowd]);
    expect(await found({ source: "203.0.113.9" })).toEqual([scan]);
    expect(await found({ source: "203.0" })).toEqual([scan]);
    expect(await found({ source: "198.51.100.7" })).toEqual([crowd]);
    expect(await found({ source: "198.51.0.0/16" })).toEqual([crowd]);
    expect(await found({ source: "no address'" })).toEqual([]);
    expect(await found({ site: "shop" })).toEqual([scan, crowd]);
    expect(await found({ owner: "ann" })).toEqual([crowd]);
    expect(await found({ text: "50% OF IT_S", withParts: true })).toEqual([part]);
    expect(await found({ text: "%", withParts: true })).toEqual([part]);
    expect(await found({ since: ago(2 * DAY) })).toEqual([scan]);
    expect(await found({ until: ago(2 * DAY) })).toEqual([crowd]);
  });

  test.each(["newest", "urgent"] as const)(
    "%s first, in pages that neither lose nor repeat one",
    async (order) => {
      const last = ago(MINUTE);
      const severities = ["low", "critical", "medium", "high"] as const;
      for (let n = 0; n < 23; n++)
        await storeIncident(store.pool, {
          key: String(n),
          severity: severities[n % 4] as "low",
          ...(n % 3 === 0 ? { state: "acknowledged" as const } : {}),
          last: new Date(last.getTime() - Math.floor(n / 8) * 1000),
        });
      const whole = (await findIncidents(server, {}, { order, limit: 100 })).incidents;
      expect(whole.length).toBe(23);
      const ranks = whole.map(
        ({ state: is, severity }) =>
          (is === "open" ? 0 : 4) + ["critical", "high", "medium", "low"].indexOf(severity),
      );
      const times = whole.map(({ last: at }) => -at.getTime());
      const keys = order === "urgent" ? ranks : times;
      expect(keys).toEqual([...keys].sort((a, b) => a - b));
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await findIncidents(server, {}, { order, limit: 5, cursor });
        paged.push(...page.incidents.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(paged).toEqual(whole.map(({ id }) => id));
      await expect(findIncidents(server, {}, { cursor: "1.2.3; drop" })).rejects.toMatchObject({
        code: "BAD_ARGUMENT",
      });
    },
  );

  test("they are counted by state and severity, those that are closed or part of another left out", async () => {
    const id = await storeIncident(store.pool, { severity: "high" });
    await storeIncident(store.pool, { severity: "high" });
    await storeIncident(store.pool, { severity: "high", parent: id });
    await storeIncident(store.pool, { severity: "critical", state: "acknowledged" });
    await storeIncident(store.pool, { state: "closed" });
    expect(await countIncidents(server)).toEqual([
      { state: "acknowledged", severity: "critical", incidents: 1 },
      { state: "open", severity: "high", incidents: 2 },
    ]);
  });

  test("with who took part, their lines, parts, and others like it", async () => {
    await store.pool.query(
      "insert into smartlog.crawlers (ip, crawler, status, method, host) values ('203.0.113.7', 'Googlebot', 'impostor', 'reverse-dns', '')",
    );
    const before = await storeIncident(store.pool, { key: "k", state: "closed", last: ago(3 * DAY) });
    const id = await storeIncident(store.pool, {
      key: "k",
      source: "203.0.113.7",
      sources: { "203.0.113.7": 9, "10.0.0.1": 30 },
      samples: [{ line: "GET /.env\u0007 <b>", hit: "/.env", why: ["attack:probe"] }, { line: "two" }],
    });
    const bySame = await storeIncident(store.pool, {
      class: "brute-force",
      key: "x",
      sources: { "203.0.113.7": 2 },
    });
    const part = await storeIncident(store.pool, { parent: id, sources: { "203.0.113.7": 1 } });
    expect(await sourcesOf(server, id)).toMatchObject([
      { ip: "10.0.0.1", crawler: null, status: null, events: 30 },
      { ip: "203.0.113.7", crawler: "Googlebot", status: "impostor", events: 9, succeeded: 0 },
    ]);
    expect(await samplesOf(server, id)).toMatchObject([
      { nth: 1, event: "00000000000000aa", line: "GET /.env\u0007 <b>", hit: "/.env", why: ["attack:probe"] },
      { nth: 2, line: "two", hit: null, why: null },
    ]);
    expect((await membersOf(server, id)).map((each) => each.id)).toEqual([part]);
    const incident = (await readIncident(server, id)) as NonNullable<
      Awaited<ReturnType<typeof readIncident>>
    >;
    expect((await similarTo(server, incident)).map((each) => each.id)).toEqual([bySame, before]);
  });
});

describe("acted upon", () => {
  test("an open one is acknowledged once; one that is closed stays so", async () => {
    const open = await storeIncident(store.pool);
    const closed = await storeIncident(store.pool, { state: "closed" });
    const muted = await storeIncident(store.pool, { state: "muted", mutedUntil: tomorrow() });
    expect(
      await acknowledge(server, [open, closed, muted, "77", open, "x"], { who: " Ann\0 ", note: "on it" }),
    ).toEqual({
      changed: [open],
      left: [
        { id: closed, state: "closed" },
        { id: muted, state: "muted" },
        { id: "77", state: "gone" },
        { id: "x", state: "gone" },
      ],
    });
    expect(await acknowledge(server, [open], { who: "Bob" })).toEqual({
      changed: [],
      left: [{ id: open, state: "acknowledged" }],
    });
    expect(await readIncident(server, open)).toMatchObject({ state: "acknowledged", acknowledgedBy: "Ann" });
    expect(await state(closed)).toBe("closed");
    expect(await entries(open)).toEqual([
      ["opened", null, ""],
      ["acknowledged", "Ann", "on it"],
    ]);
    expect((await entries(closed)).length).toBe(1);
  });

  test("a mute is of the class and key until a day, and ends where somebody says so", async () => {
    const id = await storeIncident(store.pool, { key: "k" });
    await acknowledge(server, [id], { who: "Ann" });
    const until = new Date("2099-12-24T06:00Z");
    await expect(mute(server, [id], until, { who: "Ann" })).rejects.toMatchObject({ code: "NOT_MUTED" });
    await expect(mute(server, [id], ago(1), { who: "Ann" })).rejects.toMatchObject({ code: "NOT_MUTED" });
    const end = tomorrow();
    expect(await mute(server, [id], end, { who: "Ann", note: "our own scan" })).toEqual({
      changed: [id],
      left: [],
    });
    expect(await readIncident(server, id)).toMatchObject({ state: "muted", mutedBy: "Ann", mutedUntil: end });
    expect(await mute(server, [id], end, { who: "Ann" })).toMatchObject({ changed: [] });
    const later = new Date(end.getTime() + DAY);
    expect(await mute(server, [id], later, { who: "Bob" })).toMatchObject({ changed: [id] });
    expect(await unmute(server, [id], { who: "Bob" })).toMatchObject({ changed: [id] });
    expect(await readIncident(server, id)).toMatchObject({
      state: "acknowledged",
      mutedUntil: null,
      mutedBy: null,
    });
    expect(await unmute(server, [id], { who: "Bob" })).toMatchObject({
      left: [{ id, state: "acknowledged" }],
    });
    const day = end.toISOString().slice(0, 16).replace("T", " ");
    expect((await entries(id)).slice(2, 3)).toEqual([["muted", "Ann", `until ${day} UTC: our own scan`]]);
  });

  test("where it is over already, the mute holds for what comes; of several of a class and key the one that isn't closed is muted", async () => {
    const old = await storeIncident(store.pool, { key: "k", state: "closed", last: ago(2 * DAY) });
    const older = await storeIncident(store.pool, { key: "k", state: "closed", last: ago(9 * DAY) });
    expect(await mute(server, [old, older], tomorrow(), { who: "Ann" })).toEqual({
      changed: [old],
      left: [],
    });
    expect(await readIncident(server, old)).toMatchObject({ state: "muted", closedAt: null, closedBy: null });
    await close(server, [old], { who: "Ann" });
    const open = await storeIncident(store.pool, { key: "k" });
    expect(await mute(server, [old], tomorrow(), { who: "Ann" })).toEqual({ changed: [open], left: [] });
    expect([await state(old), await state(open)]).toEqual(["closed", "muted"]);
  });

  test("one that is closed by a person says who; nobody is called as SmartLog is", async () => {
    const [a, b] = [
      await storeIncident(store.pool),
      await storeIncident(store.pool, { state: "acknowledged" }),
    ];
    expect((await close(server, [a, b], { who: "quiet" })).changed).toEqual([a, b]);
    expect(await readIncident(server, a)).toMatchObject({
      state: "closed",
      closedBy: "“quiet”",
      closedAt: expect.any(Date),
    });
    expect((await close(server, [a], { who: "Bob" })).left).toEqual([{ id: a, state: "closed" }]);
  });

  test("notes are kept, up to a bound", async () => {
    const id = await storeIncident(store.pool, { state: "closed" });
    await note(server, id, { who: "Ann", note: ` it was <b>us</b>\0 ${"x".repeat(9_000)}` });
    const [, noted] = await entries(id);
    expect(noted?.slice(0, 2)).toEqual(["noted", "Ann"]);
    expect(noted?.[2]).toMatch(/^it was <b>us<\/b> x{1900}/);
    await expect(note(server, id, { who: "Ann", note: " " })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
    for (const none of ["99", "no"])
      await expect(note(server, none, { who: "Ann", note: "x" })).rejects.toMatchObject({
        code: "NO_SUCH_ENTRY",
      });
    await store.pool.query(
      "insert into smartlog.incident_history (incident, what, severity, who) select $1, 'noted', 'low', 'x' from generate_series(1, 199)",
      [id],
    );
    await expect(note(server, id, { who: "Ann", note: "x" })).rejects.toMatchObject({
      code: "INCIDENT_FULL",
    });
  });

  test("many at once are bounded", async () => {
    const ids = Array.from({ length: 201 }, (_, n) => String(n + 1));
    await expect(acknowledge(server, ids, { who: "Ann" })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
  });

  test("an incident that a pass closes at the same moment stays closed, and no entry says otherwise", async () => {
    const id = await storeIncident(store.pool);
    const pass = await store.pool.connect();
    await pass.query("begin");
    await pass.query(
      "update smartlog.incidents set state = 'closed', closed_at = now(), closed_by = 'quiet' where id = $1",
      [id],
    );
    const acted = acknowledge(server, [id], { who: "Ann" });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await pass.query("commit");
    pass.release();
    expect(await acted).toEqual({ changed: [], left: [{ id, state: "closed" }] });
    expect(await state(id)).toBe("closed");
    expect(await entries(id)).toEqual([["opened", null, ""]]);
  });

  test("a mute of a closed one whose like is opened at the same moment mutes that", async () => {
    const old = await storeIncident(store.pool, { key: "k", state: "closed", last: ago(DAY) });
    const pass = await store.pool.connect();
    await pass.query("begin");
    const open = await storeIncident(pass, { key: "k" });
    const acted = mute(server, [old], tomorrow(), { who: "Ann" });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await pass.query("commit");
    pass.release();
    expect(await acted).toEqual({ changed: [open], left: [] });
    expect([await state(old), await state(open)]).toEqual(["closed", "muted"]);
  });

  test("two people who act on the same ones in other orders don't wait for each other", async () => {
    const ids = [];
    for (let n = 0; n < 40; n++) ids.push(await storeIncident(store.pool, { key: String(n) }));
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        mute(server, ids, tomorrow(), { who: "Ann" }),
        close(server, [...ids].reverse(), { who: "Bob" }),
        acknowledge(server, ids, { who: "Eve" }),
      ]);
    }
  });
});

test("a reader may look, and do nothing", async () => {
  const id = await storeIncident(store.pool);
  const reader = await store.as("read");
  expect((await findIncidents(reader)).incidents.length).toBe(1);
  await reader.query("set default_transaction_read_only = off");
  await expect(acknowledge(reader, [id], { who: "x" })).rejects.toThrow(/permission denied/);
  await reader.end();
});

test("what a mute would have hidden is said in a sentence, and which mute of events fits", async () => {
  await storeIncident(store.pool, {
    key: "k",
    state: "closed",
    last: ago(3 * DAY),
    severity: "high",
    reopened: 2,
    events: 1000,
  });
  await storeIncident(store.pool, { key: "k", state: "closed", last: ago(40 * DAY) });
  const id = await storeIncident(store.pool, { key: "k", events: 4 });
  await storeIncident(store.pool, { key: "other" });
  expect(incidentMuteText(await previewIncidentMute(server, [id]))).toBe(
    "It would have hidden 2 incidents of the last 30 days (1 high, 1 medium, opened again 2 times) with 1,004 events.",
  );
  expect(incidentMuteText(await previewIncidentMute(server, ["99"]))).toBe(
    "It would have hidden nothing in the last 30 days.",
  );
  const of = async (given: Parameters<typeof storeIncident>[1]) =>
    eventMuteOf((await readIncident(server, await storeIncident(store.pool, given))) as never);
  expect(await of({ source: "203.0.113.7" })).toEqual({ source: "203.0.113.7", site: null, label: "attack" });
  expect(await of({ class: "crawl", network: "203.0.113.0/24", site: "shop" })).toEqual({
    source: "203.0.113.0/24",
    site: "shop",
    label: "bot",
  });
  expect(await of({ class: "new-pattern", tpl: "5f0c2a11" })).toMatchObject({
    template: "5f0c2a11",
    label: "anomaly",
  });
  expect(await of({ class: "crowd" })).toBeUndefined();
});
