/** Incidents by the command: list, show, ack, mute, unmute, close, note. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readIncident } from "../../store/incidents/find.ts";
import { storeIncident } from "../store/incident.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

const EVIL = "\u001b[2J\u202eevil\r\nsmartlog: forged";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.pool.query("truncate smartlog.incidents restart identity cascade");
});

const run = (...args: string[]) =>
  smartlog(["incidents", ...args], { env: { DATABASE_URL: store.url, SMARTLOG_WHO: "ann" } });
const add = (given: Parameters<typeof storeIncident>[1] = {}) => storeIncident(store.pool, given);
const state = async (id: string) => (await readIncident(store.pool, id))?.state;

test("a list has what isn't closed, what is open and gravest first, and is narrowed by options", async () => {
  await add({ title: "a low one", severity: "low", source: "203.0.113.7" });
  await add({ title: "a known one", severity: "critical", state: "acknowledged" });
  await add({
    title: "a high one",
    severity: "high",
    class: "crowd",
    last: new Date(Date.now() - 172_800_000),
  });
  await add({ title: "one that is over", state: "closed" });
  const titles = async (...args: string[]) => {
    const { code, stdout } = await run("list", ...args);
    expect(code).toBe(0);
    return [...stdout.matchAll(/\b(an?|one) (\w+)/g)].map(([, , word]) => word);
  };
  expect(await titles()).toEqual(["high", "low", "known"]);
  expect(await titles("--state", "all", "--severity", "medium")).toEqual(["high", "known", "that"]);
  expect(await titles("--class", "crowd")).toEqual(["high"]);
  expect(await titles("--source", "203.0.113.0/24")).toEqual(["low"]);
  expect(await titles("--since", "24h")).toEqual(["low", "known"]);
  expect(await titles("--words", "KNOWN")).toEqual(["known"]);
  expect((await run("list", "--limit", "1")).stdout).toContain("There are more");
  expect((await run("list", "--state", "muted")).stdout).toBe("No incident fits.\n");
  expect(JSON.parse((await run("list", "--json")).stdout)).toMatchObject([
    { title: "a high one", class: "crowd" },
    { title: "a low one" },
    { title: "a known one" },
  ]);
});

test("one is shown with its lines, sources, history and what to do; nothing in it moves the cursor", async () => {
  const id = await add({
    title: EVIL,
    users: [EVIL],
    targets: [EVIL],
    sites: [EVIL],
    sources: { "203.0.113.7": 9 },
    samples: [{ line: EVIL }],
  });
  await run("note", id, EVIL);
  for (const args of [["list"], ["show", id], ["list", "--json"], ["show", id, "--json"]]) {
    const { code, stdout } = await run(...args);
    expect(code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout, args.join(" ")).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    if (!args.includes("--json")) expect(stdout, args.join(" ")).not.toContain("\u202e");
    expect(stdout, args.join(" ")).not.toMatch(/^smartlog: forged/m);
  }
  const { stdout } = await run("show", id);
  expect(stdout).toMatch(/to do +See what was answered 2xx/);
  expect(stdout).toMatch(/203\.0\.113\.7 +\S+ +9 events/);
  expect(stdout).toMatch(/opened, medium\n.*noted by ann: /);
});

test("several are acknowledged; what was left, and why, is said", async () => {
  const [a, closed] = [await add(), await add({ state: "closed" })];
  const { code, stdout } = await run("ack", a, closed, "99", "--note", "on it");
  expect([code, stdout]).toEqual([
    0,
    `acknowledged: ${a}\n${closed} is left as it is: closed\nthere is no incident 99\n`,
  ]);
  expect(await readIncident(store.pool, a)).toMatchObject({ state: "acknowledged", acknowledgedBy: "ann" });
  const again = await run("ack", a);
  expect([again.code, again.stderr]).toEqual([1, `smartlog: ${a} is left as it is: acknowledged\n`]);
  const json = await run("ack", a, "--json");
  expect([json.code, JSON.parse(json.stdout)]).toEqual([
    1,
    { changed: [], left: [{ id: a, state: "acknowledged" }] },
  ]);
});

test("one is muted after saying what that would have hidden, unmuted, and closed", async () => {
  const id = await add({ events: 12 });
  const muted = await run("mute", id, "--days", "2", "--note", "ours");
  expect([muted.code, muted.stderr]).toEqual([
    0,
    "smartlog: It would have hidden 1 incident of the last 30 days (1 medium) with 12 events.\n",
  ]);
  expect(muted.stdout).toMatch(new RegExp(`^muted until 20\\S+Z: ${id}\n$`));
  expect(await state(id)).toBe("muted");
  expect((await run("show", id)).stdout).toMatch(/state +muted until 20.* UTC by ann/);
  expect((await run("unmute", id, "--who", "bob")).stdout).toBe(`unmuted: ${id}\n`);
  expect((await run("close", id)).stdout).toBe(`closed: ${id}\n`);
  expect(await state(id)).toBe("closed");
});

describe("what can't be done is refused:", () => {
  test.each([
    [["show", "99"], 1, /there is no incident 99/],
    [["show", "x"], 2, /an incident's number/],
    [["ack"], 2, /missing required argument/],
    [["ack", "1;2"], 2, /an incident's number/],
    [["mute", "1", "--days", "0"], 2, /from 1 to 366/],
    [["mute", "1", "--until", "2020-01-01"], 1, /in the future/],
    [["note", "99", "x"], 1, /no incident of this number/],
    [["list", "--since", "1y"], 2, /has to be a time, as 2h/],
    [["list", "--state", "lost"], 2, /Allowed choices/],
  ])("%j", async (args, code, message) => {
    const { code: ended, stderr } = await run(...args);
    expect([ended, stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
