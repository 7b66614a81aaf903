/** A publication killed after any of its steps, and ended by the next run. */
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findModel, sha256 } from "../../store/models.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { readModel } from "../../trainer/model/read.ts";
import type { PublishStep } from "../../trainer/publish/context.ts";
import { journalPath, openJournal } from "../../trainer/publish/journal.ts";
import { publish } from "../../trainer/publish/publish.ts";
import { fluentBit } from "../../trainer/publish/reload.ts";
import { BUILT, BUILT_ID, moduleNamed } from "./models.ts";
import { CONFIRM_SECONDS, NEW, Publication } from "./publication.ts";

const at = new Publication();

describe("killed right after a step, the next run ends it:", () => {
  test.each([
    ["recorded", BUILT_ID, /serves$/],
    ["placed", NEW, /it serves now: events carry its id/],
    ["reloaded", NEW, /it serves now: events carry its id/],
    ["confirmed", NEW, /it serves now: events carry its id/],
    ["registered", NEW, /after all was done/],
  ] as const)("%s", async (step, serves, said) => {
    expect(await at.publishAndDie(step)).toBe("SIGKILL");
    const module = readFileSync(at.target);
    expect([sha256(BUILT), sha256(moduleNamed(NEW))]).toContain(sha256(module));
    expect(await at.recovered()).toMatch(said);
    await at.expectSettled(serves);
    expect((await findModel(at.store.pool, NEW)).status).toBe(serves === NEW ? "serving" : "failed");
    expect(await at.recovered()).toBeUndefined();
  });

  test("validated: nothing had begun", async () => {
    expect(await at.publishAndDie("validated")).toBe("SIGKILL");
    expect(await at.recovered()).toBeUndefined();
    await at.expectSettled(BUILT_ID);
  });

  test.each(["put back", "put back and reloaded", "marked as failed"] as const)("%s", async (step) => {
    at.shipper.manner = "stuck";
    expect(await at.publishAndDie(step)).toBe("SIGKILL");
    at.shipper.manner = "well";
    expect(await at.recovered()).toMatch(/serves$/);
    await at.expectSettled(BUILT_ID);
    expect((await findModel(at.store.pool, NEW)).status).toBe("failed");
  });

  test("twice: the recovery is killed as well", async () => {
    expect(await at.publishAndDie("placed")).toBe("SIGKILL");
    expect(await at.publishAndDie("reloaded", Buffer.alloc(0))).toBe("SIGKILL");
    expect(await at.recovered()).toMatch(/it serves now/);
    await at.expectSettled(NEW);
  });

  test("the new module turns out bad in the recovery: the old one is put back", async () => {
    expect(await at.publishAndDie("placed")).toBe("SIGKILL");
    await at.shipped();
    at.shipper.manner = "stuck";
    expect(await at.recovered()).toMatch(/none carried.*was put back/);
    await at.expectSettled(BUILT_ID);
  });

  test("somebody has put a third module in place: it stays", async () => {
    expect(await at.publishAndDie("placed")).toBe("SIGKILL");
    writeFileSync(at.target, moduleNamed("by-hand"));
    expect(await at.recovered()).toMatch(/another module is there now/);
    expect(readModel(readFileSync(at.target)).id).toBe("by-hand");
    expect((await findModel(at.store.pool, NEW)).status).toBe("failed");
  });

  test("the database is lost while it waits for events: it says what is not known, and the next run ends it", async () => {
    const lost = withTrainerLock(at.store.pool, async ({ client }) => {
      const { rows } = await client.query("select pg_backend_pid() as pid");
      const onStep = (step: PublishStep) => {
        if (step === "reloaded") void at.store.pool.query("select pg_terminate_backend($1)", [rows[0].pid]);
      };
      at.shipper.manner = "quiet";
      const runners = [fluentBit(at.url)];
      const context = {
        client,
        target: at.target,
        runners,
        confirm: "events",
        confirmSeconds: CONFIRM_SECONDS,
        onStep,
      } as const;
      return publish(context, moduleNamed(NEW), NEW);
    });
    await expect(lost).rejects.toThrow(/2026-11-21\.1 is in place, and not confirmed: .*Run it again/);
    at.shipper.manner = "well";
    expect(await at.recovered()).toMatch(/it serves now: events carry its id/);
    await at.expectSettled(NEW);
  });

  test("a journal without its old module says so, and leaves things as they are", async () => {
    openJournal(at.target, BUILT, {
      model: NEW,
      previous: BUILT_ID,
      sha256: sha256(moduleNamed(NEW)),
      previousSha256: sha256(BUILT),
    });
    writeFileSync(at.target, moduleNamed(NEW));
    rmSync(`${at.target}.previous`);
    at.shipper.manner = "stuck";
    await expect(at.recovered()).rejects.toThrow(/can't be put back.*model promote/);
    expect(statSync(journalPath(at.target)).size).toBeGreaterThan(0);
  });
});
