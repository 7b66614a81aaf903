/** What is told of incidents, to whom and when: by a clock of the test's own, over a real store. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig, type WatchConfig } from "../../watch/config/config.ts";
import { planMessages } from "../../watch/tell/plan.ts";
import type { Planned } from "../../watch/tell/planned.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { change, putIncident } from "./incident-rows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Wednesday. */
const START = Date.parse("2026-11-25T12:00:00Z");
const RULES = new Map([
  ["brute-force", { do: "Look whether a login succeeded." }],
  ["failing-service", { do: "Look at the deploy.", channels: ["pager"] }],
]);

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(() => store.pool.query("truncate smartlog.incidents, smartlog.messages, smartlog.owners cascade"));

function configOf(owners: string, secret = ""): WatchConfig {
  const text = `link: https://logs.example.org
${secret}time_zone: UTC
channels:
  mail: { type: smtp, host: localhost, tls: none, from: a@example.org, to: b@example.org }
  pager: { type: pagerduty, key: 0123456789abcdef }
  chat: { type: slack, url: https://hooks.example.org/x }
owners:
${owners.replace(/^/gm, "  ")}`;
  return readConfig("watch.yaml", text, {});
}

const OPS = configOf("ops: { channels: [mail], digest: off }");

/** The plan of so many minutes after the start: changes and titles, or the digest's lines. */
async function at(
  minutes: number,
  config: WatchConfig = OPS,
  options: Partial<Parameters<typeof planMessages>[2]> = {},
): Promise<Planned[]> {
  return (
    (await planMessages(store.pool, config, {
      rules: RULES,
      now: new Date(START + minutes * MINUTE),
      ...options,
    })) ?? []
  );
}

const put = (row: Parameters<typeof putIncident>[1] = {}, minutes = 0) =>
  putIncident(store.pool, { last: new Date(START + minutes * MINUTE), ...row });
const changes = (planned: readonly Planned[]) =>
  planned.map(({ message }) => message.items.map((item) => item.change));

describe("an incident", () => {
  test("is told once, with its advice, at the first plan that sees it", async () => {
    await at(0);
    const id = await put({}, 1);
    const planned = await at(1);
    expect(planned).toMatchObject([
      {
        channels: ["mail"],
        message: {
          owner: "ops",
          kind: "told",
          severity: "high",
          title: "37 names tried on web1 from 203.0.113.7 in 4 minutes, none succeeded",
          items: [
            {
              incident: id,
              change: "opened",
              advice: "Look whether a login succeeded.",
              where: "203.0.113.7 · 37 events",
            },
          ],
        },
      },
    ]);
    expect(await at(2)).toEqual([]);
    expect(await at(200)).toEqual([]);
  });

  test("of low severity, muted, acknowledged, closed by a person or part of another is not told", async () => {
    await at(0);
    const parent = await put({ severity: "low" });
    await put({ severity: "low" });
    await put({ state: "muted" });
    await put({ state: "acknowledged" });
    await put({ state: "closed", closedBy: "anna" }, 1);
    await put({ parent });
    expect(await at(2)).toEqual([]);
  });

  test("is told again when it gets worse, even where somebody has it; not when it only goes on", async () => {
    const id = await put({ severity: "medium" });
    await at(0);
    await change(store.pool, id, { last: new Date(START + 2 * MINUTE) });
    expect(await at(2)).toEqual([]);
    await change(store.pool, id, { severity: "critical", state: "acknowledged" });
    expect(changes(await at(3))).toEqual([["raised"]]);
    expect(await at(4)).toEqual([]);
  });

  test("that is over is told to be over, once, as an answer to the first message", async () => {
    const id = await put();
    const [first] = await at(0);
    await change(store.pool, id, { state: "closed", last: new Date(START + 5 * MINUTE) });
    const [over] = await at(6);
    expect(over?.message).toMatchObject({
      items: [{ change: "closed" }],
      title: expect.stringMatching(/^Over: /),
    });
    expect(over?.message.answers).toBe(`${first?.message.id}.${START.toString(36)}`);
    expect(await at(7)).toEqual([]);
  });

  test("that opens again is told again, not more often than each half hour", async () => {
    const id = await put();
    await at(0);
    await change(store.pool, id, { state: "closed" });
    await at(5);
    await change(store.pool, id, { state: "open", reopened: 1 });
    expect(await at(10)).toEqual([]);
    expect(changes(await at(36))).toEqual([["reopened"]]);
    expect(await at(37)).toEqual([]);
  });

  test("that came and went between two plans is told; one of last week, or of the time before the owner, is not", async () => {
    await put({ state: "closed" }, -60);
    await at(0);
    await put({ state: "closed", last: new Date(START - 8 * 24 * HOUR), closedAt: new Date(START + MINUTE) });
    expect(await at(1)).toEqual([]);
    await put({ state: "closed" }, 2);
    expect(changes(await at(3))).toEqual([["over"]]);
    expect(await at(4)).toEqual([]);
  });

  test("is told again while it goes on and nobody has it: critical each four hours, high each day", async () => {
    const critical = await put({ severity: "critical" });
    await put({ severity: "high" });
    await at(0);
    expect(await at(239)).toEqual([]);
    expect(changes(await at(240))).toEqual([["repeated"]]);
    await change(store.pool, critical, { state: "acknowledged" });
    expect(await at(481)).toEqual([]);
    expect(changes(await at(24 * 60))).toEqual([["repeated"]]);
  });
});

describe("messages", () => {
  test("of one moment are one; what comes shortly after waits for the next, critical ones do not", async () => {
    await put({ title: "first" });
    await put({ title: "second" });
    const [both] = await at(0);
    expect(both?.message).toMatchObject({
      title: "2 incidents, the worst high: first",
      items: [{ title: "first" }, { title: "second" }],
    });
    await put({ title: "third" });
    await put({ title: "fourth", severity: "critical" });
    const [urgent, ...none] = await at(0.5);
    expect(none).toEqual([]);
    expect(urgent?.message.title).toBe("Critical: fourth");
    expect((await at(0.75)).map(({ message }) => message.title)).toEqual(["third"]);
  });

  test("stay within the day's budget, the last says so, and critical ones come always", async () => {
    const config = configOf("ops: { channels: [mail], budget: 2, digest: off }");
    await at(0, config);
    const notes: string[] = [];
    for (let n = 1; n <= 4; n++) {
      await put({}, n);
      notes.push(...(await at(n, config)).map(({ message }) => message.note));
    }
    expect(notes).toEqual(["", expect.stringContaining("message 2 of 2 today")]);
    await put({ severity: "critical" }, 5);
    expect(changes(await at(5, config))).toEqual([["opened"]]);
    // The next day has a budget of its own.
    expect(changes(await at(12 * 60, config))).toEqual([["repeated", "opened", "opened"]]);
  });

  test("wait for the end of quiet hours, and come together; critical ones wake people", async () => {
    const config = configOf('ops: { channels: [mail], quiet_hours: "22:00-07:00", digest: off }');
    await at(9.9 * 60, config);
    await put({}, 10 * 60);
    await put({}, 12 * 60);
    expect(await at(12 * 60, config)).toEqual([]);
    await put({ severity: "critical" }, 13 * 60);
    expect(changes(await at(13 * 60, config))).toEqual([["opened"]]);
    expect(changes(await at(18.9 * 60, config))).toEqual([["repeated"]]);
    expect(changes(await at(19 * 60, config))).toEqual([["opened", "opened"]]);
  });

  test("have what belongs to the owner: by a rule's owner, by class, service and site", async () => {
    const config = configOf(`ops: { channels: [mail], digest: off }
shop: { channels: [chat], digest: off, only: { services: [shop], sites: [shop.example.org] } }
dba: { channels: [chat], digest: off, only: { classes: [nothing-else] } }`);
    await put({ title: "a", service: "shop" });
    await put({ title: "b", site: "www.example.org" });
    await put({ title: "c", owner: "dba" });
    await put({ title: "d", owner: "who has left" });
    const told = (await at(0, config)).map(({ message }) => [
      message.owner,
      ...message.items.map(({ title }) => title),
    ]);
    expect(told).toEqual([
      ["ops", "a", "b", "d"],
      ["shop", "a"],
      ["dba", "c"],
    ]);
  });

  test("of a rule with channels of its own go there", async () => {
    await put({ class: "failing-service" });
    await put();
    expect((await at(0)).map(({ channels }) => channels)).toEqual([["pager"], ["mail"]]);
  });

  test("escalate step by step while nobody acknowledges", async () => {
    const config = configOf(`ops:
  channels: [mail]
  digest: off
  repeat: off
  escalation: { steps: [{ after: 30m, channels: [chat] }, { after: 2h, channels: [pager, chat] }] }`);
    await put({ severity: "high" });
    const id = await put({ severity: "critical" });
    await at(0, config);
    expect(await at(29, config)).toEqual([]);
    expect(await at(30, config)).toMatchObject([
      { channels: ["chat"], message: { kind: "escalated", items: [{ incident: id }] } },
    ]);
    expect(await at(31, config)).toEqual([]);
    expect(await at(119, config)).toEqual([]);
    expect(await at(120, config)).toMatchObject([{ channels: ["pager", "chat"] }]);
    expect(await at(1_000, config)).toEqual([]);
  });
});

describe("the digest", () => {
  const config = configOf('ops: { channels: [mail], budget: 1, digest: { at: "08:00", report: friday } }');
  const EIGHT = 20 * 60;

  test("has what waited, once, and what is of no consequence as a count", async () => {
    await at(0, config);
    await put({ title: "told" }, 1);
    await put({ severity: "low", class: "scan" }, 1);
    await at(1, config);
    await put({ title: "waits" }, 2);
    const over = await put({ title: "waits, over" }, 2);
    await change(store.pool, over, { state: "closed" });
    expect(await at(3, config)).toEqual([]);
    // The next day has a budget again, which the two would use: it is the digest's day that counts.
    const quiet = configOf('ops: { channels: [mail], budget: 0, digest: { at: "08:00", report: off } }');
    expect(await at(EIGHT - 1, quiet)).toEqual([]);
    const [digest, ...more] = await at(EIGHT, quiet);
    expect(more).toEqual([]);
    expect(digest?.message).toMatchObject({
      kind: "digest",
      title: "2 incidents since the last digest",
      text: ["2 incidents waited for this digest, 1 still open", "1 of no consequence: 1 scan"],
    });
    expect(digest?.message.items.map(({ title, change }) => [title, change])).toEqual([
      ["waits", "opened"],
      ["waits, over", "over"],
    ]);
    expect(await at(EIGHT + 1, quiet)).toEqual([]);
    expect(await at(EIGHT + 24 * 60, quiet)).toEqual([]);
  });

  test("comes with the week's report on its day, even where nothing waits", async () => {
    const report = async (from: Date, to: Date) => [
      `all is well from ${from.toISOString()} to ${to.toISOString()}`,
    ];
    await at(0, config, { report });
    expect(await at(EIGHT, config, { report })).toEqual([]);
    const [friday] = await at(EIGHT + 24 * 60, config, { report });
    expect(friday?.message).toMatchObject({
      title: "The week's report",
      text: ["all is well from 2026-11-20T08:00:00.000Z to 2026-11-27T08:00:00.000Z"],
    });
    expect(await at(EIGHT + 25 * 60, config, { report })).toEqual([]);
    expect(await at(EIGHT + 7 * 24 * 60, config, { report })).toEqual([]);
    expect(await at(EIGHT + 8 * 24 * 60, config, { report })).toHaveLength(1);
  });
});

test("a dry run keeps nothing: the same is told afterwards", async () => {
  await put();
  const [dry] = await at(0, OPS, { dryRun: true });
  expect(dry?.message.items).toHaveLength(1);
  expect((await store.pool.query("select from smartlog.messages")).rowCount).toBe(0);
  expect(changes(await at(0))).toEqual([["opened"]]);
});

test("of two who plan at one moment one does, and nothing is told twice", async () => {
  for (let n = 0; n < 50; n++) await put();
  const all = await Promise.all(
    Array.from({ length: 5 }, () => planMessages(store.pool, OPS, { rules: RULES, now: new Date(START) })),
  );
  const planned = all.flatMap((each) => each ?? []);
  expect(planned).toHaveLength(1);
  expect(planned[0]?.message).toMatchObject({ more: 30 });
  expect((await store.pool.query("select from smartlog.told")).rowCount).toBe(50);
});
