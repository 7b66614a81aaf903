/** Mutes by the command: add, preview, list, show, undo. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { mutesOf } from "../../trainer/model/mutes.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT } from "../trainer/models.ts";
import { StandInShipper } from "../trainer/stand-in-shipper.ts";
import { smartlog } from "./command.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

let folder: string;
let module: string;
let shipper: StandInShipper;
let env: Record<string, string>;
/** Of a line that is called an attack, with three others like it. */
let id: string;
const PROBE = (n = 0) => accessLine("203.0.113.7", `GET /.env.bak?n=${n}`, 404, 60 + n);
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.mutes restart identity");
  folder = mkdtempSync(join(tmpdir(), "smartlog-mute-"));
  module = join(folder, "filter.wasm");
  writeFileSync(module, BUILT);
  shipper = new StandInShipper(store, module);
  shipper.manner = "quiet";
  const url = await shipper.start();
  env = {
    DATABASE_URL: store.url,
    SMARTLOG_WHO: "ann",
    SMARTLOG_MODULE: module,
    SMARTLOG_HTTP_PORT: new URL(url).port,
  };
  const last = (await storeLines(store.pool, [3, 2, 1, 0].map(PROBE))).at(-1);
  expect(last?.label).toBe("attack");
  id = last?.id as string;
});
afterEach(async () => {
  await shipper.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: string[], others: Record<string, string | undefined> = {}) =>
  smartlog(["mute", ...args], { env: { ...env, ...others } });
const eventNow = () => Filter.load(readFileSync(module)).event(JSON.stringify({ log: PROBE(9) }));

test("an event is muted by reason and source, after saying what that would have hidden; and undone", async () => {
  const { code, stdout, stderr } = await run(["add", "--id", id, "--note", "our own scan"]);
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(
      /^smartlog: 1 mute acts in .*filter\.wasm \(Fluent Bit at .*it has reloaded \(1 times/,
    ),
  ]);
  expect(stdout).toMatch(
    /^all because of \S+ from 203\.0\.113\.7\/32: It would have hidden \d events? of the last 7 days \(\d attack\) on 1 day, from 1 address\./,
  );
  expect(stdout).toMatch(/attack {2}203\.0\.113\.7 .*GET \/\.env\.bak\?n=/);
  expect(stdout).toMatch(
    /Muted: all because of \S+ from 203\.0\.113\.7\/32, until .*Z\. `smartlog mute undo 1` ends it\.\n$/,
  );
  expect(eventNow()).toMatchObject({ label: "attack", muted: true, mute: 1 });

  const list = await run(["list"]);
  expect(list.stdout).toMatch(/ 1 {2}all because of .* our own scan +ann +0 {2}acts until 20/);
  const shown = await run(["show", "1"]);
  expect(shown.stdout).toMatch(/source +203\.0\.113\.7\/32\n.*hides +anomalies, bots and attacks\n/s);
  expect(shown.stdout).toMatch(new RegExp(`event +${id} of`));

  const undone = await run(["undo", "1", "--who", "bob"]);
  expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/^Undone: 1\./)]);
  expect(undone.stderr).toMatch(/0 taught entries act in/);
  expect(eventNow()).not.toHaveProperty("muted");
  expect(shipper.reloads).toBe(2);
  expect((await run(["undo", "1"])).stdout).toBe("1 had ended already.\n");
  expect((await run(["show", "1"])).stdout).toMatch(/state +undone by bob/);
});

test("what is named by hand, for so many days or until a day; as JSON", async () => {
  const added = await run([
    "add",
    "--source",
    "198.51.100.7/24",
    "--up-to",
    "attack",
    "--days",
    "2",
    "--json",
  ]);
  const mute: { until: string; at: string } = JSON.parse(added.stdout);
  expect(mute).toMatchObject({
    id: 1,
    source: "198.51.100.0/24",
    label: "attack",
    template: null,
    who: "ann",
  });
  expect((Date.parse(mute.until) - Date.parse(mute.at)) / 86_400_000).toBeCloseTo(2, 2);
  const until = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  await run(["add", "--reason", "template:new", "--site", "shop", "--until", until]);
  const list: object[] = JSON.parse((await run(["list", "--json"])).stdout);
  expect(list[0]).toMatchObject({
    reason: "template:new",
    site: "shop",
    label: "anomaly",
    until: `${until}T00:00:00.000Z`,
  });
  expect(mutesOf(readFileSync(module))).toEqual([1, 2]);
});

test("a preview sets nothing", async () => {
  const { code, stdout } = await run(["preview", "--source", "203.0.113.0/24", "--up-to", "attack"]);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^all from 203\.0\.113\.0\/24: It would have hidden 4 events/),
  ]);
  const light = await run(["preview", "--source", "203.0.113.0/24"]);
  expect(light.stdout).toMatch(
    /hidden nothing in the last 7 days\. 4 that fit stay \(4 attack\): more than it hides/,
  );
  const asJson = JSON.parse((await run(["preview", "--id", id, "--by", "source", "--json"])).stdout);
  expect(asJson).toMatchObject({ source: "203.0.113.7/32", preview: { hides: { attack: 4 } } });
  expect((await run(["list"])).stdout).toMatch(/^Nothing is muted/);
});

test("while a training goes on the mute is kept, and said to act later; without a module it is said who does it", async () => {
  await withTrainerLock(store.pool, async () => {
    const { code, stderr } = await run(["add", "--source", "198.51.100.7"]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/it then acts, at the next `smartlog teach sync`/),
    ]);
  });
  expect(mutesOf(readFileSync(module))).toEqual([]);
  const nowhere = await run(["add", "--source", "198.51.100.8"], { SMARTLOG_MODULE: undefined });
  expect(nowhere.stderr).toMatch(/No module is named here/);
  const synced = await smartlog(["teach", "sync"], { env });
  expect([synced.code, synced.stdout]).toEqual([0, expect.stringMatching(/^2 mutes act in /)]);
});

describe("what can't be muted is refused, with what can", () => {
  test.each([
    [["add"], 1, /names a template, a reason or a source/],
    [["add", "--site", "shop"], 1, /names a template, a reason or a source/],
    [["add", "--by", "source"], 2, /name one with --id/],
    [["add", "--id", "0".repeat(16)], 1, /no event of this id/],
    [["add", "--template", "5f0c2a11", "--up-to", "attack"], 1, /a template alone hides no attack/],
    [["add", "--source", "0.0.0.0/0"], 1, /too wide/],
    [["add", "--source", "198.51.100.7", "--until", "2020-01-01"], 2, /is over/],
    [["add", "--source", "198.51.100.7", "--days", "400"], 2, /from 1 to 366/],
    [["show", "9"], 1, /there is no mute 9/],
  ])("%j", async (args, code, message) => {
    const { code: ended, stderr } = await run(args);
    expect([ended, stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
