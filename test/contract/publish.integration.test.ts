import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findModel, insertModel, servingModel } from "../../store/models.ts";
import type { PublishResult } from "../../trainer/publish/context.ts";
import { runExclusively } from "../../trainer/publish/exclusive.ts";
import { publish } from "../../trainer/publish/publish.ts";
import { fluentBit, type Runner } from "../../trainer/publish/reload.ts";
import { LogWriter } from "../faults/writer.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID, blobNamed, moduleNamed } from "../trainer/models.ts";
import { DEPLOYED_CONFIG, FluentBit, findFluentBit } from "./fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "./shipped.ts";
import { runsOfModels, storedCount } from "./stored.ts";

const program = findFluentBit() as string;
const LINES_PER_SECOND = 500;

describe.skipIf(!program)("a real Fluent Bit, lines coming in,", { timeout: 120_000 }, () => {
  let store: TestStore;
  let at: Site;
  let shipper: FluentBit;
  let writer: LogWriter;
  let url: string;
  beforeAll(async () => {
    store = await testStore();
    at = site();
    const env = await shipperEnvironment(store, at);
    url = `http://127.0.0.1:${env.SMARTLOG_HTTP_PORT}`;
    writer = new LogWriter(at.logs, LINES_PER_SECOND);
    writer.start();
    shipper = new FluentBit(program, ["-c", DEPLOYED_CONFIG], env);
    await shipper.until(async () => (await storedCount(store.pool)) > 0);
  });
  afterAll(async () => {
    writer?.stop();
    await shipper?.stop();
    at?.remove();
    await store?.close();
  });

  async function publishTo(target: string, id: string, runner: Runner): Promise<PublishResult> {
    const context = { target, runners: [runner], confirm: "events", confirmSeconds: 8 } as const;
    return runExclusively(
      store.pool,
      context,
      () => {},
      async ({ context }) => {
        await insertModel(store.pool, {
          id,
          parent: BUILT_ID,
          origin: "trained",
          status: "candidate",
          reason: "",
          blob: blobNamed(id),
        });
        return publish(context, moduleNamed(id), id);
      },
    );
  }

  test("takes new models by HTTP and by SIGHUP, and loses, doubles and mislabels no line", async () => {
    expect(await publishTo(at.module, "m1", fluentBit(url))).toEqual({
      published: true,
      reason: expect.stringMatching(/^events carry its id/),
    });
    expect(
      await publishTo(at.module, "m2", fluentBit("http://127.0.0.1:9", String(shipper.pid))),
    ).toMatchObject({
      published: true,
    });
    expect((await servingModel(store.pool))?.id).toBe("m2");

    // Not the module that this Fluent Bit loads: it reloads, and its events tell.
    const elsewhere = join(at.folder, "elsewhere.wasm");
    copyFileSync(at.module, elsewhere);
    const failed = await publishTo(elsewhere, "m3", fluentBit(url));
    expect(failed).toEqual({
      published: false,
      reason: expect.stringMatching(/none carried the model m3; m2 was put back/),
    });
    expect(readFileSync(elsewhere).equals(readFileSync(at.module))).toBe(true);
    expect(await findModel(store.pool, "m3")).toMatchObject({ status: "failed", reason: failed.reason });

    writer.stop();
    await shipper.until(async () => (await storedCount(store.pool)) >= writer.written, 60);
    expect(await storedCount(store.pool)).toBe(writer.written);
    expect((await runsOfModels(store.pool)).map(({ model }) => model)).toEqual([BUILT_ID, "m1", "m2"]);
    expect(readFileSync(at.module).equals(BUILT)).toBe(false);
  });
});
