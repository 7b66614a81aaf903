/** Command lines in documents, units, cron lines and the product's own texts name commands and options that there are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { loadCommands } from "../../cli/commands/index.ts";
import { makeProgram, nameOf } from "../../cli/program.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";

const program = makeProgram(await loadCommands());

/** CHANGELOG.md has former names, too. */
const FILES = globSync(
  [
    "*.md",
    "{docs,deploy}/**",
    "{cli,server,trainer,watch,report,store,rules,blocklist,faults,formats,host}/**/*.{ts,md}",
  ],
  { cwd: PACKAGE_ROOT, ignore: ["CHANGELOG.md", "**/*.{png,svg,wasm,json}"] },
);
/** What is called, and the rest of its line. */
const CALLED = /(?:\bsmartlog|\bcli\.js|npm start --|npm run (?:-s |--silent )?smartlog --) +(.*)/g;
/** Where a command line ends within a line: at the mark that quotes it, in a pipe, a list or a comment. */
const END = /[`|;&>)…]|\s#\s|\\$|",|\.(?:\s|$)/;

/** Each option of a command line that its command has not. */
function unknownOptions(words: readonly string[]): string[] {
  let command: Command = program;
  const unknown: string[] = [];
  for (const word of words) {
    const below = command.commands.find((each) => each.name() === word);
    if (below) command = below;
    const [, long] = /^["'[(]*(--[a-z][a-z-]*)/.exec(word) ?? [];
    if (long && long !== "--help" && !command.options.some((option) => option.long === long))
      unknown.push(`${nameOf(command)} ${long}`);
  }
  return unknown;
}

test("each option is one of its command's", () => {
  let lines = 0;
  const wrong = FILES.flatMap((file) =>
    [...readFileSync(join(PACKAGE_ROOT, file), "utf8").matchAll(CALLED)].flatMap(([line, rest = ""]) => {
      lines++;
      const words = rest.split(END)[0]?.split(/\s+/) ?? [];
      return unknownOptions(words).map((option) => `${file}: ${option} in: ${line.slice(0, 120)}`);
    }),
  );
  expect(wrong).toEqual([]);
  expect(lines).toBeGreaterThan(300);
});
