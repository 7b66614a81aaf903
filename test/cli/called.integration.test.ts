import { accessSync, constants, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asCalled, calledAs } from "../../cli/lib/called.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { temporaryFolder } from "../folder.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const SCRIPT = join(PACKAGE_ROOT, "build", "cli.js");

test("the build makes the command's file executable: npx does it only for a folder that it has not seen", () => {
  accessSync(SCRIPT, constants.X_OK);
});

test("a command is named as it can be called here: on the path, by npx, or by its file", () => {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  expect(calledAs({ PATH: bin }, PACKAGE_ROOT)).toBe("npx smartlog");
  expect(calledAs({ PATH: bin }, join(PACKAGE_ROOT, "cli", "start"))).toBe("npx smartlog");
  expect(calledAs({ PATH: bin }, folder)).toBe(`node ${SCRIPT}`);
  symlinkSync(SCRIPT, join(bin, "smartlog"));
  expect(calledAs({ PATH: `/nowhere:${bin}` }, folder)).toBe("smartlog");

  // Another checkout's has other data.
  const others = join(folder, "others");
  mkdirSync(others);
  writeFileSync(join(others, "smartlog"), "#!/bin/sh\n");
  expect(calledAs({ PATH: others }, PACKAGE_ROOT)).toBe("npx smartlog");

  // As a package of a project; npm's own path is not the shell's.
  const modules = join(folder, "project", "node_modules", ".bin");
  mkdirSync(join(folder, "project", "src"), { recursive: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(SCRIPT, join(modules, "smartlog"));
  expect(calledAs({ PATH: modules }, join(folder, "project", "src"))).toBe("npx smartlog");
  // `npm --prefix … start` runs elsewhere than it was called.
  expect(calledAs({ PATH: modules, INIT_CWD: folder })).toBe(`node ${SCRIPT}`);
});

test("only what is to be typed is named so", () => {
  for (const text of [
    "SmartLog starts",
    "/var/lib/smartlog start",
    "npx smartlog start",
    "role smartlog serve_x",
    "smartlog: it failed",
    "smartlog.events",
  ])
    expect(asCalled(text)).toBe(text);
});

test("help, errors and hints name it so", async () => {
  const env = {
    PATH: process.env.PATH?.split(":")
      .filter((each) => !each.includes("smartlog-test-"))
      .join(":"),
  };
  const run = (...args: string[]) => smartlog(args, { env: { ...env, INIT_CWD: folder } });
  const called = `node ${SCRIPT}`;
  const help = (await run("start", "--help")).stdout;
  expect(help).toContain(`Usage: ${called} start`);
  expect(help).toContain(`\n  ${called} start /var/log/nginx/access.log`);
  expect((await run("start", "--fast")).stderr).toContain(`Try: ${called} start --help`);
  expect((await run("db", "status", "--data", join(folder, "none"))).stderr).toContain(
    `\`${called} start FILE\``,
  );
  for (const command of [
    "score",
    "explain",
    "doctor",
    "configure",
    "serve",
    "train",
    "feedback",
    "teach",
    "rates",
    "sessions",
    "mute",
    "review",
    "verify-bots",
    "model",
    "db",
  ]) {
    const { stdout } = await run(command, "--help");
    expect(stdout.replaceAll(called, "…")).not.toMatch(/(?<![\w/.-])smartlog (?!\(|as |and )[a-z]/);
  }
});
