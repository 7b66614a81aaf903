import { lstatSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BUILT_MODULE } from "../../host/module.ts";
import { replaceFile } from "../../trainer/publish/files.ts";
import { smartlog } from "../cli/command.ts";
import { newFolder } from "../folder.ts";

let folder: string;
let victim: string;
let file: string;
beforeEach(() => {
  folder = newFolder();
  victim = join(folder, "victim");
  file = join(folder, "file");
  writeFileSync(victim, "mine", { mode: 0o600 });
  // In a folder of another user's he may have put these there.
  for (const name of [file, `${file}.new`, `${file}.tmp`]) symlinkSync(victim, name);
});
afterEach(() => {
  const { mode } = statSync(victim);
  expect([readFileSync(victim, "utf8"), mode & 0o777]).toEqual(["mine", 0o600]);
  expect(lstatSync(file).isFile()).toBe(true);
  rmSync(folder, { recursive: true });
});

test("a file is put in the place of a link, and what that leads to stays", () => {
  replaceFile(file, Buffer.from("new"));
  expect(readFileSync(file, "utf8")).toBe("new");
});

test("smartlog configure writes through no link", async () => {
  const { code, stderr } = await smartlog([
    "configure",
    "--module",
    BUILT_MODULE,
    "--off",
    "bot",
    "--out",
    file,
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(statSync(file).size).toBeGreaterThan(100_000);
});
