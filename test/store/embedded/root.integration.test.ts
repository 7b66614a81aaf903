import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dataDir as defaultDataDir } from "../../../store/data-dir.ts";
import { serverAccount } from "../../../store/embedded/account.ts";
import { dataFolder } from "../../../store/embedded/folder.ts";
import { reachableBinaries } from "../../../store/embedded/reach.ts";
import { openStore } from "../../../store/open.ts";
import { newFolder } from "../../folder.ts";
import { failure } from "./failure.ts";

/** Whoever wants root's rights: any account that isn't root's nor the server's. */
const ATTACKER = { uid: 65_534, gid: 65_534 };

let folder: string;
let home: string;
let victim: string;
beforeEach(() => {
  folder = newFolder();
  chmodSync(folder, 0o755);
  home = join(folder, "attacker");
  mkdirSync(home);
  chownSync(home, ATTACKER.uid, ATTACKER.gid);
  victim = join(folder, "victim");
  writeFileSync(victim, "root's", { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As the attacker. */
function attack(script: string): void {
  const { status, stderr } = spawnSync("/bin/sh", ["-ec", script], { ...ATTACKER, cwd: home });
  if (status !== 0) throw new Error(stderr.toString());
}

function expectVictimUntouched(): void {
  const { uid, mode } = statSync(victim);
  expect([readFileSync(victim, "utf8"), uid, mode & 0o777]).toEqual(["root's", 0, 0o600]);
}

describe.skipIf(process.getuid?.() !== 0)("root", () => {
  test.each([
    "password.new",
    "password",
    "postgres.log",
    "users",
    "lock",
    ".smartlog-data",
    "postgresql.conf",
  ])("is not led through another's link %s", async (name) => {
    attack(`mkdir -p .smartlog/postgres; ln -s ${victim} .smartlog/${name}`);
    const dataDir = join(home, ".smartlog");
    expect(await failure(() => openStore({ dataDir }))).toMatchObject({
      code: "DATA_NOT_SAFE",
      nextStep: expect.stringMatching(/sudo -u nobody .*--data/),
    });
    // Nor where only the folder itself is another's.
    const other = join(folder, "other");
    mkdirSync(other);
    symlinkSync(victim, join(other, name));
    chownSync(other, ATTACKER.uid, ATTACKER.gid);
    expect(await failure(() => openStore({ dataDir: other }))).toMatchObject({ code: "DATA_NOT_YOURS" });
    expectVictimUntouched();
  });

  test("is not led by a folder that another may exchange, or a link on the way", async () => {
    const own = join(home, "roots");
    mkdirSync(own);
    expect(await failure(() => openStore({ dataDir: own }))).toMatchObject({ code: "DATA_NOT_SAFE" });

    const shared = join(folder, "shared");
    mkdirSync(join(shared, "data"), { recursive: true });
    for (const loose of [0o777, 0o775]) {
      chmodSync(shared, loose);
      expect(await failure(() => openStore({ dataDir: join(shared, "data") }))).toMatchObject({
        code: "DATA_NOT_SAFE",
        nextStep: expect.stringContaining(`chmod go-w ${shared}`),
      });
    }
    chmodSync(shared, 0o1777); // as /tmp: nobody moves what is another's
    expect(dataFolder(join(shared, "data"), true).folder).toBe(join(shared, "data"));

    attack(`ln -s ${shared}/data ${shared}/link`);
    expect(await failure(() => openStore({ dataDir: join(shared, "link") }))).toMatchObject({
      code: "DATA_NOT_SAFE",
    });
  });

  test("takes no data of the folder that it happens to be in, but its own", () => {
    const before = process.cwd();
    try {
      attack(
        "mkdir -p .smartlog/postgres; mkfifo .smartlog/users; echo 18 > .smartlog/postgres/PG_VERSION; echo x > .smartlog/password",
      );
      process.chdir(home);
      expect(defaultDataDir()).toMatch(/^\/var\/lib\/smartlog\/[^/]+-[0-9a-f]{8}$/);
      mkdirSync(join(folder, "own"));
      cpSync(join(home, ".smartlog", "postgres"), join(folder, "own", ".smartlog", "postgres"), {
        recursive: true,
      });
      writeFileSync(join(folder, "own", ".smartlog", ".smartlog-data"), "");
      process.chdir(join(folder, "own"));
      expect(defaultDataDir()).toBe(join(folder, "own", ".smartlog"));
    } finally {
      process.chdir(before);
    }
  });

  test("never locks out the user whose data they are", async () => {
    const dataDir = join(folder, "data");
    dataFolder(dataDir, true);
    spawnSync(
      "/bin/sh",
      ["-c", "mkdir postgres; echo 18 > postgres/PG_VERSION; mkfifo users; echo x > password"],
      {
        cwd: dataDir,
      },
    );
    spawnSync("chown", ["-R", `${ATTACKER.uid}:${ATTACKER.gid}`, dataDir]);
    const state = () =>
      readdirSync(dataDir).map((name) => {
        const { uid, mode, ino, mtimeMs } = lstatSync(join(dataDir, name));
        return { name, uid, mode, ino, mtimeMs };
      });
    const before = state();
    expect(await failure(() => openStore({ dataDir }))).toMatchObject({
      code: "DATA_NOT_YOURS",
      nextStep: expect.stringContaining("sudo -u nobody"),
    });
    expect(state()).toEqual(before);
  });

  test("runs Postgres as another account, without any right of root's", async () => {
    const store = await openStore({ dataDir: join(folder, "data") });
    const pid = readFileSync(join(folder, "data/postgres/postmaster.pid"), "utf8").split("\n")[0];
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const owner = statSync(join(folder, "data/postgres"));
    expect(status).toMatch(new RegExp(`^Uid:\\s+${owner.uid}\\s+${owner.uid}\\s+${owner.uid}`, "m"));
    expect(owner.uid).not.toBe(0);
    for (const set of ["Inh", "Prm", "Eff", "Amb"])
      expect(status).toMatch(new RegExp(`^Cap${set}:\\s+0+$`, "m"));
    const program = "copy (select 1) to program 'touch %s'";
    await expect(store.pool.query(program.replace("%s", join(folder, "closed")))).rejects.toThrow();
    await store.close();
    // What the account may change, root doesn't write: its settings lie elsewhere.
    expect(existsSync(join(folder, "data/postgresql.conf"))).toBe(true);
  });

  test("is told where a folder is closed to that account", async () => {
    const closed = join(folder, "closed");
    mkdirSync(join(closed, "data"), { recursive: true });
    chmodSync(closed, 0o700);
    expect(await failure(() => openStore({ dataDir: join(closed, "data") }))).toMatchObject({
      code: "DATA_NOT_REACHED",
      message: expect.stringContaining(`doesn't get into ${closed}`),
      nextStep: expect.stringContaining("/var/lib/smartlog/data"),
    });
  });

  test("runs copies of programs that are closed to that account", () => {
    const version = `0-test-${process.pid}`;
    const home = join(folder, "closed", "package", "native");
    const program = (name: string) => join(home, "bin", name);
    mkdirSync(join(home, "bin"), { recursive: true });
    mkdirSync(join(home, "lib"));
    writeFileSync(join(home, "..", "package.json"), JSON.stringify({ version }));
    writeFileSync(program("postgres"), "#!/bin/sh\ncat $(dirname $0)/../lib/link\n", { mode: 0o700 });
    writeFileSync(join(home, "lib", "text"), "it runs", { mode: 0o600 });
    symlinkSync("text", join(home, "lib", "link"));
    chmodSync(join(folder, "closed"), 0o700);
    const account = serverAccount(join(folder, "none"));
    const umask = process.umask(0o077);
    const copy = reachableBinaries(account, {
      home,
      postgres: program("postgres"),
      initdb: program("initdb"),
    });
    process.umask(umask);
    try {
      expect(copy.home).toBe(`/var/cache/smartlog/postgres-${version}-${process.arch}`);
      expect(spawnSync(copy.postgres, { ...account, cwd: "/" }).stdout.toString()).toBe("it runs");
    } finally {
      rmSync(copy.home, { recursive: true });
    }
  });
});
