import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  findModel,
  insertModel,
  listModels,
  modelBefore,
  modelBlob,
  promoteModel,
  servingModel,
  setStatus,
} from "../../store/models.ts";

import { withTrainerLock } from "../../store/training-lock.ts";
import { readModel, withWeights } from "../../trainer/model/read.ts";
import { changeSettings, readSettings } from "../../trainer/model/settings.ts";
import { exportModel, importModel } from "../../trainer/registry/file.ts";
import { registerModule } from "../../trainer/registry/register-module.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

import { BUILT, BUILT_ID, blobNamed, moduleNamed } from "./models.ts";

let store: TestStore;
/** As the trainer's own role: what it may not do fails here. */
let trainer: Awaited<ReturnType<TestStore["as"]>>;
beforeAll(async () => {
  store = await testStore();
  trainer = await store.as("train");
});
afterAll(async () => {
  await trainer?.end();
  await store?.close();
});
beforeEach(() => store.pool.query("truncate smartlog.models"));

const candidate = (id: string, parent: string | null = null) =>
  insertModel(trainer, {
    id,
    parent,
    origin: "trained",
    status: "candidate",
    reason: "",
    blob: blobNamed(id),
    windowFrom: new Date("2026-11-14T00:00:00Z"),
    windowTo: new Date("2026-11-21T00:00:00Z"),
    counts: { web: 1000 },
    metrics: { bot: { precision: 0.9, recall: 0.8, f1: 0.85, auc: null } },
  });

describe("the registry", () => {
  test("keeps what was put in, byte for byte", async () => {
    await candidate("2026-11-21.1", BUILT_ID);
    expect(await findModel(trainer, "2026-11-21.1")).toMatchObject({
      parent: BUILT_ID,
      status: "candidate",
      windowTo: new Date("2026-11-21T00:00:00Z"),
      counts: { web: 1000 },
      metrics: { bot: { f1: 0.85, auc: null } },
      servedFrom: null,
    });
    expect((await modelBlob(trainer, "2026-11-21.1")).equals(blobNamed("2026-11-21.1"))).toBe(true);
    await expect(candidate("2026-11-21.1")).rejects.toThrow(/there is a model 2026-11-21.1 already/);
    await expect(findModel(trainer, "other")).rejects.toThrow(/no model of this id.*model list/);
  });

  test("has one serving model, however often another takes its place", async () => {
    const first = await registerModule(trainer, BUILT);
    expect(first).toMatchObject({ id: BUILT_ID, origin: "default", status: "serving", parent: null });
    await candidate("a", BUILT_ID);
    await candidate("b", "a");
    for (const id of ["a", "b", "a", "a"]) await promoteModel(trainer, id, "because");
    const rows = await listModels(trainer);
    expect(Object.fromEntries(rows.map(({ id, status }) => [id, status]))).toEqual({
      [BUILT_ID]: "retired",
      a: "serving",
      b: "retired",
    });
    expect(await findModel(trainer, "b")).toMatchObject({ reason: "a took its place" });
  });

  test("a promotion that fails leaves the one that serves", async () => {
    await registerModule(trainer, BUILT);
    await expect(promoteModel(trainer, "nowhere", "")).rejects.toThrow(/no model nowhere/);
    expect((await servingModel(trainer))?.id).toBe(BUILT_ID);
  });

  test("goes back along the parents, to the default and not beyond", async () => {
    await registerModule(trainer, BUILT);
    await candidate("a", BUILT_ID);
    await promoteModel(trainer, "a", "");
    await candidate("b", "a");
    await promoteModel(trainer, "b", "");
    for (const id of ["a", BUILT_ID]) {
      expect((await modelBefore(trainer)).id).toBe(id);
      await promoteModel(trainer, id, "rolled back");
    }
    await expect(modelBefore(trainer)).rejects.toThrow(/no model served before this one/);
  });

  test("takes what somebody put in place by hand for what serves", async () => {
    await registerModule(trainer, BUILT);
    await registerModule(trainer, moduleNamed("by-hand"));
    expect(await servingModel(trainer)).toMatchObject({ id: "by-hand", origin: "imported" });
    expect(await findModel(trainer, BUILT_ID)).toMatchObject({ status: "retired" });
  });

  test("finds out when a blob was damaged", async () => {
    await candidate("a");
    await store.pool.query(
      "update smartlog.models set blob = set_byte(blob, 5000, 255 - get_byte(blob, 5000))",
    );
    await expect(modelBlob(trainer, "a")).rejects.toThrow(/model a is damaged/);
  });

  test("the trainer's role may say what became of a model, and not change what it is", async () => {
    await candidate("a");
    await setStatus(trainer, "a", "refused", "worse");
    for (const change of [
      "blob = ''",
      "metrics = '{}'",
      "parent = 'x'",
      "blob_sha256 = ''",
      "made_at = now()",
    ])
      await expect(trainer.query(`update smartlog.models set ${change}`), change).rejects.toThrow(
        /permission denied/,
      );
    for (const statement of [
      "delete from smartlog.models",
      "delete from smartlog.events",
      "insert into smartlog.feedback (label) values ('normal')",
      "update smartlog.feedback set label = 'normal'",
      "insert into smartlog_ingest.ingest (tag, time, data) values ('t', now(), '{}')",
    ])
      await expect(trainer.query(statement), statement).rejects.toThrow(/permission denied/);
  });
});

describe("a model as a file", () => {
  test("goes out as a module and comes in again", async () => {
    await candidate("a");
    const module = await exportModel(trainer, "a", BUILT);
    expect(readModel(module).id).toBe("a");
    expect(await importModel(trainer, module, "f")).toEqual({ id: "a", isNew: false });
    await store.pool.query("truncate smartlog.models");
    expect(await importModel(trainer, module, "f")).toEqual({ id: "a", isNew: true });
    expect(await findModel(trainer, "a")).toMatchObject({ origin: "imported", status: "candidate" });
  });

  test("settings are no other model; other weights under one name are refused", async () => {
    await importModel(trainer, BUILT, "f");
    const strict = changeSettings(BUILT, { thresholds: { threat: 0.9 }, exempt: ["10."] });
    expect(await importModel(trainer, strict, "f")).toEqual({ id: BUILT_ID, isNew: false });
    await candidate("b");
    await store.pool.query(
      "update smartlog.models set blob = a.blob, blob_sha256 = a.blob_sha256 from smartlog.models a where a.id = $1 and models.id = 'b'",
      [BUILT_ID],
    );
    await expect(importModel(trainer, moduleNamed("b"), "f")).rejects.toThrow(/another model b/);
  });

  test("takes over the settings of the module in place", () => {
    const configured = changeSettings(BUILT, {
      thresholds: { bot: 0.75 },
      exempt: ["192.0.2.1"],
      zoneMinutes: 60,
    });
    const changed = withWeights(configured, blobNamed("a"));
    expect(readModel(changed).id).toBe("a");
    expect(readSettings(changed)).toMatchObject({
      thresholds: { bot: 0.75, threat: readSettings(BUILT).thresholds.threat },
      exempt: ["192.0.2.1"],
      zoneMinutes: 60,
    });
  });

  test("one for another version of the filter is refused", () => {
    const blob = Buffer.from(blobNamed("a"));
    blob.writeUInt32LE((blob.readUInt32LE(8) ^ 1) >>> 0, 8);
    expect(() => withWeights(BUILT, blob)).toThrow(/another version of the filter/);
  });
});

describe("the lock", () => {
  test("lets one in and tells the other who is there; it is free again afterwards", async () => {
    await withTrainerLock(store.pool, async ({ assertHeld }) => {
      await assertHeld();
      await expect(withTrainerLock(store.pool, async () => {})).rejects.toThrow(
        /another training or publication is under way since \d{4}-.*session \d+/,
      );
    });
    expect(await withTrainerLock(store.pool, async () => 7)).toBe(7);
  });

  test("is free as soon as who had it is told so, however late the server notices that the session ended", async () => {
    const late = {
      async connect() {
        const client = await store.pool.connect();
        const release = client.release.bind(client);
        client.release = (destroy) => void setTimeout(release, 500, destroy);
        return client;
      },
    } as Pool;
    for (const i of [1, 2, 3]) expect(await withTrainerLock(late, async () => i)).toBe(i);
  });

  test("is known to be lost when its session ends", async () => {
    await withTrainerLock(store.pool, async ({ client, assertHeld }) => {
      const { rows } = await client.query("select pg_backend_pid() as pid");
      await store.pool.query("select pg_terminate_backend($1)", [rows[0].pid]);
      await expect(assertHeld()).rejects.toThrow(/connection to Postgres was lost/);
    });
  });
});
