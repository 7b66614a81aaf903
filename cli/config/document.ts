/** docs/commands.md: all commands and all their options, made of commander's definitions. */
import type { Command, Option } from "commander";
import { variableOf } from "../lib/variables.ts";
import { treeOf } from "../program.ts";
import { pathOf } from "./apply.ts";
import { isSecret, keyOf } from "./options.ts";
import { doesSomething } from "./show.ts";

const HEAD = `# Commands and options

Made by \`npm run commands:docs\` of the commands' own definitions. \`smartlog COMMAND --help\` has examples.

An option's name without its dashes is its key in \`smartlog.yaml\` (\`smartlog config --help\`): at the top level for all commands that have
it, in a section of a command's name for that one. The command line is above the environment, that above the file, that above the
defaults. \`smartlog config show\` says what each is and where from; \`smartlog config schema\` is for editors.

Times (\`--since\`, \`--until\`): \`2h\`, \`7d\`, \`today\`, \`yesterday\`, \`2025-05-19\`, \`2025-05-19T06:00Z\`; without a zone they are this
machine's (\`TZ\`). Rows: \`--format table|json|csv\`, \`--json\` for short. Colours: on a terminal, unless \`--color\`, \`NO_COLOR\` or \`FORCE_COLOR\`
say otherwise. Logs: files, folders, patterns, \`-\`, plain or packed by gzip or zstd, with \`--rotated\` their older parts.
`;

interface Described {
  option: Option;
  commands: string[];
}

export function commandsDocument(program: Command): string {
  const commands = treeOf(program).filter((command) => command !== program && doesSomething(command));
  const out = [HEAD, "## Commands", "", "| command | what |", "|---|---|"];
  for (const command of commands) {
    const names = command.registeredArguments.map((argument) => {
      const name = argument.variadic ? `${argument.name()}...` : argument.name();
      return argument.required ? `<${name}>` : `[${name}]`;
    });
    const text = command.summary() || command.description();
    out.push(`| \`${[...pathOf(command), ...names].join(" ")}\` | ${cell(text)} |`);
  }
  out.push("", "## Options", "", "| option | of | what | variable |", "|---|---|---|---|");
  for (const { option, commands: names } of described(commands)) {
    const variable = variableOf(option);
    const shown = `\`${option.flags}\`${isSecret(option) ? " (a secret)" : ""}`;
    out.push(
      `| ${cell(shown)} | ${of(names, commands.length)} | ${cell(whatOf(option))} | ${variable ? `\`${variable}\`` : ""} |`,
    );
  }
  return `${out.join("\n")}\n`;
}

/** One row for options of one name, flags and meaning. */
function described(commands: readonly Command[]): Described[] {
  const found = new Map<string, Described>();
  for (const command of commands)
    for (const option of command.options) {
      if (option.hidden) continue;
      const id = `${keyOf(option)}\n${option.flags}\n${whatOf(option)}`;
      const known = found.get(id) ?? { option, commands: [] };
      known.commands.push(pathOf(command).join(" "));
      found.set(id, known);
    }
  return [...found.values()].sort((a, b) => (a.option.long ?? "").localeCompare(b.option.long ?? "", "en"));
}

function whatOf({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices ? ` (${argChoices.join(", ")})` : "";
  const isEmpty =
    defaultValue === undefined ||
    defaultValue === false ||
    (Array.isArray(defaultValue) && defaultValue.length === 0);
  const value =
    defaultValueDescription ?? (isEmpty || isPath(defaultValue) ? undefined : String(defaultValue));
  return `${description}${choices}${value === undefined || value === "true" ? "" : ` (default: ${value})`}`;
}

/** Where this checkout lies is no part of the documentation. */
function isPath(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("/") && !value.startsWith("/etc/");
}

function of(names: readonly string[], all: number): string {
  return names.length >= all - 3 && names.length > 5 ? "all" : names.join(", ");
}

function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replaceAll(/\s+/g, " ")
    .replaceAll("<", "&lt;")
    .replace(/`[^`]*`/g, (code) => code.replaceAll("&lt;", "<"));
}
