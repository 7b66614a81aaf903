import { spawn } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCompiled, withOrigin } from "../../host/compiled.ts";
import { findModel, insertModel, servingModel, sha256 } from "../../store/models.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { readModel } from "../../trainer/model/read.ts";
import type { Confirm } from "../../trainer/publish/confirm.ts";
import { journalPath, openJournal } from "../../trainer/publish/journal.ts";
import {
  PUBLISH_STEPS,
  type PublishContext,
  type PublishStep,
  publish,
  recover,
} from "../../trainer/publish/publish.ts";
import { fluentBit, type Runner, smartlogServer } from "../../trainer/publish/reload.ts";
import { validateModule } from "../../trainer/publish/validate.ts";
import { registerModule } from "../../trainer/registry/register-module.ts";
import { compiledFilter, unmarkedFilter } from "../host/aot-file.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID, blobNamed, moduleNamed } from "./models.ts";
import { StandInShipper } from "./stand-in-shipper.ts";

const NEW = "2026-11-21.1";
const CONFIRM_SECONDS = 2;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

let folder: string;
let target: string;
let shipper: StandInShipper;
let url: string;
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.models, smartlog.score_bins");
  folder = mkdtempSync(join(tmpdir(), "smartlog-publish-"));
  target = join(folder, "filter.wasm");
  writeFileSync(target, BUILT);
  shipper = new StandInShipper(store, target);
  url = await shipper.start();
  const client = await store.pool.connect();
  await registerModule(client, BUILT);
  client.release();
  await insertModel(store.pool, {
    id: NEW,
    parent: BUILT_ID,
    origin: "trained",
    status: "candidate",
    reason: "",
    blob: blobNamed(NEW),
  });
});
afterEach(async () => {
  await shipper.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Choice {
  confirm?: Confirm;
  runners?: Runner[];
  module?: Buffer;
  steps?: PublishStep[];
}

function alone<T>(choice: Choice, work: (context: PublishContext) => Promise<T>): Promise<T> {
  const { confirm = "events", runners = [fluentBit(url)], steps = [] } = choice;
  return withTrainerLock(store.pool, ({ client }) =>
    work({
      client,
      target,
      runners,
      confirm,
      confirmSeconds: CONFIRM_SECONDS,
      onStep: (step) => steps.push(step),
    }),
  );
}

const publishNew = (choice: Choice = {}) =>
  alone(choice, (context) => publish(context, choice.module ?? moduleNamed(NEW), NEW));

/** File, registry and shipper say the same, and nothing is left of the work. */
async function expectSettled(id: string): Promise<void> {
  expect(readModel(readFileSync(target)).id).toBe(id);
  expect((await servingModel(store.pool))?.id).toBe(id);
  expect(shipper.loaded).toBe(id);
  expect(readdirSync(folder).filter((name) => /new$|publishing$/.test(name))).toEqual([]);
}

describe("a module that is published", () => {
  test("is validated, placed, loaded, seen in events, and registered, in this order", async () => {
    chmodSync(target, 0o640);
    const steps: PublishStep[] = [];
    const result = await publishNew({ steps });
    expect(result).toEqual({
      published: true,
      reason: expect.stringMatching(/^events carry its id, the first after/),
    });
    expect(steps).toEqual(PUBLISH_STEPS.slice(0, 6));
    await expectSettled(NEW);
    expect(readFileSync(target).equals(moduleNamed(NEW))).toBe(true);
    expect(readFileSync(`${target}.previous`).equals(BUILT)).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o640);
  });

  test("through a symbolic link replaces what the link leads to", async () => {
    const link = join(folder, "link.wasm");
    symlinkSync(target, link);
    const real = target;
    target = link;
    expect((await publishNew()).published).toBe(true);
    target = real;
    await expectSettled(NEW);
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
    await new Promise((resolve) => setTimeout(resolve, 300));
    shipper.manner = manner;
    const { published, reason: said } = await publishNew();
    expect(published).toBe(false);
    expect(said).toMatch(reason);
    expect(said).toContain(`${BUILT_ID} was put back`);
    await expectSettled(BUILT_ID);
    expect(await findModel(store.pool, NEW)).toMatchObject({ status: "failed", reason: said });
  });

  test("is taken back where nobody answers", async () => {
    const { published, reason } = await publishNew({ runners: [fluentBit("http://127.0.0.1:9")] });
    expect([published, reason]).toEqual([
      false,
      expect.stringMatching(/can't be reached at http:\/\/127.0.0.1:9/),
    ]);
    await expectSettled(BUILT_ID);
  });

  test("is taken back where the process id belongs to another program, which gets no signal", async () => {
    const { published, reason } = await publishNew({
      runners: [fluentBit("http://127.0.0.1:9", String(process.pid)), smartlogServer("1")],
    });
    expect([published, reason]).toEqual([
      false,
      expect.stringMatching(/is another program now.*SIGHUP was not sent/),
    ]);
  });

  test("serves, said to be unproved, where there are no lines", async () => {
    shipper.manner = "quiet";
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { published, reason } = await publishNew();
    expect([published, reason]).toEqual([
      true,
      expect.stringMatching(/has reloaded \(1 times.*no lines came within 2 s that could have proved it/),
    ]);
    await expectSettled(NEW);
  });

  test("serves by what the shipper says where that is asked for", async () => {
    expect((await publishNew({ confirm: "reload" })).reason).toMatch(/^Fluent Bit at .*it has reloaded/);
    await expectSettled(NEW);
  });

  test("whose model has another name than it should is never placed", async () => {
    const steps: PublishStep[] = [];
    const { published, reason } = await publishNew({ module: moduleNamed("other"), steps });
    expect([published, reason, steps]).toEqual([
      false,
      expect.stringMatching(/names the model "other", not 2026/),
      [],
    ]);
    await expectSettled(BUILT_ID);
  });
});

describe("validation", () => {
  test("takes the built module, on more than a thousand records", () => {
    expect(validateModule(BUILT, BUILT_ID)).toBeGreaterThan(1_400);
  });

  test.each([
    ["cut off", BUILT.subarray(0, BUILT.length - 1000), /no WebAssembly module/],
    ["another program", Buffer.from("0061736d01000000", "hex"), /does not export smartlog/],
    ["a damaged model", damaged(), /checksum|damaged|takes no such model/],
  ])("refuses %s", (_, module, message) => {
    expect(() => validateModule(module, BUILT_ID)).toThrow(message);
  });

  test("refuses a module that changes what it is given", () => {
    const text = (of: string) => Buffer.from(of, "utf16le");
    const at = BUILT.indexOf(text('"smartlog"'));
    if (at < 0) throw new Error("the filter has the event's key in another form: change this test");
    const module = Buffer.from(BUILT);
    text('"smartdog"').copy(module, at);
    expect(() => validateModule(module, BUILT_ID)).toThrow(/adds no event/);
  });
});

function damaged(): Buffer {
  const module = Buffer.from(BUILT);
  module[module.length - 5000] = (module[module.length - 5000] as number) ^ 0xff;
  return module;
}

/** Runs the publication in a process that is killed after a step; an empty module: a recovery. */
function publishAndDie(
  step: PublishStep | "never",
  module = moduleNamed(NEW),
): Promise<NodeJS.Signals | null> {
  const file = join(folder, "candidate");
  writeFileSync(file, module);
  const script = new URL("publish-and-die.mjs", import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    [script, store.urlOf("train"), target, module.length ? file : "", NEW, url, step],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  return new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
}

/** The lock goes with the killed session, once Postgres has noticed. */
async function recovered(): Promise<string | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await alone({}, recover);
    } catch (error) {
      if (!/another training/.test(String(error)) || attempt > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe("killed right after a step, the next run ends it:", () => {
  test.each([
    ["recorded", BUILT_ID, /serves$/],
    ["placed", NEW, /it serves now: events carry its id/],
    ["reloaded", NEW, /it serves now: events carry its id/],
    ["confirmed", NEW, /it serves now: events carry its id/],
    ["registered", NEW, /after all was done/],
  ] as const)("%s", async (step, serves, said) => {
    expect(await publishAndDie(step)).toBe("SIGKILL");
    const module = readFileSync(target);
    expect([sha256(BUILT), sha256(moduleNamed(NEW))]).toContain(sha256(module));
    expect(await recovered()).toMatch(said);
    await expectSettled(serves);
    expect((await findModel(store.pool, NEW)).status).toBe(serves === NEW ? "serving" : "failed");
    expect(await recovered()).toBeUndefined();
  });

  test("validated: nothing had begun", async () => {
    expect(await publishAndDie("validated")).toBe("SIGKILL");
    expect(await recovered()).toBeUndefined();
    await expectSettled(BUILT_ID);
  });

  test.each(["put back", "put back and reloaded", "marked as failed"] as const)("%s", async (step) => {
    shipper.manner = "stuck";
    expect(await publishAndDie(step)).toBe("SIGKILL");
    shipper.manner = "well";
    expect(await recovered()).toMatch(/serves$/);
    await expectSettled(BUILT_ID);
    expect((await findModel(store.pool, NEW)).status).toBe("failed");
  });

  test("twice: the recovery is killed as well", async () => {
    expect(await publishAndDie("placed")).toBe("SIGKILL");
    expect(await publishAndDie("reloaded", Buffer.alloc(0))).toBe("SIGKILL");
    expect(await recovered()).toMatch(/it serves now/);
    await expectSettled(NEW);
  });

  test("the new module turns out bad in the recovery: the old one is put back", async () => {
    expect(await publishAndDie("placed")).toBe("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 300));
    shipper.manner = "stuck";
    expect(await recovered()).toMatch(/none carried.*was put back/);
    await expectSettled(BUILT_ID);
  });

  test("somebody has put a third module in place: it stays", async () => {
    expect(await publishAndDie("placed")).toBe("SIGKILL");
    writeFileSync(target, moduleNamed("by-hand"));
    expect(await recovered()).toMatch(/another module is there now/);
    expect(readModel(readFileSync(target)).id).toBe("by-hand");
    expect((await findModel(store.pool, NEW)).status).toBe("failed");
  });

  test("the database is lost while it waits for events: it says what is not known, and the next run ends it", async () => {
    const lost = withTrainerLock(store.pool, async ({ client }) => {
      const { rows } = await client.query("select pg_backend_pid() as pid");
      const onStep = (step: PublishStep) => {
        if (step === "reloaded") void store.pool.query("select pg_terminate_backend($1)", [rows[0].pid]);
      };
      shipper.manner = "quiet";
      const runners = [fluentBit(url)];
      const context = {
        client,
        target,
        runners,
        confirm: "events",
        confirmSeconds: CONFIRM_SECONDS,
        onStep,
      } as const;
      return publish(context, moduleNamed(NEW), NEW);
    });
    await expect(lost).rejects.toThrow(/2026-11-21\.1 is in place, and not confirmed: .*Run it again/);
    shipper.manner = "well";
    expect(await recovered()).toMatch(/it serves now: events carry its id/);
    await expectSettled(NEW);
  });

  test("a journal without its old module says so, and leaves things as they are", async () => {
    openJournal(target, BUILT, {
      model: NEW,
      previous: BUILT_ID,
      sha256: sha256(moduleNamed(NEW)),
      previousSha256: sha256(BUILT),
    });
    writeFileSync(target, moduleNamed(NEW));
    rmSync(`${target}.previous`);
    shipper.manner = "stuck";
    await expect(recovered()).rejects.toThrow(/can't be put back.*model promote/);
    expect(statSync(journalPath(target)).size).toBeGreaterThan(0);
  });
});

describe("where a compiled filter is in service", () => {
  const COMPILED = compiledFilter();
  const CANDIDATE = embedModel(COMPILED, blobNamed(NEW));
  const OF_OTHER_CODE = withOrigin(unmarkedFilter(), {
    ...readCompiled(COMPILED).origin,
    code: "0".repeat(64),
  });
  beforeEach(() => {
    writeFileSync(target, COMPILED);
    shipper.restart();
  });

  test("a new model is put into it, proved by events, and taken back where none come", async () => {
    const steps: PublishStep[] = [];
    expect(await publishNew({ module: CANDIDATE, steps })).toMatchObject({ published: true });
    expect(steps).toEqual(PUBLISH_STEPS.slice(0, 6));
    await expectSettled(NEW);
    const { modelAt, origin } = readCompiled(COMPILED);
    const behind = modelAt + origin.region.capacity;
    const now = readFileSync(target);
    expect(now.subarray(0, modelAt).equals(COMPILED.subarray(0, modelAt))).toBe(true);
    expect(now.subarray(behind).equals(COMPILED.subarray(behind))).toBe(true);

    await new Promise((resolve) => setTimeout(resolve, 300));
    shipper.manner = "stuck";
    await insertModel(store.pool, {
      id: "another",
      parent: NEW,
      origin: "trained",
      status: "candidate",
      reason: "",
      blob: blobNamed("another"),
    });
    const another = embedModel(now, blobNamed("another"));
    const { published, reason } = await alone({}, (context) => publish(context, another, "another"));
    expect([published, reason]).toEqual([false, expect.stringContaining(`${NEW} was put back`)]);
    expect(readFileSync(target).equals(now)).toBe(true);
  });

  test.each([
    ["recorded", BUILT_ID],
    ["placed", NEW],
    ["confirmed", NEW],
  ] as const)("and the run is killed once it has %s, the next ends it", async (step, serves) => {
    expect(await publishAndDie(step, CANDIDATE)).toBe("SIGKILL");
    expect([sha256(COMPILED), sha256(CANDIDATE)]).toContain(sha256(readFileSync(target)));
    expect(await recovered()).toBeTruthy();
    await expectSettled(serves);
  });

  test.each([
    ["one that is not compiled", () => moduleNamed(NEW), /one is compiled and one is not/],
    ["a damaged one", () => Buffer.from(CANDIDATE).fill(1, 40, 44), /in place: /],
    ["one of other code", () => OF_OTHER_CODE, /another version of SmartLog: make it anew/],
    ["one without a model", () => embedModel(COMPILED, Buffer.alloc(8)), /takes no such model/],
  ])("%s does not get near the shipper", async (_, module, reason) => {
    const result = await publishNew({ module: module() });
    expect(result).toEqual({ published: false, reason: expect.stringMatching(reason) });
    expect(shipper.reloads).toBe(0);
    expect(readFileSync(target).equals(COMPILED)).toBe(true);
    await expectSettled(BUILT_ID);
  });

  test("of other code than this SmartLog's, that is noticed before anything is done", async () => {
    writeFileSync(target, OF_OTHER_CODE);
    const client = await store.pool.connect();
    await expect(registerModule(client, readFileSync(target))).rejects.toThrow(
      /another version of SmartLog: make it anew with `smartlog model compile`/,
    );
    client.release();
    await expect(publishNew({ module: CANDIDATE })).rejects.toThrow(/another version/);
    expect(readFileSync(target).equals(OF_OTHER_CODE)).toBe(true);
  });
});
