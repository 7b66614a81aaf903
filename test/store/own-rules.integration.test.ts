/** Rules that people made: kept, bounded, and taken together with SmartLog's own. */
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadRules } from "../../rules/lib/load.ts";
import { withOwn } from "../../rules/lib/own.ts";
import { readOwnRules, removeOwnRule, saveOwnRule, switchRule } from "../../store/incidents/own-rules.ts";
import { serveUrl } from "../../store/roles.ts";
import { type TestStore, testStore } from "./test-store.ts";

const MINE = "title: Mine\nmatch: { kind: web }\ndo: Look.\n";

let store: TestStore;
let server: pg.Pool;
beforeAll(async () => {
  store = await testStore();
  server = new pg.Pool({ connectionString: await serveUrl(store) });
});
afterAll(async () => {
  await server?.end();
  await store?.close();
});
beforeEach(() => store.pool.query("truncate smartlog.own_rules"));

const acting = async () => {
  const { rules, unusable } = withOwn(loadRules(), await readOwnRules(server));
  return { titles: new Map(rules.map((rule) => [rule.class, rule.title])), unusable };
};

test("an own rule is added, changed, switched off and on, and removed", async () => {
  await saveOwnRule(server, { name: "mine", text: MINE }, " Ann ");
  expect((await acting()).titles.get("mine")).toBe("Mine");
  expect(await readOwnRules(server)).toMatchObject([{ name: "mine", text: MINE, isOn: true, who: "Ann" }]);
  await saveOwnRule(server, { name: "mine", text: MINE.replace("Mine", "Ours") }, "Bob");
  expect((await acting()).titles.get("mine")).toBe("Ours");
  await switchRule(server, "mine", false, "Bob");
  expect((await acting()).titles.has("mine")).toBe(false);
  await switchRule(server, "mine", true, "Bob");
  expect((await acting()).titles.get("mine")).toBe("Ours");
  expect(await removeOwnRule(server, "mine")).toBe(true);
  expect(await removeOwnRule(server, "mine")).toBe(false);
  expect(await readOwnRules(server)).toEqual([]);
});

test("a rule of SmartLog's is switched off and on again, or replaced until the own one is removed", async () => {
  const scan = (await acting()).titles.get("scan");
  await switchRule(server, "scan", false, "Ann");
  expect((await acting()).titles.has("scan")).toBe(false);
  await switchRule(server, "scan", true, "Ann");
  expect(await readOwnRules(server)).toEqual([]);
  await saveOwnRule(server, { name: "scan", text: MINE }, "Ann");
  expect((await acting()).titles.get("scan")).toBe("Mine");
  await switchRule(server, "scan", false, "Ann");
  expect((await acting()).titles.has("scan")).toBe(false);
  await removeOwnRule(server, "scan");
  expect((await acting()).titles.get("scan")).toBe(scan);
});

test("one that can't be used is named, and takes no other's place", async () => {
  await saveOwnRule(server, { name: "scan", text: "title: [" }, "Ann");
  await saveOwnRule(server, { name: "mine", text: MINE }, "Ann");
  const { titles, unusable } = await acting();
  expect(titles.get("scan")).not.toBe("Mine");
  expect(titles.get("mine")).toBe("Mine");
  expect(unusable).toEqual([{ name: "scan", message: expect.stringMatching(/^line 1/) }]);
});

test("there are 50 at most, however many are added at once", async () => {
  const add = (n: number) => saveOwnRule(server, { name: `own-${n}`, text: MINE }, "Ann");
  const results = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => add(n)));
  expect(results.filter(({ status }) => status === "fulfilled").length).toBe(50);
  const refused = results.find((each) => each.status === "rejected") as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: "RULES_FULL" });
  const name = (await readOwnRules(server))[0]?.name ?? "";
  await saveOwnRule(server, { name, text: MINE }, "Ann");
  await expect(switchRule(server, "scan", false, "Ann")).rejects.toMatchObject({ code: "RULES_FULL" });
});

test("a reader changes none", async () => {
  const reader = await store.as("read");
  await reader.query("set default_transaction_read_only = off");
  await expect(saveOwnRule(reader, { name: "mine", text: MINE }, "x")).rejects.toThrow(/permission denied/);
  await reader.end();
});
