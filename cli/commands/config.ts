import { Command } from "commander";
import { findConfig, usualPlaces } from "../config/find.ts";
import { readConfigFile } from "../config/read.ts";
import { columns, say } from "../lib/output.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { print } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  smartlog config show                  what a file or the environment sets, and where
  smartlog config show serve --all      all options of a command, with their values
  smartlog config schema > smartlog.schema.json     for an editor that completes and checks YAML

smartlog.yaml:

  # yaml-language-server: $schema=smartlog.schema.json
  database-url: file:/etc/smartlog/database-url     for all commands that have this option
  color: never
  serve:                                            for one command
    host: 0.0.0.0
    token: file:/run/secrets/smartlog-token
  db:
    retain:
      days: 30

The keys are the options without their dashes: docs/commands.md has them all. Flags are true or false; what a --no-… switches off is
false; what can be given several times may be a list. A value \`file:/path\` is that file's content, \${NAME} the environment's variable.

The first of these is read: --config, SMARTLOG_CONFIG, smartlog.yaml in the current folder, in ~/.config/smartlog and in /etc/smartlog.
The command line is above the environment, the environment above the file, the file above the defaults. \`doctor\` has a
--config of another file; for it this one stands before its name: smartlog --config smartlog.yaml doctor.
`;

interface ShowOptions extends RowChoice {
  all?: boolean;
  config?: string;
}

/** `smartlog config`. */
export function configCommand(): Command {
  return new Command("config")
    .summary("options in a file, smartlog.yaml: show, schema")
    .description("Shows what is set in smartlog.yaml and the environment, and describes the file to editors.")
    .addHelpText("after", EXAMPLES)
    .addCommand(showCommand())
    .addCommand(
      new Command("schema")
        .summary("the file's form, as a JSON Schema")
        .description("Prints a JSON Schema of smartlog.yaml, for editors.")
        .action(async (_: object, command: Command) => {
          const { schemaOf } = await import("../config/schema.ts");
          process.stdout.write(`${JSON.stringify(schemaOf(rootOf(command)), undefined, 2)}\n`);
        }),
    );
}

function showCommand(): Command {
  return addRowOptions(new Command("show"))
    .summary("each option's value, and where it is from")
    .description("Checks smartlog.yaml, and shows what it and the environment set.")
    .argument("[command...]", "only of this command, as serve or db status")
    .option("--all", "those with their default, too")
    .action(async (names: string[], options: ShowOptions, command: Command) => {
      const { shownOptions } = await import("../config/show.ts");
      const program = rootOf(command);
      const file = findConfig(
        options.config ?? command.parent?.opts<ShowOptions>().config ?? program.opts<ShowOptions>().config,
      );
      const config = file === undefined ? undefined : readConfigFile(file);
      config?.check(program);
      say(
        file === undefined ? `there is no file: not ${usualPlaces().join(", nor ")}` : `the file is ${file}`,
      );
      const all = shownOptions(program, config, names);
      const rows = options.all ? all : all.filter(({ from }) => from !== "default");
      const cells = rows.map(({ command: name, option, value, from }) => [name, option, textOf(value), from]);
      const table =
        rows.length > 0 ? columns([["command", "option", "value", "from"], ...cells]).join("\n") : "";
      print(options, rows, table || "All options have their defaults; --all shows them.", rows);
    });
}

function textOf(value: unknown): string {
  return value === null ? "-" : typeof value === "string" ? value : JSON.stringify(value);
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}
