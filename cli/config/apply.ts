/** Puts what smartlog.yaml says into a command's options: below the command line and the environment, above defaults. */
import { type Command, InvalidArgumentError, type Option } from "commander";
import { UsageError } from "../lib/errors.ts";
import { hasPassword } from "../lib/password.ts";
import { rivalsOf, variableOf } from "../lib/variables.ts";
import { findConfig } from "./find.ts";
import { canBeOff, isSecret, keyOf, settableOf } from "./options.ts";
import { type Given, readConfigFile } from "./read.ts";

/** Commands that say something of the file, or of all commands, themselves. */
const ABOUT_COMMANDS = new Set(["config", "completion"]);

/** Whether a command has to know all others. */
export function isAboutCommands(name = ""): boolean {
  return ABOUT_COMMANDS.has(name);
}

/** @param whole all commands, by which a file's keys are known */
export function configured(whole: () => Promise<Command>) {
  return async (command: Command, named: string | undefined): Promise<void> => {
    const path = pathOf(command);
    if (isAboutCommands(path[0])) return;
    const file = findConfig(named);
    if (file === undefined) return;
    const config = readConfigFile(file);
    config.check(await whole());
    for (const [option, value] of valuesFor(command, config.of(path)))
      command.setOptionValueWithSource(option.attributeName(), value, "config");
  };
}

/** A command's names, without the program's. */
export function pathOf(command: Command): string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [];
}

/**
 * The values that a file gives for a command, of the options that nothing before it decides.
 *
 * @throws UsageError with the file's line, where one can't be used
 */
export function* valuesFor(
  command: Command,
  given: ReadonlyMap<string, Given>,
): Generator<[Option, unknown]> {
  const options = settableOf(command);
  const byAttribute = new Map(command.options.map((option) => [option.attributeName(), option]));
  for (const [key, option] of options) {
    const found = given.get(key);
    if (!found) continue;
    const rivals = rivalsOf(option);
    if (rivals.some((name) => isDecided(command, name, byAttribute.get(name)))) continue;
    checkSecret(option, found);
    yield [option, valueFrom(command, option, found)];
  }
}

/** What others may read is no secret. */
function checkSecret(option: Option, { value, where, isReadable }: Given): void {
  const isOne = isSecret(option) || (typeof value === "string" && hasPassword(value));
  if (isOne && isReadable)
    throw new UsageError(
      `${where}: other users can read it there; write it into a file of its own and name that (file:/path), or chmod 600`,
    );
}

/** Whether the command line or the environment says it. */
function isDecided(command: Command, name: string, option: Option | undefined): boolean {
  const source = command.getOptionValueSource(name);
  if (source === "cli" || source === "implied" || source === "env") return true;
  const variable = option && variableOf(option);
  return variable !== undefined && !!process.env[variable];
}

/** A value as commander would have made it of the command line. */
function valueFrom(command: Command, option: Option, { value, where }: Given): unknown {
  if (typeof value === "boolean") {
    if (value ? option.isBoolean() || option.negate || option.optional : canBeOff(command, option))
      return value;
    throw new UsageError(`${where}: it needs a value, as --${keyOf(option)} does`);
  }
  const parts = Array.isArray(value) ? value : [value];
  if (option.isBoolean() || option.negate) throw new UsageError(`${where}: it has to be true or false`);
  if (Array.isArray(value) && !isRepeatable(option))
    throw new UsageError(`${where}: it takes one value, not a list`);
  let made: unknown;
  for (const part of parts) {
    if (typeof part !== "string" && typeof part !== "number")
      throw new UsageError(`${where}: it has to be a text or a number`);
    made = parsed(option, String(part), made, where);
  }
  return made;
}

/** Whether it may be given several times, or with several values. */
function isRepeatable({ variadic, defaultValue }: Option): boolean {
  return variadic || Array.isArray(defaultValue);
}

function parsed(option: Option, text: string, before: unknown, where: string): unknown {
  try {
    if (option.parseArg) return option.parseArg(text, before ?? (isRepeatable(option) ? [] : undefined));
    return isRepeatable(option) ? [...((before as string[] | undefined) ?? []), text] : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`${where}: ${error.message}`, { cause: error });
  }
}
