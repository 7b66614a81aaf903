import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { dataDir } from "../../store/data-dir.ts";
import { dataFolder } from "../../store/embedded/folder.ts";
import { newFolder } from "../folder.ts";

const before = process.cwd();
afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("what is given comes first, then the environment, then the state folder, one for each checkout", () => {
  vi.stubEnv("SMARTLOG_DATA_DIR", "/from/environment");
  expect([dataDir("given"), dataDir(), dataDir("")]).toEqual([
    join(before, "given"),
    "/from/environment",
    "/from/environment",
  ]);
  vi.stubEnv("SMARTLOG_DATA_DIR", "");
  process.chdir("/");
  vi.spyOn(process, "getuid").mockReturnValue(0);
  expect(dataDir()).toMatch(/^\/var\/lib\/smartlog\/[^/]+-[0-9a-f]{8}$/);
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  vi.stubEnv("HOME", "/home/ann");
  vi.stubEnv("XDG_STATE_HOME", "relative");
  expect(dataDir()).toMatch(/^\/home\/ann\/\.local\/state\/smartlog\/[^/]+-[0-9a-f]{8}$/);
  vi.stubEnv("XDG_STATE_HOME", "/state");
  expect(dataDir()).toMatch(/^\/state\/smartlog\/[^/]+-[0-9a-f]{8}$/);
});

test("data that an earlier version left in the current folder are used, and nothing else there is", () => {
  vi.stubEnv("SMARTLOG_DATA_DIR", "");
  const folder = newFolder();
  try {
    process.chdir(folder);
    mkdirSync(".smartlog");
    expect(dataDir()).not.toBe(join(folder, ".smartlog"));
    dataFolder(".smartlog", true);
    expect(dataDir()).toBe(join(folder, ".smartlog"));
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});
