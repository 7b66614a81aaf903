import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAot } from "../../host/aot.ts";
import { readModel } from "../../trainer/model/read.ts";
import { changeSettings, readSettings } from "../../trainer/model/settings.ts";
import { temporaryFolder } from "../folder.ts";
import { compiledFilter } from "../host/aot-file.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID, moduleNamed } from "../trainer/models.ts";
import { StandInShipper } from "../trainer/stand-in-shipper.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const target = join(folder, "filter.wasm");
let store: TestStore;
let shipper: StandInShipper;
let env: Record<string, string>;
beforeAll(async () => {
  store = await testStore();
  // What the operator has set has to outlive every change of models.
  writeFileSync(target, changeSettings(BUILT, { exempt: ["192.0.2.9"] }));
  shipper = new StandInShipper(store, target);
  const port = new URL(await shipper.start()).port;
  env = { DATABASE_URL: store.url, SMARTLOG_MODULE: target, SMARTLOG_HTTP_PORT: port };
});
afterAll(async () => {
  await shipper?.stop();
  await store?.close();
});

const model = (...args: string[]) => smartlog(["model", ...args], { env });

test("import, promote, list, show, export, rollback: one after the other", { timeout: 120_000 }, async () => {
  expect((await model("list")).stdout).toMatch(new RegExp(`^${BUILT_ID} serves: it is in the filter`));

  const file = join(folder, "other.wasm");
  writeFileSync(file, moduleNamed("2026-11-21.1"));
  expect((await model("import", file)).stdout).toMatch(/2026-11-21\.1 is in the registry/);
  expect((await model("import", file)).stdout).toMatch(/was there already/);

  const promoted = await model("promote", "2026-11-21.1");
  expect(promoted).toEqual({
    code: 0,
    stderr: "",
    stdout: expect.stringMatching(/^2026-11-21\.1 serves\. events carry its id/),
  });
  expect(shipper.loaded).toBe("2026-11-21.1");
  expect(readSettings(readFileSync(target)).exempt).toEqual(["192.0.2.9"]);
  expect((await model("promote", "2026-11-21.1")).stdout).toMatch(/It did already/);
  expect(shipper.reloads).toBe(1);

  const listed = JSON.parse((await model("list", "--json")).stdout) as { id: string; status: string }[];
  expect(Object.fromEntries(listed.map(({ id, status }) => [id, status]))).toEqual({
    [BUILT_ID]: "retired",
    "2026-11-21.1": "serving",
  });
  expect((await model("list")).stdout).toMatch(
    /^model +status +made[^\n]*\n2026-11-21\.1|\n2026-11-21\.1 +serving/,
  );
  expect((await model("show", "2026-11-21.1")).stdout).toMatch(
    /status +serving since[\s\S]*SHA-256 [0-9a-f]{64}/,
  );

  const out = join(folder, "out.wasm");
  expect((await model("export", BUILT_ID, out)).code).toBe(0);
  expect(readModel(readFileSync(out)).id).toBe(BUILT_ID);

  expect((await model("rollback")).stdout).toMatch(new RegExp(`^${BUILT_ID} serves`));
  expect(shipper.loaded).toBe(BUILT_ID);
  expect(await model("rollback")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no model served before/),
  });
});

test("a model that does not come to serve is exit code 1, and then needs --force", async () => {
  const file = join(folder, "third.wasm");
  writeFileSync(file, moduleNamed("third"));
  await model("import", file);
  await new Promise((resolve) => setTimeout(resolve, 300));
  shipper.manner = "stuck";
  const failed = await model("promote", "third", "--confirm-seconds", "2");
  expect([failed.code, failed.stderr]).toEqual([
    1,
    expect.stringMatching(/^smartlog: third does not serve: .*none carried.*was put back\n$/),
  ]);
  shipper.manner = "well";
  expect((await model("promote", "third")).stderr).toMatch(/third was failed: .*--force/);
  expect((await model("promote", "third", "--force")).stdout).toMatch(/^third serves/);
});

test("a compiled filter takes models likewise, and gives and takes them as a file", async () => {
  writeFileSync(target, changeSettings(compiledFilter(), { exempt: ["192.0.2.7"] }));
  shipper.restart();
  const compiled = readFileSync(target);
  expect((await model("promote", "2026-11-21.1")).stdout).toMatch(
    /^2026-11-21\.1 serves\. events carry its id/,
  );
  expect(shipper.loaded).toBe("2026-11-21.1");
  const now = readFileSync(target);
  expect([isAot(now), now.length, readSettings(now).exempt]).toEqual([true, compiled.length, ["192.0.2.7"]]);

  const out = join(folder, "out.aot");
  expect((await model("export", BUILT_ID, out)).code).toBe(0);
  expect(readFileSync(out).equals(compiled)).toBe(true);
  expect((await model("import", out)).stdout).toMatch(/was there already/);

  expect((await model("rollback")).stdout).toMatch(/serves/);
  writeFileSync(target, changeSettings(BUILT, { exempt: ["192.0.2.9"] }));
  shipper.restart();
});

test.each([
  ["a model that isn't there", ["show", "nothing"], 1, /no model of this id/],
  [
    "no module",
    ["promote", "third", "--module", "/nowhere.wasm"],
    1,
    /no module to be read at \/nowhere.wasm/,
  ],
  ["a file that is none", ["import", "/etc/hostname"], 1, /cannot load/],
  ["a wrong proof", ["promote", "third", "--confirm", "hope"], 2, /Allowed choices are events, reload, none/],
  ["no id", ["promote"], 2, /missing required argument 'id'/],
])("%s is said", async (_, args, code, message) => {
  const result = await model(...args);
  expect(result.stderr).toMatch(message);
  expect(result.code).toBe(code);
});

test("a database without tables is told apart from one that can't be reached", async () => {
  await store.pool.query("create database empty");
  const url = new URL(store.url);
  url.pathname = "/empty";
  expect((await smartlog(["model", "list"], { env: { DATABASE_URL: url.href } })).stderr).toMatch(
    /run `smartlog db migrate` first/,
  );
});
