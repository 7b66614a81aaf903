/** Every command that takes a store says in a sentence what is wrong with the one that it was given. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadCommands } from "../../cli/commands/index.ts";
import { pathOf } from "../../cli/config/apply.ts";
import { doesSomething } from "../../cli/config/show.ts";
import { makeProgram, treeOf } from "../../cli/program.ts";
import { SmartLogError } from "../../host/error.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const file = join(folder, "a-file");
const log = join(folder, "access.log");
writeFileSync(file, "");
writeFileSync(log, "a line\n");

/** What a command needs besides, to come as far as the store. */
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  start: ["--once", log],
  serve: ["--port", "0"],
  "watch digest": ["--watch", join(folder, "watch.yaml")],
  feedback: ["--id", "0123456789abcdef", "--label", "bot"],
  review: ["--list"],
  "teach preview": ["--id", "0123456789abcdef", "--label", "bot"],
  "teach show": ["1"],
  "teach undo": ["1"],
  "mute add": ["--reason", "template:new", "--yes"],
  "mute preview": ["--reason", "template:new"],
  "rules test": [join(folder, "rule.yaml")],
  "db retain": ["--days", "30"],
  "user role": ["ann", "viewer"],
  "token create": ["web1", "--scope", "ingest"],
  "model export": ["default-1", join(folder, "out.wasm")],
};
writeFileSync(
  join(folder, "watch.yaml"),
  "channels:\n  test:\n    type: command\n    command: [/bin/true]\n",
);

const program = makeProgram(await loadCommands());
const taking = (long: string) =>
  treeOf(program)
    .filter((command) => doesSomething(command) && command.options.some((option) => option.long === long))
    .map((command) => pathOf(command).join(" "));

async function failure(name: string, args: readonly string[]): Promise<unknown> {
  const fresh = makeProgram(await loadCommands(name.split(" ")[0]));
  const command = treeOf(fresh).find((each) => pathOf(each).join(" ") === name) as Command;
  const besides =
    BESIDES[name] ?? command.registeredArguments.filter(({ required }) => required).map(() => "1");
  return fresh.parseAsync([...name.split(" "), ...besides, ...args], { from: "user" }).then(
    () => "it went well",
    (error: unknown) => error,
  );
}

const exit = process.exitCode;
beforeEach(() => {
  vi.stubEnv("DATABASE_URL", undefined);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = exit;
});

/** A next step is in the sentence, or beside it. */
function said(error: unknown): string {
  expect(error).toBeInstanceOf(SmartLogError);
  return (error as Error).message;
}

describe("--data with a file", () => {
  const names = taking("--data").filter((name) => name !== "sample remove");
  test("is a question to many commands", () => expect(names.length).toBeGreaterThan(35));
  test.each(names)("%s", async (name) => {
    expect(said(await failure(name, ["--data", file]))).toMatch(
      /a-file is a file, where a data folder was to be/,
    );
  });
});

describe("DATABASE_URL=garbage", () => {
  test.each(taking("--database-url"))("%s", async (name) => {
    vi.stubEnv("DATABASE_URL", "garbage");
    vi.stubEnv("SMARTLOG_DATA_DIR", undefined);
    if (name === "doctor") return; // says it as a finding, with others: wrong-use.integration.test.ts
    expect(said(await failure(name, []))).toMatch(/it doesn't begin with postgres:\/\//);
  });
});
