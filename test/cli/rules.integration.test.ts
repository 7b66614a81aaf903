/** Rules by the command: list, check, test. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveOwnRule, switchRule } from "../../store/incidents/own-rules.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

const MINE = `title: Probes of ours
match: { label: attack, path: '/.env*' }
per: source
least: { events: 25 }
within: 300s
severity: high
do: Look.
owner: ann
`;

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await testStore();
  folder = mkdtempSync(join(tmpdir(), "smartlog-rules-"));
  writeFileSync(join(folder, "probes.yaml"), MINE);
  writeFileSync(join(folder, "wrong.yaml"), MINE.replace("events: 25", "events: many"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store?.close();
});

const run = (...args: string[]) => smartlog(["rules", ...args], { env: { DATABASE_URL: store.url } });
const file = (name: string) => join(folder, name);

test("rules that act are listed in words, with what people made of them", async () => {
  await saveOwnRule(store.pool, { name: "mine", text: MINE }, "ann");
  await saveOwnRule(store.pool, { name: "broken", text: "title: [" }, "ann");
  await switchRule(store.pool, "scan", false, "ann");
  const { code, stdout } = await run("list");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^mine: Probes of ours\n {2}Counts events: label is attack, path is \/\.env\*\.\n/m);
  expect(stdout).toMatch(/^ {2}Tells ann\.$/m);
  expect(stdout).toMatch(/^broken\n {2}can't be used: line 1/m);
  expect(stdout).not.toMatch(/^scan:/m);
  expect(JSON.parse((await run("list", "--json")).stdout).unusable).toMatchObject([{ name: "broken" }]);
});

test("a file is checked without a store", async () => {
  const { code, stdout } = await smartlog(["rules", "check", file("probes.yaml")]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^probes: Probes of ours\n {2}Counts events/)]);
  const wrong = await smartlog(["rules", "check", file("probes.yaml"), file("wrong.yaml")]);
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/wrong\.yaml: least.* whole number/)]);
  expect((await smartlog(["rules", "check", file("none.yaml")])).stderr).toMatch(
    /none\.yaml: .*no such file/,
  );
});

test("a rule is tried on what is stored, and keeps nothing", async () => {
  await storeLines(
    store.pool,
    Array.from({ length: 30 }, (_, n) => accessLine("203.0.113.7", `GET /.env${n}.bak`, 404, 120 + n)),
  );
  const { code, stdout } = await run("test", file("probes.yaml"));
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(
      /It would have found 1 incident in the last 24 hours\.\n +high .* 30 {2}Probes of ours: 30 events/,
    ),
  ]);
  expect((await run("test", file("probes.yaml"), "--since", "1m")).stdout).toMatch(
    /would have found no incident/,
  );
  expect(JSON.parse((await run("test", file("probes.yaml"), "--json")).stdout)).toMatchObject({
    found: 1,
    isCut: false,
  });
  const { rows } = await store.pool.query("select count(*)::int as n from smartlog.incidents");
  expect(rows).toEqual([{ n: 0 }]);
  expect((await run("test", file("probes.yaml"), "--since", "99d")).code).toBe(2);
});
