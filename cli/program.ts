/** The command's tree: what all commands share (help, errors, --config, --color), and what happens before an action. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { PACKAGE_ROOT } from "../host/module.ts";
import { asCalled } from "./lib/called.ts";
import { COLOURS, type Colours, setColours } from "./lib/colour.ts";
import { warnOfPassword } from "./lib/password.ts";

const EXAMPLES = `
Examples:
  smartlog start                          try it: a sample log, scored and stored in a Postgres of its own
  smartlog start /var/log/nginx/access.log    the same with your own logs, followed as they grow
  smartlog analyze access.log --rotated   what a log says, without a database
  smartlog score access.log | less        only scores, nothing stored
  smartlog explain 'LINE'                 why a line is scored as it is
  smartlog doctor --config fluent-bit.yaml    check a shipper before it goes live
  smartlog completion --help              commands and options at the Tab key

Options can stand in a file, smartlog.yaml, too (\`smartlog config --help\`).
Exit codes: 0 all went well, 1 it failed, 2 it was called wrongly. SMARTLOG_DEBUG=1 shows where an error came from.
\`smartlog COMMAND --help\` says more about each command.
`;

const COMMON = "For every command:";

/** @param prepare called with a command before its action: what the configuration file says is put into its options */
export function makeProgram(
  commands: readonly Command[],
  prepare: (command: Command, file: string | undefined) => Promise<void> = async () => {},
): Command {
  const program = new Command("smartlog")
    .description("Scores log lines for robots, attacks and anomalies, in the shipper or here.")
    .version(version(), "-V, --version", "show the version")
    .enablePositionalOptions()
    .addHelpText("after", EXAMPLES);
  addCommonOptions(program, true);
  for (const command of commands) {
    program.addCommand(command);
    for (const each of treeOf(command)) addCommonOptions(each, false);
  }
  for (const each of treeOf(program)) share(each);
  return program.hook("preAction", async (_, command) => {
    const line = lineOf(command);
    const named = line.map(configOf).find((each) => each !== undefined);
    warnOfPassword(command);
    await prepare(command, named);
    setColours(line.map(coloursOf).find((each) => each !== undefined) ?? "auto");
    asShort(command);
  });
}

/** A command and those below it. */
export function treeOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(treeOf)];
}

/** A command and those above it. */
function lineOf(command: Command): Command[] {
  return command.parent ? [command, ...lineOf(command.parent)] : [command];
}

/** As it is typed: `smartlog db status`. */
export function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

/** Whether its --config is that of all commands: `doctor` has another, and takes it before its name. */
function addCommonOptions(command: Command, isRoot: boolean): void {
  if (!command.options.some(({ long }) => long === "--config"))
    command.addOption(
      new Option(
        "--config <file>",
        isRoot
          ? "smartlog.yaml, with options for all commands (`smartlog config --help`)"
          : "smartlog.yaml, with options",
      ).helpGroup(COMMON),
    );
  command.addOption(
    new Option("--color <when>", "when there are colours (default: auto)").choices(COLOURS).helpGroup(COMMON),
  );
  command.addOption(new Option("--no-color", "no colours (NO_COLOR does it, too)").hideHelp());
}

function configOf(command: Command): string | undefined {
  const isCommon = command.options.some((option) => option.long === "--config" && isCommonOption(option));
  return isCommon ? (command.opts().config as string | undefined) : undefined;
}

/** Whether it is one of those that every command has. */
export function isCommonOption(option: Option): boolean {
  return option.helpGroupHeading === COMMON;
}

function coloursOf(command: Command): Colours | undefined {
  const source = command.getOptionValueSource("color");
  if (source === undefined || source === "default") return undefined;
  const value: unknown = command.opts().color;
  return value === false ? "never" : (value as Colours);
}

/** `--json` is short for `--format json`, so that either is enough to look at. */
function asShort(command: Command): void {
  const has = (long: string) => command.options.some((option) => option.long === long);
  if (!has("--json") || !has("--format")) return;
  const isJson = command.opts().format === "json";
  command.setOptionValueWithSource("json", isJson, "implied");
}

/** Commander would exit by itself, with 1 where the use was wrong. */
function share(command: Command): void {
  command.exitOverride();
  // Otherwise a command would take the options of those below it, where it has them itself, too.
  command.enablePositionalOptions();
  command.helpOption("-h, --help", "show this help");
  command.configureOutput({
    writeOut: (text) => process.stdout.write(asCalled(text)),
    writeErr: (text) => process.stderr.write(asCalled(text)),
    outputError: (text, write) => write(asCalled(text.replace(/^error: /, "smartlog: "))),
  });
  command.showHelpAfterError(`Try: ${nameOf(command)} --help`);
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8"));
  return String(version);
}
