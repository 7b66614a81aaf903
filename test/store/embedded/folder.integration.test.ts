import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasCluster, passwordOf } from "../../../store/embedded/cluster.ts";
import { dataFolder } from "../../../store/embedded/folder.ts";
import { openOwn } from "../../../store/embedded/own-file.ts";
import { openStore } from "../../../store/open.ts";
import { newFolder } from "../../folder.ts";
import { failure } from "./failure.ts";

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = newFolder();
  dataDir = join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every file below a folder, with its content. */
function contents(path: string): Record<string, string> {
  const found = readdirSync(path, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    found
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file, readFileSync(file, "utf8")]),
  );
}

const mode = (path: string) => statSync(path).mode & 0o777;

describe("what SmartLog did not make stays as it is", () => {
  test.each<[string, Record<string, string>]>([
    ["a project", { "package.json": "{}" }],
    ["a backup of the same names", { "postgres/backups/prod.dump": "dump", users: "x", password: "y" }],
    ["a database of somebody's", { "postgres/PG_VERSION": "18\n", "postgres/base/1": "rows", password: "y" }],
  ])("%s", async (_name, files) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(dataDir, name, ".."), { recursive: true });
      writeFileSync(join(dataDir, name), text);
    }
    const before = contents(dataDir);
    for (const create of [true, false])
      expect(await failure(() => openStore({ dataDir, create }))).toMatchObject({
        code: "DATA_FOREIGN",
        message: expect.stringContaining("nothing in it was touched"),
        nextStep: expect.stringContaining("--data"),
      });
    expect(contents(dataDir)).toEqual(before);
  });

  test("a cluster that lost a part: named, kept, never made anew", async () => {
    const layout = dataFolder(dataDir, true);
    mkdirSync(join(layout.cluster, "base"), { recursive: true });
    writeFileSync(join(layout.cluster, "base", "1"), "rows");
    for (const missing of ["PG_VERSION", "global/pg_control"]) {
      for (const create of [true, false])
        expect(await failure(() => openStore({ dataDir, create }))).toMatchObject({
          code: "DATA_DAMAGED",
          message: expect.stringContaining(`${missing} is missing`),
          nextStep: expect.stringContaining(`mv ${layout.cluster}`),
        });
      writeFileSync(join(layout.cluster, "PG_VERSION"), "18\n");
    }
    expect(readFileSync(join(layout.cluster, "base", "1"), "utf8")).toBe("rows");
  });

  test.each(["users", "postgres.log", "password", "lock", "reserve", "postgresql.conf"])(
    "a folder, a link or another's file named %s",
    async (name) => {
      const { folder: path } = dataFolder(dataDir, true);
      const victim = join(folder, "victim");
      writeFileSync(victim, "mine", { mode: 0o644 });
      const makers = [
        () => mkdirSync(join(path, name)),
        () => symlinkSync(victim, join(path, name)),
        () => execFileSync("ln", [victim, join(path, name)]),
      ];
      for (const make of makers) {
        make();
        const open = () =>
          name === "reserve" ? openOwn(join(path, name), 1) : openStore({ dataDir, create: true });
        expect(await failure(open)).toMatchObject({
          code: "DATA_DAMAGED",
          message: expect.stringContaining(join(path, name)),
        });
        rmSync(join(path, name), { recursive: true });
      }
      expect([readFileSync(victim, "utf8"), mode(victim)]).toEqual(["mine", 0o644]);
    },
  );
});

describe("data", () => {
  test("are made only by what may make them", async () => {
    expect(await failure(() => openStore({ dataDir, create: false }))).toMatchObject({ code: "NO_DATA" });
    expect(existsSync(dataDir)).toBe(false);
    mkdirSync(dataDir);
    expect(await failure(() => openStore({ dataDir, create: false }))).toMatchObject({ code: "NO_DATA" });
    expect(readdirSync(dataDir)).toEqual([]);
    dataFolder(dataDir, true);
    expect(await failure(() => openStore({ dataDir, create: false }))).toMatchObject({ code: "NO_DATA" });
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);
  });

  test("are not in a folder that others may write to", async () => {
    mkdirSync(dataDir);
    for (const loose of [0o777, 0o1777, 0o720]) {
      chmodSync(dataDir, loose);
      expect(await failure(() => dataFolder(dataDir, true))).toMatchObject({
        code: "DATA_NOT_SAFE",
        nextStep: expect.stringContaining(`chmod go-w ${dataDir}`),
      });
    }
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test("are not in a file, nor below one", async () => {
    writeFileSync(dataDir, "");
    for (const path of [dataDir, join(dataDir, "deeper")])
      expect(await failure(() => openStore({ dataDir: path }))).toMatchObject({
        code: "BAD_ARGUMENT",
        message: expect.stringContaining(`${dataDir} is a file`),
      });
  });

  test("of a version that put no marker there are known by the FIFO", () => {
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    writeFileSync(join(dataDir, "postgres/PG_VERSION"), "18\n");
    writeFileSync(join(dataDir, "password"), "abcdefgh");
    execFileSync("mkfifo", [join(dataDir, "users")]);
    expect(existsSync(dataFolder(dataDir, false).marker)).toBe(true);
  });

  test("are made in an empty folder postgres, with a password that only its owner reads", async () => {
    const layout = dataFolder(dataDir, true);
    mkdirSync(layout.cluster);
    expect(hasCluster(layout)).toBe(false);
    // Of a command that was killed while it made one.
    mkdirSync(join(dataDir, "unfinished-a1B2c3", "postgres"), { recursive: true });
    const umask = process.umask(0);
    const store = await openStore({ dataDir }).finally(() => process.umask(umask));
    await store.close();
    expect(
      ["password", "postgres.log", "users", "lock", "reserve"].map((name) => mode(join(dataDir, name))),
    ).toEqual(Array(5).fill(0o600));
    expect(readdirSync(dataDir).sort()).toEqual(
      [
        ".smartlog-data",
        "lock",
        "password",
        "postgres",
        "postgres.log",
        "postgresql.conf",
        "reserve",
        "users",
      ].sort(),
    );

    // Looser ones are mended, lost ones are said.
    chmodSync(layout.password, 0o644);
    expect(passwordOf(layout)).toMatch(/^[\w-]{32}$/);
    expect(mode(layout.password)).toBe(0o600);
    rmSync(layout.password);
    expect(await failure(() => openStore({ dataDir }))).toMatchObject({
      code: "DATA_DAMAGED",
      message: expect.stringContaining("lost"),
      nextStep: expect.stringContaining("alter role"),
    });
    expect(existsSync(layout.password)).toBe(false);
  });
});

test("commands that come at the same moment make one folder", async () => {
  const built = fileURLToPath(new URL("../../../build/store/embedded/folder.js", import.meta.url));
  // Each waits for the next of the moments, busily: a timer would let one come first.
  const code = `
    import { dataFolder } from ${JSON.stringify(built)};
    for (let round = 0; round < 200; round++) {
      while (Date.now() < ${Date.now() + 1_500} + round * 5);
      dataFolder(${JSON.stringify(folder)} + "/" + round, true);
    }`;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
  await Promise.all([run(), run()]);
  expect(readdirSync(folder)).toHaveLength(200);
});
