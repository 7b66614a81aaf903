/** What becomes of taught entries when a training ends. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Filter } from "../../host/filter.ts";
import type { Scope } from "../../host/taught.ts";
import { findEvent } from "../../store/events/find.ts";
import { activeMutes, addMute } from "../../store/mutes/mutes.ts";
import { makePool } from "../../store/pool.ts";
import { activeTaught, findTaught } from "../../store/taught/entries.ts";
import { subjectOf } from "../../store/taught/subject.ts";
import { teach } from "../../store/taught/teach.ts";
import { mutesOf } from "../../trainer/model/mutes.ts";
import { readModel } from "../../trainer/model/read.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { taughtOf } from "../../trainer/model/taught.ts";
import { type PipelineResult, trainAndPublish } from "../../trainer/pipeline.ts";
import { fluentBit } from "../../trainer/publish/reload.ts";
import { endingsOf } from "../../trainer/taught/end.ts";
import { syncAtOnce } from "../../trainer/taught/sync.ts";
import type { TrainOptions, TrainResult } from "../../trainer/train/types.ts";
import type { Annotator } from "../../trainer/window/annotations.ts";
import { newMute } from "../store/mute.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID } from "./models.ts";
import { standInLearner } from "./stand-in-learner.mjs";
import { StandInShipper } from "./stand-in-shipper.ts";

let store: TestStore;
let pool: pg.Pool;
beforeAll(async () => {
  store = await testStore();
  pool = makePool({ connectionString: store.urlOf("train") });
});
afterAll(async () => {
  await pool?.end();
  await store?.close();
});

let folder: string;
let target: string;
let shipper: StandInShipper;
let url: string;
let said: string[];
const filter = Filter.load();
beforeEach(async () => {
  await store.empty();
  await store.pool.query(
    "truncate smartlog.models, smartlog.score_bins, smartlog.taught, smartlog.mutes restart identity",
  );
  folder = mkdtempSync(join(tmpdir(), "smartlog-end-"));
  target = join(folder, "filter.wasm");
  writeFileSync(target, BUILT);
  shipper = new StandInShipper(store, target);
  url = await shipper.start();
  said = [];
});
afterEach(async () => {
  await shipper.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Two probes, each by a client of its own; entries of both, in the module in place. */
async function taught(scope: Scope = "client"): Promise<void> {
  const lines = ["203.0.113.7", "198.51.100.9"].flatMap((ip) =>
    [120, 60].map((ago) => accessLine(ip, "GET /.env", 404, ago)),
  );
  const events = await storeLines(store.pool, lines);
  for (const [i, who] of [
    [1, "ann"],
    [3, "mallory"],
  ] as const) {
    const subject = await subjectOf(store.pool, filter, events[i]?.id as string);
    await teach(store.pool, filter, subject, { scope, label: "normal", who });
  }
  await syncAtOnce(pool, { target, runners: [fluentBit(url)] });
  expect(inPlace()).toEqual([1, 2]);
}

const inPlace = () =>
  taughtOf(readFileSync(target))
    .map(({ id }) => id)
    .sort();
const labelBy = (module: Uint8Array) =>
  Filter.load(module).event(JSON.stringify({ log: accessLine("203.0.113.7", "GET /.env") }))?.label;

interface Training {
  publish?: boolean;
  /** Whether the candidate calls no line an attack; or from which score on. */
  learns?: boolean | number;
  annotators?: Annotator[];
}

function training({ publish = true, learns = false, annotators = [] }: Training): Promise<PipelineResult> {
  const learn = async (options: TrainOptions): Promise<TrainResult> => {
    // What was taught is not learnt from.
    expect(taughtOf(options.module)).toEqual([]);
    const result = await standInLearner("m1", publish)(options);
    const { candidate } = result;
    if (learns !== false)
      candidate.module = changeSettings(candidate.module, {
        thresholds: { threat: Number(learns), bot: 1, anomaly: 1 },
      });
    return { ...result, annotators };
  };
  return trainAndPublish({
    pool,
    context: { target, runners: [fluentBit(url)], confirm: "events", confirmSeconds: 2 },
    from: new Date(Date.now() - 86_400_000),
    to: new Date(),
    reportFolder: join(folder, "reports"),
    dryRun: false,
    learn,
    say: (text) => void said.push(text),
  });
}

const unbelieved: Annotator = { name: "mallory", labels: 20, compared: 20, agreed: 1, reliability: 0 };

test("a model that has not learnt them takes the entries over, and they go on acting", async () => {
  await taught();
  expect((await training({})).outcome).toBe("published");
  expect(readModel(readFileSync(target)).id).toBe("m1");
  expect(inPlace()).toEqual([1, 2]);
  expect(labelBy(readFileSync(target))).toBe("normal");
  // The registry has the weights alone.
  const { rows } = await store.pool.query("select blob from smartlog.models where id = 'm1'");
  expect(rows[0].blob.includes("TGHT")).toBe(false);
});

test("mutes outlive a training, with the fingerprints that the new model gives their events, and one reload", async () => {
  const [event] = await storeLines(store.pool, [accessLine("203.0.113.7", "GET /.env")]);
  const key = await findEvent(store.pool, event?.id as string);
  const { rows } = await store.pool.query("select tpl from smartlog.events");
  // As of a model whose fingerprints are others; the second one's event is gone.
  await addMute(store.pool, newMute(1, { eventKey: key }));
  await addMute(store.pool, newMute(2));
  await addMute(store.pool, newMute(0, { template: null, source: "203.0.113.0/24" }));
  await syncAtOnce(pool, { target, runners: [fluentBit(url)] });
  const { reloads } = shipper;
  expect((await training({})).outcome).toBe("published");
  expect((await activeMutes(pool)).map(({ template }) => template)).toEqual([rows[0].tpl, "00000002", null]);
  expect(mutesOf(readFileSync(target))).toEqual([1, 2, 3]);
  expect(shipper.reloads).toBe(reloads + 1);
  const { rows: registered } = await store.pool.query("select blob from smartlog.models where id = 'm1'");
  expect(registered[0].blob.includes("MUTE")).toBe(false);
});

test("those that the new model has learnt end with its publication, with one reload", async () => {
  await taught();
  const { reloads } = shipper;
  expect((await training({ learns: true })).outcome).toBe("published");
  expect(inPlace()).toEqual([]);
  expect(await findTaught(pool, 1)).toMatchObject({ endedBy: "learnt", endedWho: null });
  expect(said).toEqual(["2 taught entries have ended: the model says so itself now"]);
  expect(shipper.reloads).toBe(reloads + 1);
  expect(labelBy(readFileSync(target))).toBe("normal");
});

test("where it is refused, nothing is learnt, and the entries stay in the module in place", async () => {
  await taught();
  expect((await training({ learns: true, publish: false })).outcome).toBe("kept");
  expect(readModel(readFileSync(target)).id).toBe(BUILT_ID);
  expect(inPlace()).toEqual([1, 2]);
});

test("where it does not come to serve, the old module is put back with its entries", async () => {
  await taught();
  await new Promise((resolve) => setTimeout(resolve, 300));
  shipper.manner = "stuck";
  expect((await training({ learns: true })).outcome).toBe("failed");
  expect(readModel(readFileSync(target)).id).toBe(BUILT_ID);
  expect(inPlace()).toEqual([1, 2]);
  expect(await activeTaught(pool)).toHaveLength(2);
});

test.each([true, false])("an annotator who is not believed acts no more; published: %s", async (publish) => {
  await taught();
  await training({ publish, annotators: [unbelieved] });
  expect(inPlace()).toEqual([1]);
  expect(await findTaught(pool, 2)).toMatchObject({ endedBy: "distrusted" });
  expect(await findTaught(pool, 1)).toMatchObject({ endedBy: null });
});

test("what was taught while the training held the lock is in the module when it ends", async () => {
  await taught();
  const events = await storeLines(store.pool, [accessLine("192.0.2.44", "GET /.env")]);
  const subject = await subjectOf(store.pool, filter, events[0]?.id as string);
  await teach(store.pool, filter, subject, { scope: "client", label: "normal", who: "ann" });
  expect(inPlace()).toEqual([1, 2]);
  await training({ publish: false });
  expect(inPlace()).toEqual([1, 2, 3]);
});

test("an entry whose event is gone stays", async () => {
  await taught();
  await store.pool.query("truncate smartlog.events");
  await training({ learns: true });
  expect(inPlace()).toEqual([1, 2]);
});

test("an entry whose events Postgres does not give stays, and the training goes on", async () => {
  await taught();
  const read = pool.query.bind(pool);
  const refusal = vi
    .spyOn(pool, "query")
    .mockImplementation(((text: string, values: unknown[]) =>
      text.includes("from smartlog.events")
        ? Promise.reject(new Error("out of shared memory"))
        : read(text, values)) as typeof pool.query);
  expect((await training({ learns: true })).outcome).toBe("published");
  refusal.mockRestore();
  expect(inPlace()).toEqual([1, 2]);
  expect(said).toContain("taught entry 1 stays: its events could not be replayed (out of shared memory)");
});

test("of many entries those that are not reached in time stay", async () => {
  await taught();
  const learnt = changeSettings(BUILT, { thresholds: { threat: 1, bot: 1, anomaly: 1 } });
  const endings = (mostMs?: number) => endingsOf(pool, learnt, [], (text) => void said.push(text), mostMs);
  expect(await endings()).toMatchObject({ stay: [], learnt: [expect.any(Number), expect.any(Number)] });
  expect(await endings(0)).toMatchObject({ stay: [{}, {}], learnt: [] });
});

test("a model that says so of the corrected line and not of those like it has not learnt it", async () => {
  const lines = Array.from({ length: 12 }, (_, i) => accessLine("203.0.113.7", "GET /.env", 404, 600 - i));
  const events = await storeLines(store.pool, lines);
  const subject = await subjectOf(store.pool, filter, events[0]?.id as string);
  await teach(store.pool, filter, subject, { scope: "client", label: "normal", who: "ann" });
  // Its source has done more by the time of the others.
  const { rows } = await store.pool.query("select max(threat)::float8 as most from smartlog.events");
  expect(rows[0].most).toBeGreaterThan(subject.scores.threat + 0.003);
  await training({ learns: (rows[0].most + subject.scores.threat) / 2 });
  expect(inPlace()).toEqual([1]);
});
