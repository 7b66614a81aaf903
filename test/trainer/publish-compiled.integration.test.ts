/** A publication where a compiled filter is in service. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { readCompiled, withOrigin } from "../../host/compiled.ts";
import { sha256 } from "../../store/models.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { PUBLISH_STEPS, type PublishStep } from "../../trainer/publish/context.ts";
import { publish } from "../../trainer/publish/publish.ts";
import { registerModule } from "../../trainer/registry/register-module.ts";
import { compiledFilter, unmarkedFilter } from "../host/aot-file.ts";
import { BUILT_ID, blobNamed, moduleNamed } from "./models.ts";
import { NEW, Publication } from "./publication.ts";

const at = new Publication();

describe("where a compiled filter is in service", () => {
  const COMPILED = compiledFilter();
  const CANDIDATE = embedModel(COMPILED, blobNamed(NEW));
  const OF_OTHER_CODE = withOrigin(unmarkedFilter(), {
    ...readCompiled(COMPILED).origin,
    code: "0".repeat(64),
  });
  beforeEach(() => {
    writeFileSync(at.target, COMPILED);
    at.shipper.restart();
  });

  test("a new model is put into it, proved by events, and taken back where none come", async () => {
    const steps: PublishStep[] = [];
    expect(await at.publishNew({ module: CANDIDATE, steps })).toMatchObject({ published: true });
    expect(steps).toEqual(PUBLISH_STEPS.slice(0, 6));
    await at.expectSettled(NEW);
    const { modelAt, origin } = readCompiled(COMPILED);
    const behind = modelAt + origin.region.capacity;
    const now = readFileSync(at.target);
    expect(now.subarray(0, modelAt).equals(COMPILED.subarray(0, modelAt))).toBe(true);
    expect(now.subarray(behind).equals(COMPILED.subarray(behind))).toBe(true);

    await at.shipped();
    at.shipper.manner = "stuck";
    await at.addCandidate("another", NEW);
    const another = embedModel(now, blobNamed("another"));
    const { published, reason } = await at.exclusively({}, (context) => publish(context, another, "another"));
    expect([published, reason]).toEqual([false, expect.stringContaining(`${NEW} was put back`)]);
    expect(readFileSync(at.target).equals(now)).toBe(true);
  });

  test.each([
    ["recorded", BUILT_ID],
    ["placed", NEW],
    ["confirmed", NEW],
  ] as const)("and the run is killed once it has %s, the next ends it", async (step, serves) => {
    expect(await at.publishAndDie(step, CANDIDATE)).toBe("SIGKILL");
    expect([sha256(COMPILED), sha256(CANDIDATE)]).toContain(sha256(readFileSync(at.target)));
    expect(await at.recovered()).toBeTruthy();
    await at.expectSettled(serves);
  });

  test.each([
    ["one that is not compiled", () => moduleNamed(NEW), /one is compiled and one is not/],
    ["a damaged one", () => Buffer.from(CANDIDATE).fill(1, 40, 44), /in place: /],
    ["one of other code", () => OF_OTHER_CODE, /another version of SmartLog: make it anew/],
    ["one without a model", () => embedModel(COMPILED, Buffer.alloc(8)), /takes no such model/],
  ])("%s does not get near the shipper", async (_, module, reason) => {
    const result = await at.publishNew({ module: module() });
    expect(result).toEqual({ published: false, reason: expect.stringMatching(reason) });
    expect(at.shipper.reloads).toBe(0);
    expect(readFileSync(at.target).equals(COMPILED)).toBe(true);
    await at.expectSettled(BUILT_ID);
  });

  test("of other code than this SmartLog's, that is noticed before anything is done", async () => {
    writeFileSync(at.target, OF_OTHER_CODE);
    const client = await at.store.pool.connect();
    await expect(registerModule(client, readFileSync(at.target))).rejects.toThrow(
      /another version of SmartLog: make it anew with `smartlog model compile`/,
    );
    client.release();
    await expect(at.publishNew({ module: CANDIDATE })).rejects.toThrow(/another version/);
    expect(readFileSync(at.target).equals(OF_OTHER_CODE)).toBe(true);
  });
});
