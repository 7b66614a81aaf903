/** A module put in service, and confirmed or taken back. */
import { chmodSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findModel } from "../../store/models.ts";
import { PUBLISH_STEPS, type PublishStep } from "../../trainer/publish/context.ts";
import { fluentBit, smartlogServer } from "../../trainer/publish/reload.ts";
import { BUILT, BUILT_ID, moduleNamed } from "./models.ts";
import { NEW, Publication } from "./publication.ts";

const at = new Publication();

describe("a module that is published", () => {
  test("is validated, placed, loaded, seen in events, and registered, in this order", async () => {
    chmodSync(at.target, 0o640);
    const steps: PublishStep[] = [];
    const result = await at.publishNew({ steps });
    expect(result).toEqual({
      published: true,
      reason: expect.stringMatching(/^events carry its id, the first after/),
    });
    expect(steps).toEqual(PUBLISH_STEPS.slice(0, 6));
    await at.expectSettled(NEW);
    expect(readFileSync(at.target).equals(moduleNamed(NEW))).toBe(true);
    expect(readFileSync(`${at.target}.previous`).equals(BUILT)).toBe(true);
    expect(statSync(at.target).mode & 0o777).toBe(0o640);
  });

  test("through a symbolic link replaces what the link leads to", async () => {
    const link = join(at.folder, "link.wasm");
    symlinkSync(at.target, link);
    const real = at.target;
    at.target = link;
    expect((await at.publishNew()).published).toBe(true);
    at.target = real;
    await at.expectSettled(NEW);
  });

  test.each([
    [
      "the shipper goes on with the old one",
      "stuck",
      /events arrived and none carried the model 2026-11-21\.1/,
    ],
    ["its filter drops lines", "drops", /drops records in its filter since the reload/],
    ["hot reload is off", "off", /hot reload is off.*hot_reload: on.*not loaded again/],
  ] as const)("is taken back where %s", async (_, manner, reason) => {
    await at.shipped();
    at.shipper.manner = manner;
    const { published, reason: said } = await at.publishNew();
    expect(published).toBe(false);
    expect(said).toMatch(reason);
    expect(said).toContain(`${BUILT_ID} was put back`);
    await at.expectSettled(BUILT_ID);
    expect(await findModel(at.store.pool, NEW)).toMatchObject({ status: "failed", reason: said });
  });

  test("is taken back where nobody answers", async () => {
    const { published, reason } = await at.publishNew({ runners: [fluentBit("http://127.0.0.1:9")] });
    expect([published, reason]).toEqual([
      false,
      expect.stringMatching(/can't be reached at http:\/\/127.0.0.1:9/),
    ]);
    await at.expectSettled(BUILT_ID);
  });

  test("is taken back where the process id belongs to another program, which gets no signal", async () => {
    const { published, reason } = await at.publishNew({
      runners: [fluentBit("http://127.0.0.1:9", String(process.pid)), smartlogServer("1")],
    });
    expect([published, reason]).toEqual([
      false,
      expect.stringMatching(/is another program now.*SIGHUP was not sent/),
    ]);
  });

  test("serves, said to be unproved, where there are no lines", async () => {
    at.shipper.manner = "quiet";
    await at.shipped();
    const { published, reason } = await at.publishNew();
    expect([published, reason]).toEqual([
      true,
      expect.stringMatching(/has reloaded \(1 times.*no lines came within 2 s that could have proved it/),
    ]);
    await at.expectSettled(NEW);
  });

  test("serves by what the shipper says where that is asked for", async () => {
    expect((await at.publishNew({ confirm: "reload" })).reason).toMatch(/^Fluent Bit at .*it has reloaded/);
    await at.expectSettled(NEW);
  });

  test("whose model has another name than it should is never placed", async () => {
    const steps: PublishStep[] = [];
    const { published, reason } = await at.publishNew({ module: moduleNamed("other"), steps });
    expect([published, reason, steps]).toEqual([
      false,
      expect.stringMatching(/names the model "other", not 2026/),
      [],
    ]);
    await at.expectSettled(BUILT_ID);
  });
});
