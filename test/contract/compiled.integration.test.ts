/** The filter in machine code, in a real Fluent Bit: it says what filter.wasm says, and takes new models while it runs. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { now } from "../../host/time.ts";
import { simulate } from "../../simulate/index.ts";
import { insertModel, servingModel } from "../../store/models.ts";
import { type Compiler, findCompiler, type Target, thisMachine } from "../../trainer/model/compile.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import type { PublishResult } from "../../trainer/publish/context.ts";
import { runExclusively } from "../../trainer/publish/exclusive.ts";
import { publish } from "../../trainer/publish/publish.ts";
import { fluentBit } from "../../trainer/publish/reload.ts";
import { smartlog } from "../cli/command.ts";
import { LogWriter } from "../faults/writer.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID, blobNamed } from "../trainer/models.ts";
import { DEPLOYED_CONFIG, FluentBit, findFluentBit } from "./fluent-bit.ts";
import { hardFile } from "./hard-lines.ts";
import { linesOf } from "./lines.ts";
import { shipperEnvironment, site } from "./shipped.ts";
import { runsOfModels, storedCount } from "./stored.ts";

const LINES = 2000;
const LINES_PER_SECOND = 500;
const program = findFluentBit() as string;
const compiler = findCompiler() as Compiler;
const target = thisMachine() as Target;
if (!compiler || !target)
  console.warn(
    "SKIPPED: a filter in machine code is NOT tested: no flb-wamrc or wamrc in PATH; SMARTLOG_WAMRC can name one",
  );

describe.skipIf(!program || !compiler || !target)("a compiled filter", { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  const env = { SMARTLOG_FLUENT_BIT: program, SMARTLOG_WAMRC: compiler?.path };
  let compiled: Buffer;
  beforeAll(async () => {
    const file = join(folder, "filter.aot");
    writeFileSync(join(folder, "filter.wasm"), BUILT);
    const { code, stdout, stderr } = await smartlog(
      ["model", "compile", "--module", join(folder, "filter.wasm"), "--json"],
      { env },
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ file, model: BUILT_ID, target, tried: 200 });
    compiled = readFileSync(file);
  });

  test("is found sound by the doctor, who tries it in this Fluent Bit", async () => {
    const { code, stdout } = await smartlog(["doctor", "--module", join(folder, "filter.aot")], { env });
    expect(stdout).toMatch(/ok +with the compiled filter it answers 200 lines as this SmartLog does/);
    expect(code).toBe(0);
  });

  test("answers lines of every kind, and hard ones, as filter.wasm does in Node", async () => {
    const at = site();
    const file = join(at.logs, "lines.log");
    const out = join(at.folder, "events.json");
    const drawn = Array.from(simulate({ kind: "mixed", lines: LINES, seed: 5 }), ({ line }) => `${line}\n`);
    writeFileSync(file, Buffer.concat([Buffer.from(drawn.join("")), hardFile(), Buffer.from("\n")]));
    writeFileSync(join(at.folder, "filter.aot"), compiled);
    const config = join(at.folder, "fluent-bit.yaml");
    writeFileSync(
      config,
      JSON.stringify({
        service: { flush: 0.2, grace: 1 },
        pipeline: {
          inputs: [
            {
              name: "tail",
              path: file,
              path_key: "file",
              offset_key: "offset",
              read_from_head: true,
              skip_empty_lines: false,
              buffer_max_size: "4M",
            },
          ],
          filters: [
            {
              name: "wasm",
              match: "*",
              event_format: "json",
              wasm_path: join(at.folder, "filter.aot"),
              function_name: "smartlog",
            },
          ],
          outputs: [{ name: "file", match: "*", path: at.folder, file: "events.json", format: "plain" }],
        },
      }),
    );
    const shipper = new FluentBit(program, ["-c", config]);
    const lines = linesOf(file);
    const written = () => (existsSync(out) ? readFileSync(out, "utf8").trimEnd().split("\n") : []);
    await shipper.until(() => written().length >= lines.length, 60);
    await shipper.stop();
    const records = written();
    expect(lines.length).toBeGreaterThan(LINES);
    expect(records).toHaveLength(lines.length);
    const filter = Filter.load(BUILT);
    for (const [i, { bytes, offset }] of lines.entries()) {
      const time = now();
      const ours = JSON.parse(filter.score(recordOfLine(bytes, { file, offset }), time)) as EnrichedRecord;
      const theirs = JSON.parse(records[i] as string) as EnrichedRecord;
      // A line without a time of its own has the shipper's.
      if (ours.smartlog.ts >= time.seconds) ours.smartlog.ts = theirs.smartlog.ts;
      expect(theirs.smartlog, bytes.toString("latin1").slice(0, 200)).toEqual(ours.smartlog);
    }
    at.remove();
  });

  test("takes new models while lines come in, and what must not serve does not reach Fluent Bit", async () => {
    const store: TestStore = await testStore();
    const at = { ...site(), module: "" };
    at.module = join(at.folder, "filter.aot");
    writeFileSync(at.module, compiled);
    const env = await shipperEnvironment(store, at);
    const runner = fluentBit(`http://127.0.0.1:${env.SMARTLOG_HTTP_PORT}`);
    const writer = new LogWriter(at.logs, LINES_PER_SECOND);
    const shipper = new FluentBit(program, ["-c", DEPLOYED_CONFIG], env);
    const publishNew = async (id: string, change = (module: Buffer) => module): Promise<PublishResult> =>
      runExclusively(
        store.pool,
        { target: at.module, runners: [runner], confirm: "events", confirmSeconds: 15 },
        () => {},
        async ({ context }) => {
          const blob = blobNamed(id);
          await insertModel(store.pool, {
            id,
            parent: BUILT_ID,
            origin: "trained",
            status: "candidate",
            reason: "",
            blob,
          });
          return publish(context, change(embedModel(readFileSync(at.module), blob)), id);
        },
      );
    try {
      writer.start();
      await shipper.until(async () => (await storedCount(store.pool)) > 0);
      for (const id of ["m1", "m2"])
        expect(await publishNew(id)).toEqual({
          published: true,
          reason: expect.stringMatching(/^events carry its id/),
        });
      expect((await servingModel(store.pool))?.id).toBe("m2");

      const before = readFileSync(at.module);
      const damaged = (module: Buffer) =>
        Buffer.from(module).fill(0xcc, module.length - 100_000, module.length - 99_000);
      expect(await publishNew("m3", damaged)).toEqual({
        published: false,
        reason: expect.stringMatching(/it could not be put in place: .*damaged/),
      });
      expect(readFileSync(at.module).equals(before)).toBe(true);
      // Machine code for machine code: nothing but the model differs.
      expect(embedModel(before, blobNamed(BUILT_ID)).equals(embedModel(compiled, blobNamed(BUILT_ID)))).toBe(
        true,
      );

      writer.stop();
      await shipper.until(async () => (await storedCount(store.pool)) >= writer.written, 60);
      expect(await storedCount(store.pool)).toBe(writer.written);
      expect((await runsOfModels(store.pool)).map(({ model }) => model)).toEqual([BUILT_ID, "m1", "m2"]);
    } finally {
      writer.stop();
      await shipper.stop();
      at.remove();
      await store.close();
    }
  });
});
