import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newestPromise } from "../../store/alarms.ts";
import { findModel, listModels, servingModel } from "../../store/models.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { alarmBudget, withAlarmBudget, withPromise } from "../../trainer/model/alarm-budget.ts";
import { readModel } from "../../trainer/model/read.ts";
import { readSettings } from "../../trainer/model/settings.ts";
import {
  type PipelineOptions,
  type PipelineResult,
  type PipelineStep,
  trainAndPublish,
} from "../../trainer/pipeline.ts";
import { fluentBit } from "../../trainer/publish/reload.ts";
import type { TrainResult } from "../../trainer/train/types.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID } from "./models.ts";
import { standInLearner } from "./stand-in-learner.mjs";
import { StandInShipper } from "./stand-in-shipper.ts";

let store: TestStore;
/** As the trainer's own role: what it may not do fails here. */
let pool: pg.Pool;
beforeAll(async () => {
  store = await testStore();
  pool = new pg.Pool({ connectionString: store.urlOf("train") });
  pool.on("error", () => {});
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
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.models, smartlog.score_bins, smartlog.alarm_promises");
  folder = mkdtempSync(join(tmpdir(), "smartlog-pipeline-"));
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

const pipeline = (id: string, options: Partial<PipelineOptions> = {}): Promise<PipelineResult> =>
  trainAndPublish({
    pool,
    context: { target, runners: [fluentBit(url)], confirm: "events", confirmSeconds: 2 },
    from: new Date("2026-11-14T00:00:00Z"),
    to: new Date("2026-11-21T00:00:00Z"),
    reportFolder: join(folder, "reports"),
    dryRun: false,
    learn: standInLearner(id),
    say: (text) => said.push(text),
    ...options,
  });

const PROMISE = { threshold: 0.8123, days: 7 };

/** A learner that finds a threshold for the budget of alarms. */
function promising(id: string, publish: boolean): PipelineOptions["learn"] {
  return async (options) => {
    const result = await standInLearner(id, publish)(options);
    const module = withPromise(result.candidate.module, PROMISE);
    const candidate = { ...result.candidate, module, blob: readModel(module).blob };
    return { ...result, candidate, promise: PROMISE } as TrainResult;
  };
}

const report = (id: string) => readFileSync(join(folder, "reports", id, "report.md"), "utf8");

async function expectServing(id: string): Promise<void> {
  expect(readModel(readFileSync(target)).id).toBe(id);
  expect((await servingModel(pool))?.id).toBe(id);
  expect(shipper.loaded).toBe(id);
  expect(readdirSync(folder).filter((name) => /new$|publishing$/.test(name))).toEqual([]);
}

describe("a training", () => {
  test("that finds a better model puts it in service, with its report beside", async () => {
    const done = await pipeline("m1");
    expect(done).toMatchObject({ outcome: "published", id: "m1", served: BUILT_ID });
    await expectServing("m1");
    expect(await findModel(pool, "m1")).toMatchObject({
      parent: BUILT_ID,
      origin: "trained",
      counts: { web: 10 },
      metrics: { threat: { f1: 0.85 }, psi: { path_length: 0.3 } },
      windowFrom: new Date("2026-11-14T00:00:00Z"),
    });
    expect(await findModel(pool, BUILT_ID)).toMatchObject({ status: "retired", origin: "default" });
    expect(report("m1")).toMatch(
      /^# Report[\s\S]*## What became of it\n\nThe candidate serves: events carry its id/,
    );
    expect(readFileSync(join(folder, "reports", "m1", "scores.svg"), "utf8")).toBe("<svg/>");
    expect((await pipeline("m2")).served).toBe("m1");
  });

  test("that finds none keeps the old one, and the registry has the reason", async () => {
    const done = await pipeline("m1", { learn: standInLearner("m1", false) });
    expect(done).toMatchObject({ outcome: "kept", reason: "It is worse on web. So they say." });
    await expectServing(BUILT_ID);
    expect(await findModel(pool, "m1")).toMatchObject({ status: "refused", reason: done.reason });
    expect(shipper.reloads).toBe(0);
    expect(report("m1")).toContain("The model in service stays: It is worse on web.");
  });

  test("that finds none still keeps the budget of alarms, with the model that stays", async () => {
    writeFileSync(target, withAlarmBudget(BUILT, 20));
    await pipeline("m1", { learn: promising("m1", false) });
    await expectServing(BUILT_ID);
    const module = readFileSync(target);
    expect(alarmBudget(module)).toEqual({ alarmsADay: 20, promise: PROMISE });
    expect(readSettings(module).thresholds).toEqual({ threat: 0.5, bot: 0.5, anomaly: Math.fround(0.8123) });
    expect(shipper.reloads).toBe(1);
    expect(await newestPromise(pool)).toEqual({ alarmsADay: 20, ...PROMISE, model: BUILT_ID });
    // Another training that finds the same has nothing to change.
    await pipeline("m2", { learn: promising("m2", false) });
    expect(shipper.reloads).toBe(1);
  });

  test("that finds a better model notes what it promises, and loads it once", async () => {
    writeFileSync(target, withAlarmBudget(BUILT, 20));
    await pipeline("m1", { learn: promising("m1", true) });
    await expectServing("m1");
    expect(shipper.reloads).toBe(1);
    expect(await newestPromise(pool)).toEqual({ alarmsADay: 20, ...PROMISE, model: "m1" });
    // Without the budget nothing is promised any more, and the threshold stays.
    writeFileSync(target, withAlarmBudget(readFileSync(target), undefined));
    await pipeline("m2");
    expect(await newestPromise(pool)).toBeUndefined();
    expect(readSettings(readFileSync(target)).thresholds.anomaly).toBeCloseTo(0.8123);
  });

  test("that is only tried changes nothing but the report", async () => {
    expect(await pipeline("m1", { dryRun: true })).toMatchObject({
      outcome: "tried",
      reason: "It would be published. It is no worse. So they say.",
    });
    await expectServing(BUILT_ID);
    expect((await listModels(pool)).map(({ id }) => id)).toEqual([BUILT_ID]);
    expect(report("m1")).toContain("a dry run");
  });

  test("whose model does not come to serve fails, and the old one serves", async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    shipper.manner = "stuck";
    const done = await pipeline("m1");
    expect(done).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/none carried.*put back/),
    });
    await expectServing(BUILT_ID);
    expect((await findModel(pool, "m1")).status).toBe("failed");
    expect(report("m1")).toContain("The candidate was to serve, and does not:");
  });

  test("does not begin while another goes on", async () => {
    await withTrainerLock(pool, async () => {
      await expect(pipeline("m1")).rejects.toThrow(/another training or publication is under way since/);
    });
    expect(await listModels(pool)).toEqual([]);
  });

  test("that loses the lock while it learns publishes nothing", async () => {
    const learn: PipelineOptions["learn"] = async (options) => {
      await store.pool.query(
        "select pg_terminate_backend(pid) from pg_locks where relation = 'smartlog.training_lock'::regclass and pid <> pg_backend_pid()",
      );
      return standInLearner("m1")(options);
    };
    await expect(pipeline("m1", { learn })).rejects.toThrow(/connection to Postgres was lost/);
    expect(readModel(readFileSync(target)).id).toBe(BUILT_ID);
    expect((await pipeline("m2")).outcome).toBe("published");
  });
});

function pipelineAndDie(step: PipelineStep): Promise<NodeJS.Signals | null> {
  const script = new URL("pipeline-and-die.mjs", import.meta.url).pathname;
  const args = [script, store.urlOf("train"), target, "m1", url, join(folder, "reports"), step];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
}

/** The next weekly run; the lock goes with the killed session, once Postgres has noticed. */
async function nextRun(id: string): Promise<PipelineResult> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await pipeline(id);
    } catch (error) {
      if (!/another training/.test(String(error)) || attempt > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe("killed right after a step, the next run ends it and goes on:", () => {
  test.each([
    ["begun", undefined, []],
    ["learnt", undefined, []],
    ["reported", undefined, []],
    ["listed", "failed", [/m1 is left, and failed/]],
    ["placed", "retired", [/m1 in service; it serves now/]],
    ["registered", "retired", [/after all was done/]],
  ] as const)("%s", async (step, became, expected) => {
    expect(await pipelineAndDie(step)).toBe("SIGKILL");
    const done = await nextRun("m2");
    expect(done).toMatchObject({ outcome: "published", id: "m2" });
    expect(said).toEqual(expected.map((text) => expect.stringMatching(text)));
    expect(done.served).toBe(became === "retired" ? "m1" : BUILT_ID);
    await expectServing("m2");
    const rows = await listModels(pool);
    expect(rows.find(({ id }) => id === "m1")?.status).toBe(became);
    expect(rows.filter(({ status }) => status === "candidate")).toEqual([]);
  });
});
