/** What people set by a template, and what was counted of it, where a training joins templates: all of it goes on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { makePool } from "../../store/pool.ts";
import { activeTaught, findTaught } from "../../store/taught/entries.ts";
import { eventsLike } from "../../store/taught/like.ts";
import { subjectOf } from "../../store/taught/subject.ts";
import { teach } from "../../store/taught/teach.ts";
import { tplOf } from "../../store/templates.ts";
import { fnv } from "../../trainer/model/hash.ts";
import { maskOf, withMask } from "../../trainer/model/mask.ts";
import { taughtOf } from "../../trainer/model/taught.ts";
import { templateMap } from "../../trainer/model/template-map.ts";
import { trainAndPublish } from "../../trainer/pipeline.ts";
import { fluentBit } from "../../trainer/publish/reload.ts";
import { syncAtOnce } from "../../trainer/taught/sync.ts";
import type { TrainOptions, TrainResult } from "../../trainer/train/types.ts";
import { ARRIVAL } from "../filter/scored.ts";
import { storeLines } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT } from "./models.ts";
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
beforeEach(async () => {
  await store.empty();
  await store.pool.query(
    "truncate smartlog.models, smartlog.score_bins, smartlog.taught, smartlog.merged_templates restart identity",
  );
  folder = mkdtempSync(join(tmpdir(), "smartlog-rekey-"));
  target = join(folder, "filter.wasm");
  writeFileSync(target, BUILT);
  shipper = new StandInShipper(store, target);
  url = await shipper.start();
});
afterEach(async () => {
  await shipper.stop();
  rmSync(folder, { recursive: true, force: true });
});

const JOB = fnv("job ");
const MASKED = withMask(BUILT, [JOB]);
const job = (name: string) =>
  `${new Date().toISOString().slice(0, 19)}Z db1 backup: job ${name} finished well`;
const tpl = (module: Uint8Array, name: string) =>
  Filter.load(module).event(JSON.stringify({ log: job(name) }), ARRIVAL)?.tpl;

/** Two events of one place, and an entry of each for its template. */
async function taughtJobs(): Promise<string[]> {
  const events = await storeLines(store.pool, [job("nightly"), job("weekly")]);
  for (const { id } of events) {
    const subject = await subjectOf(store.pool, Filter.load(BUILT), id);
    await teach(store.pool, Filter.load(BUILT), subject, { scope: "template", label: "anomaly", who: "ann" });
  }
  return events.map(({ id }) => id);
}

/** A learner whose candidate masks the place. */
const learner =
  (id: string) =>
  async (options: TrainOptions): Promise<TrainResult> => {
    const result = await standInLearner(id)(options);
    const module = withMask(result.candidate.module, [JOB]);
    const records = ["nightly", "weekly"].map((name) => ({
      record: JSON.stringify({ log: job(name) }),
      time: ARRIVAL,
    }));
    const templates = templateMap(Filter.load(options.module), Filter.load(module), records);
    return { ...result, candidate: { ...result.candidate, module }, templates };
  };

const train = (id: string, said: string[] = []) =>
  trainAndPublish({
    pool,
    context: { target, runners: [fluentBit(url)], confirm: "none", confirmSeconds: 0 },
    from: new Date("2026-11-14T00:00:00Z"),
    to: new Date("2026-11-21T00:00:00Z"),
    reportFolder: join(folder, "reports"),
    dryRun: false,
    learn: learner(id),
    say: (text) => said.push(text),
  });

const labelOf = (name: string) =>
  Filter.load(readFileSync(target)).event(JSON.stringify({ log: job(name) }), ARRIVAL)?.label;

test("entries act on, at once, and of two whose lines are one the newest", async () => {
  await taughtJobs();
  await syncAtOnce(pool, { target, runners: [fluentBit(url)] });
  expect([labelOf("nightly"), labelOf("another")]).toEqual(["anomaly", "normal"]);
  const before = await activeTaught(pool);
  expect(before).toHaveLength(2);

  const said: string[] = [];
  expect(await train("m1", said)).toMatchObject({ outcome: "published" });
  expect(said.filter((text) => /not/.test(text))).toEqual([]);
  expect(maskOf(readFileSync(target))).toEqual([JOB]);
  expect([labelOf("nightly"), labelOf("another")]).toEqual(["anomaly", "anomaly"]);
  const [entry, ...others] = await activeTaught(pool);
  expect(others).toEqual([]);
  expect(entry?.id).toBe(2);
  expect(taughtOf(readFileSync(target))).toMatchObject([{ id: 2, key: entry?.key }]);
  expect(await findTaught(pool, 1)).toMatchObject({ endedBy: "replaced" });
  expect(await syncAtOnce(pool, { target, runners: [] })).toMatchObject({ changed: false });
});

test("keys that a killed training left behind are set by the next sync", async () => {
  await taughtJobs();
  writeFileSync(target, MASKED);
  expect(await syncAtOnce(pool, { target, runners: [] })).toMatchObject({ changed: true, entries: 1 });
  expect(labelOf("another")).toBe("anomaly");
  expect(await syncAtOnce(pool, { target, runners: [] })).toMatchObject({ changed: false });
});

test("counts go to the template that others become, whose events are found by it", async () => {
  const [, weekly] = await taughtJobs();
  expect(await train("m1")).toMatchObject({ outcome: "published" });
  const now = tpl(MASKED, "any");
  const { rows } = await pool.query(
    "select tpl, events::int from smartlog.templates where text like '%job%'",
  );
  expect(rows).toEqual([{ tpl: now, events: 2 }]);
  const subject = await subjectOf(pool, Filter.load(MASKED), weekly as string);
  expect(subject.tpl).toBe(now);
  const like = await eventsLike(pool, subject, "template", { days: 1, limit: 10 });
  expect(like).toHaveLength(2);
});

test("fingerprints are written as events have them", () => {
  expect(tplOf(0xab)).toBe("000000ab");
});
