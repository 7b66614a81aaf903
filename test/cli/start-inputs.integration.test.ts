/** What `smartlog start` reads: standard input, folders, rotated sets, ranges of time; and --open, by a browser that is none. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../folder.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { json, result, smartlog, spawnCli, until } from "./command.ts";

const folder = temporaryFolder();
const logs = join(folder, "logs");
let store: TestStore;
let env: Record<string, string>;

/** Of a day of November 2026. */
const line = (day: number, path: string) =>
  `192.0.2.7 - - [${day}/Nov/2026:06:41:05 +0000] "GET ${path} HTTP/1.1" 200 5 "-" "curl/8.5.0"\n`;

beforeAll(async () => {
  store = await testStore();
  env = { DATABASE_URL: store.url, TZ: "UTC" };
  mkdirSync(join(logs, "site"), { recursive: true });
  writeFileSync(join(logs, "access.log"), line(21, "/newest"));
  writeFileSync(join(logs, "access.log.1"), line(20, "/before"));
  writeFileSync(join(logs, "access.log.2.gz"), gzipSync(line(19, "/oldest")));
  writeFileSync(join(logs, "site", "other.log"), line(21, "/other"));
  writeFileSync(join(logs, "logo.png"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
  writeFileSync(join(logs, "empty.log"), "");
});
afterAll(() => store?.close());

/** Loads them into a store that has none of them. */
async function load(args: readonly string[], input: string | Buffer = "") {
  await store.pool.query("delete from smartlog.events");
  const { code, stdout, stderr } = await smartlog(["start", "--once", "--json", ...args], { env, input });
  if (code !== 0) throw new Error(stderr);
  return { summary: json<Record<string, unknown>>(stdout).at(-1), stderr };
}

async function stored(what: string): Promise<string[]> {
  const { rows } = await store.pool.query(`select ${what} as value from smartlog.events order by time, 1`);
  return rows.map(({ value }) => value);
}

describe("smartlog start --once reads", () => {
  test("standard input, plain or packed; its lines have no place, and so come again", async () => {
    const text = line(21, "/piped") + line(21, "/again");
    expect((await load(["-"], gzipSync(text))).summary).toMatchObject({ lines: 2, stored: 2, duplicates: 0 });
    expect(await stored("tag || ' ' || path")).toEqual(["stdin /again", "stdin /piped"]);
    const again = await smartlog(["start", "--once", "--json", "-"], { env, input: text });
    expect(json(again.stdout).at(-1)).toMatchObject({ lines: 2, stored: 2, duplicates: 0 });
  });

  test("nothing, where nothing comes", async () => {
    expect((await load(["-"])).summary).toMatchObject({ lines: 0, stored: 0 });
  });

  test("a folder with all below it, and says what it leaves out", async () => {
    const { summary, stderr } = await load([logs]);
    expect(summary).toMatchObject({ files: 4, lines: 4, stored: 4, rejected: 0 });
    expect(stderr).toMatch(/left out: .*logo\.png is no log but a picture/);
    expect(stderr).toContain("left out: 1 empty file in");
  });

  test("one file, and the rotated parts beside it where that is asked for", async () => {
    expect((await load([join(logs, "access.log")])).summary).toMatchObject({ files: 1, stored: 1 });
    const { summary } = await load([join(logs, "access.log"), "--rotated"]);
    expect(summary).toMatchObject({ files: 3, stored: 3 });
    expect(await stored("path")).toEqual(["/oldest", "/before", "/newest"]);
  });

  test("a pattern, and of all of it only what --since and --until leave", async () => {
    const { summary, stderr } = await load([
      join(logs, "*.log*"),
      "--since",
      "2026-11-20",
      "--until",
      "2026-11-21",
    ]);
    expect(stderr).toContain("only from 2026-11-20 00:00:00+00:00 until 2026-11-21 00:00:00+00:00 (UTC)");
    expect(summary).toMatchObject({ stored: 1 });
    expect(await stored("path")).toEqual(["/before"]);
  });

  test.each([
    [["--open"], /--open shows the dashboards, which --once does not run/],
    [["--since", "2d", "--until", "3d"], /--since has to be before --until/],
    [["--format", "csv"], /Allowed choices are table, json/],
  ])("not with %j, which is wrong use", async (args, message) => {
    const { code, stderr } = await smartlog(["start", "--once", join(logs, "access.log"), ...args], { env });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe("--open", () => {
  const browser = join(folder, "browser");
  const opened = join(folder, "opened");
  beforeAll(() => {
    writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${opened}'\n`);
    chmodSync(browser, 0o755);
    writeFileSync(opened, "");
  });
  /** Of xdg-open, which asks the desktop first. */
  const screen = (BROWSER?: string) => ({
    BROWSER,
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    WSL_DISTRO_NAME: undefined,
    XDG_CURRENT_DESKTOP: undefined,
    DESKTOP_SESSION: undefined,
  });

  async function startOpen(more: Record<string, string | undefined>, isDone: (said: string) => boolean) {
    const child = spawnCli(["start", "--open", join(logs, "access.log")], { ...env, ...more });
    const ended = result(child);
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    try {
      await until("it is opened, and followed", () => isDone(said) && said.includes("following"));
    } finally {
      child.kill("SIGINT");
    }
    expect((await ended).code).toBe(0);
    return /dashboards on (\S+)/.exec(said)?.[1];
  }
  const [from, to] = [Date.UTC(2026, 10, 21, 6), Date.UTC(2026, 10, 21, 7)];

  test("shows the dashboards over the range that the log has", async () => {
    const url = await startOpen(screen(browser), () => readFileSync(opened, "utf8") !== "");
    expect(readFileSync(opened, "utf8")).toBe(`${url}/d/smartlog-overview?from=${from}&to=${to}\n`);
  });

  test("says the address where no browser can be opened", async () => {
    await startOpen(screen(), (said) =>
      new RegExp(`no browser can be opened here; open http\\S+from=${from}&to=${to}\n`).test(said),
    );
  });

  test("shows a page that analyze wrote", async () => {
    const page = join(folder, "page.html");
    writeFileSync(opened, "");
    const { code, stderr } = await smartlog(
      ["analyze", join(logs, "access.log"), "--output", page, "--open"],
      { env: screen(browser) },
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining(page)]);
    await until("it is opened", () => readFileSync(opened, "utf8") !== "");
    expect(readFileSync(opened, "utf8")).toMatch(/page\.html\n$/);
  });
});
