/** What may stand at a place of the command line, by the commands' own definitions. */
import type { Argument, Command, Option } from "commander";

export interface Candidates {
  /** Words with what they mean. */
  words: readonly (readonly [word: string, meaning: string])[];
  /** What the shell adds of its own. */
  paths?: "files" | "folders";
}

const NOTHING: Candidates = { words: [] };
const FILE = /^(?:.*-)?(?:file|files|path|lines|target|name=file|input=file|module)$/;
const FOLDER = /^(?:dir|folder)$/;

/**
 * @param before the words between the command's name and the one that is being written
 * @param current that word, as far as it goes
 */
export function candidates(program: Command, before: readonly string[], current: string): Candidates {
  let command = program;
  let wanting: Option | undefined;
  let isAfterDashes = false;
  let positions = 0;
  for (const word of before) {
    if (wanting) {
      if (!wanting.variadic) wanting = undefined;
      if (!word.startsWith("-")) continue;
      wanting = undefined;
    }
    if (isAfterDashes) positions++;
    else if (word === "--") isAfterDashes = true;
    else if (word.startsWith("-")) {
      const option = word.includes("=") ? undefined : optionOf(command, word);
      wanting = option?.required || option?.variadic ? option : undefined;
    } else {
      const child = positions === 0 ? childOf(command, word) : undefined;
      if (child) command = child;
      else positions++;
    }
  }
  if (isAfterDashes) return ofArgument(command, positions);
  const [, name, value] = /^(--[\w-]+)=(.*)$/.exec(current) ?? [];
  if (name !== undefined && value !== undefined) return ofInline(optionOf(command, name), name);
  if (wanting && !(wanting.variadic && current.startsWith("-"))) return ofValue(wanting);
  if (current.startsWith("-")) return { words: optionsOf(command) };
  if (command.commands.length > 0 && positions === 0) return { words: commandsOf(command) };
  return ofArgument(command, positions);
}

function childOf(command: Command, word: string): Command | undefined {
  return command.commands.find((child) => child.name() === word || child.aliases().includes(word));
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => long === word || short === word);
}

function commandsOf(command: Command): Candidates["words"] {
  const help = command.createHelp();
  return help.visibleCommands(command).map((child) => [child.name(), child.summary() || child.description()]);
}

function optionsOf(command: Command): Candidates["words"] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .map(({ long, short, description }) => [long ?? short ?? "", description] as const);
}

function ofValue({ argChoices, flags }: Option): Candidates {
  if (argChoices) return { words: argChoices.map((choice) => [choice, ""]) };
  return ofPlaceholder(/[<[]([^>\].]+)/.exec(flags)?.[1] ?? "");
}

function ofInline(option: Option | undefined, name: string): Candidates {
  return option?.argChoices
    ? { words: option.argChoices.map((choice) => [`${name}=${choice}`, ""]) }
    : NOTHING;
}

function ofArgument(command: Command, position: number): Candidates {
  const known: readonly Argument[] = command.registeredArguments;
  const last = known.at(-1);
  const argument = known[position] ?? (last?.variadic ? last : undefined);
  if (!argument) return NOTHING;
  if (argument.argChoices) return { words: argument.argChoices.map((choice) => [choice, ""]) };
  return ofPlaceholder(argument.name());
}

function ofPlaceholder(name: string): Candidates {
  if (FOLDER.test(name)) return { words: [], paths: "folders" };
  return FILE.test(name) ? { words: [], paths: "files" } : NOTHING;
}
