/** docs/commands.md says of all commands what their definitions say; options of one name mean one thing. */
import { expect, test } from "vitest";
import { loadCommands } from "../../cli/commands/index.ts";
import { commandsDocument } from "../../cli/config/document.ts";
import { settableOf } from "../../cli/config/options.ts";
import { schemaOf } from "../../cli/config/schema.ts";
import { makeProgram, treeOf } from "../../cli/program.ts";
import { readDocument } from "./markdown.ts";

const program = makeProgram(await loadCommands());

test("docs/commands.md is what `npm run commands:docs` writes", () => {
  expect(readDocument("docs/commands.md")).toBe(commandsDocument(program));
});

test("what says which store, which module and who is told has one name in all commands", () => {
  const flags = (name: string) =>
    new Set(
      treeOf(program).flatMap((command) =>
        command.options.filter(({ long }) => long === name).map((option) => option.flags),
      ),
    );
  for (const name of [
    "--data",
    "--database-url",
    "--watch",
    "--since",
    "--until",
    "--port",
    "--host",
    "--token",
  ])
    expect([name, flags(name).size]).toEqual([name, 1]);
});

test("the schema for editors has every command and every option", () => {
  const { properties = {} } = schemaOf(program) as { properties?: Record<string, unknown> };
  const missing = treeOf(program)
    .flatMap((command) => [command.name(), ...settableOf(command).keys()])
    .filter((name) => name !== "smartlog" && !JSON.stringify(properties).includes(`"${name}"`));
  expect(missing).toEqual([]);
});
