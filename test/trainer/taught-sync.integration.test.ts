/** Taught entries brought into the module in service, by whom, when, and what a kill leaves. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCompiled } from "../../host/compiled.ts";
import { servingModel } from "../../store/models.ts";
import { addMute, endMute, findMute, rekeyMutes } from "../../store/mutes/mutes.ts";
import { makePool } from "../../store/pool.ts";
import { serveUrl } from "../../store/roles.ts";
import { addTaught, endTaught, findTaught } from "../../store/taught/entries.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { mutesOf } from "../../trainer/model/mutes.ts";
import { readModel } from "../../trainer/model/read.ts";
import { taughtOf } from "../../trainer/model/taught.ts";
import { fluentBit, type Runner } from "../../trainer/publish/reload.ts";
import { type SyncResult, type SyncStep, syncAtOnce } from "../../trainer/taught/sync.ts";
import { compiledFilter } from "../host/aot-file.ts";
import { newMute } from "../store/mute.ts";
import { newTaught } from "../store/taught-entry.ts";
import { BUILT, BUILT_ID, moduleNamed } from "./models.ts";
import { NEW, Publication } from "./publication.ts";

const at = new Publication();
/** As the server's own role, and as the trainer's: what they may not do fails here. */
let server: pg.Pool;
let trainer: pg.Pool;
beforeAll(async () => {
  server = makePool({ connectionString: await serveUrl(at.store) });
  trainer = makePool({ connectionString: at.store.urlOf("train") });
});
afterAll(() => Promise.all([server?.end(), trainer?.end()]));
beforeEach(async () => {
  await at.store.pool.query("truncate smartlog.taught, smartlog.mutes restart identity");
});

const sync = (pool = server, runners: Runner[] = [fluentBit(at.url)]): Promise<SyncResult> =>
  syncAtOnce(pool, { target: at.target, runners });
const inPlace = () => taughtOf(readFileSync(at.target)).map(({ id }) => id);
const leftovers = () => readdirSync(at.folder).filter((name) => /new$|publishing$/.test(name));

test("entries come into the module and leave it, the shipper loads it, and the model stays the same", async () => {
  const added = await addTaught(server, newTaught(1));
  expect(await sync()).toMatchObject({
    changed: true,
    entries: 1,
    mutes: 0,
    added: ["taught 1"],
    removed: [],
    said: expect.stringMatching(/it has reloaded \(1 times/),
  });
  expect(taughtOf(readFileSync(at.target))).toEqual([
    {
      id: 1,
      key: added.key,
      scope: "client",
      label: "normal",
      ceilings: added.ceilings,
      hit: expect.stringMatching(/^#[0-9a-f]{8}$/),
    },
  ]);
  expect(at.shipper).toMatchObject({ reloads: 1, loaded: BUILT_ID });
  await endTaught(server, [1], "undone", "ann");
  expect(await sync(trainer)).toMatchObject({ changed: true, entries: 0, removed: ["taught 1"] });
  await at.expectSettled(BUILT_ID);
  expect(readFileSync(at.target).equals(BUILT)).toBe(true);
});

test("mutes come and go with them, by the same sync, and a template's new fingerprint does", async () => {
  await addTaught(server, newTaught(1));
  const mute = await addMute(server, newMute(1));
  expect(await sync()).toMatchObject({ entries: 1, mutes: 1, added: ["taught 1", "mute 1"] });
  expect(mutesOf(readFileSync(at.target))).toEqual([1]);
  expect(await sync()).toMatchObject({ changed: false, entries: 1, mutes: 1 });
  await rekeyMutes(trainer, [{ id: mute.id, template: "0000beef" }]);
  expect(await sync(trainer)).toMatchObject({ changed: true, added: [], removed: [] });
  await endMute(server, mute.id, "ann");
  expect(await sync()).toMatchObject({ entries: 1, mutes: 0, removed: ["mute 1"] });
  expect(inPlace()).toEqual([1]);
});

test("a mute that is over leaves the module, and is written down", async () => {
  await addMute(server, newMute(1));
  await sync();
  await at.store.pool.query(
    "update smartlog.mutes set at = now() - interval '8 days', until = now() - interval '1 s'",
  );
  expect(await sync(trainer)).toMatchObject({ changed: true, mutes: 0, removed: ["mute 1"] });
  expect(await findMute(trainer, 1)).toMatchObject({ endedBy: "expired" });
});

test("in step, nothing is written, locked or loaded", async () => {
  await addTaught(server, newTaught(1));
  await sync();
  const { mtimeMs, ino } = statSync(at.target);
  await withTrainerLock(at.store.pool, async () => {
    expect(await sync()).toEqual({
      changed: false,
      entries: 1,
      mutes: 0,
      added: [],
      removed: [],
      said: "",
    });
  });
  expect(statSync(at.target)).toMatchObject({ mtimeMs, ino });
  expect(at.shipper.reloads).toBe(1);
});

test("a compiled filter takes them in place, and nothing else of it changes", async () => {
  const compiled = compiledFilter();
  writeFileSync(at.target, compiled);
  at.shipper.restart();
  const { modelAt, origin } = readCompiled(compiled);
  await addTaught(server, newTaught(1));
  expect((await sync()).changed).toBe(true);
  const now = readFileSync(at.target);
  expect(inPlace()).toEqual([1]);
  expect(now.subarray(0, modelAt).equals(compiled.subarray(0, modelAt))).toBe(true);
  const behind = modelAt + origin.region.capacity;
  expect(now.subarray(behind).equals(compiled.subarray(behind))).toBe(true);
});

test("256 entries fit; an expired one leaves the module and is written down", async () => {
  for (let n = 0; n < 256; n++) await addTaught(server, newTaught(n));
  await sync();
  expect(inPlace()).toHaveLength(256);
  await at.store.pool.query(
    "update smartlog.taught set at = now() - interval '61 days', expires = now() - interval '1 s' where id = 5",
  );
  expect(await sync(trainer)).toMatchObject({ changed: true, entries: 255, removed: ["taught 5"] });
  expect(await findTaught(trainer, 5)).toMatchObject({ endedBy: "expired" });
});

test("entries of another database under the same numbers are replaced", async () => {
  await addTaught(server, newTaught(1));
  await sync();
  await at.store.pool.query("truncate smartlog.taught restart identity");
  const other = await addTaught(server, newTaught(99));
  expect(other.id).toBe(1);
  expect((await sync()).changed).toBe(true);
  expect(taughtOf(readFileSync(at.target))[0]?.key).toBe(other.key);
});

test("while a training goes on it waits for its end, and says so", async () => {
  await addTaught(server, newTaught(1));
  await withTrainerLock(trainer, async () => {
    await expect(sync()).rejects.toMatchObject({ code: "TRAINING_LOCKED" });
  });
  expect(inPlace()).toEqual([]);
  expect((await sync()).changed).toBe(true);
});

test("two at once put the same into it, once", async () => {
  await addTaught(server, newTaught(1));
  const results = await Promise.allSettled([sync(server), sync(trainer), sync(server)]);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "TRAINING_LOCKED" });
  await sync();
  expect(inPlace()).toEqual([1]);
  expect(at.shipper.reloads).toBe(1);
});

test("a shipper that does not reload keeps its module, which is put back; the next sync does it", async () => {
  await addTaught(server, newTaught(1));
  at.shipper.manner = "off";
  await expect(sync()).rejects.toThrow(
    /hot reload is off .*; the module before was put back, but not loaded again/,
  );
  expect(readFileSync(at.target).equals(BUILT)).toBe(true);
  expect(leftovers()).toEqual([]);
  at.shipper.manner = "well";
  expect((await sync()).changed).toBe(true);
});

test("where nothing answers and nobody has said that something runs, the module is put in place, and that is said", async () => {
  await addTaught(server, newTaught(1));
  const absent = fluentBit("http://127.0.0.1:9", undefined, true);
  expect((await sync(server, [absent])).said).toMatch(/none answers/);
  expect(inPlace()).toEqual([1]);
  await addTaught(server, newTaught(2));
  await expect(sync(server, [fluentBit("http://127.0.0.1:9")])).rejects.toThrow(/can't be reached/);
  expect(inPlace()).toEqual([1]);
});

test("a module that is damaged stays as it is", async () => {
  await addTaught(server, newTaught(1));
  writeFileSync(at.target, BUILT.subarray(0, 1000));
  await expect(sync()).rejects.toThrow();
  expect(readFileSync(at.target)).toHaveLength(1000);
});

describe("killed right after a step, the next sync ends it:", () => {
  const syncAndDie = (step: SyncStep) => {
    const script = new URL("sync-and-die.mjs", import.meta.url).pathname;
    const args = [script, at.store.urlOf("train"), at.target, at.url, step];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    return new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  };
  /** As soon as Postgres has noticed that the killed session is gone. */
  const whenFree = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if ((error as { code?: string }).code !== "TRAINING_LOCKED" || attempt > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };

  test.each(["validated", "recorded", "placed", "reloaded"] as const)("%s", async (step) => {
    await addTaught(server, newTaught(1));
    expect(await syncAndDie(step)).toBe("SIGKILL");
    const reloads = at.shipper.reloads;
    const isPlaced = inPlace().length === 1;
    const result = await whenFree(() => sync());
    expect(inPlace()).toEqual([1]);
    expect(at.shipper.reloads).toBeGreaterThan(reloads);
    expect(result.changed).toBe(!isPlaced);
    expect(leftovers()).toEqual([]);
    expect((await servingModel(trainer))?.id).toBe(BUILT_ID);
    expect(await sync()).toMatchObject({ changed: false, said: "" });
  });

  test("a training's run ends it, too, and nothing in the registry changes", async () => {
    await addTaught(server, newTaught(1));
    expect(await syncAndDie("placed")).toBe("SIGKILL");
    expect(await at.recovered()).toMatch(/put taught entries and mutes into the module; it was loaded/);
    expect(await at.recovered()).toBeUndefined();
    expect(leftovers()).toEqual([]);
    expect(await servingModel(trainer)).toMatchObject({ id: BUILT_ID, reason: "found in place" });
    await at.publishNew({ module: moduleNamed(NEW) });
    await at.expectSettled(NEW);
  });

  test("and where the shipper does not load it, the one after that", async () => {
    await addTaught(server, newTaught(1));
    expect(await syncAndDie("placed")).toBe("SIGKILL");
    at.shipper.manner = "off";
    await expect(whenFree(() => sync())).rejects.toThrow(/could not be loaded/);
    at.shipper.manner = "well";
    expect((await sync()).said).toMatch(/it was loaded/);
    expect(readModel(readFileSync(at.target)).id).toBe(BUILT_ID);
  });

  test("of a publication, as the server's role, which may not end it: the module stays", async () => {
    await addTaught(server, newTaught(1));
    expect(await at.publishAndDie("placed")).toBe("SIGKILL");
    const { reloads } = at.shipper;
    await expect(sync(server)).rejects.toThrow(/as smartlog_train ends it/);
    expect(at.shipper.reloads).toBe(reloads);
    expect(readModel(readFileSync(at.target)).id).toBe(NEW);
    expect((await whenFree(() => sync(trainer))).changed).toBe(true);
    expect((await servingModel(trainer))?.id).toBe(NEW);
    expect(inPlace()).toEqual([1]);
  });
});
