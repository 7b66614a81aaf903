/** `smartlog config show`: each option's value and where it is from. */
import type { Command, Option } from "commander";
import { nearest } from "../../host/nearest.ts";
import { pathOf, valuesFor } from "../config/apply.ts";
import { UsageError } from "../lib/errors.ts";
import { printable } from "../lib/output.ts";
import { rivalsOf, variableOf } from "../lib/variables.ts";
import { treeOf } from "../program.ts";
import { isSecret, keyOf, settableOf } from "./options.ts";
import type { ConfigFile } from "./read.ts";

export interface ShownOption {
  /** "db status". */
  command: string;
  option: string;
  /** Null where it has none; "…" in a secret's place. */
  value: unknown;
  /** "default", the name of a variable, or "FILE:LINE". */
  from: string;
}

const MASK = "…";

/** Options of all commands, or of those that are named, in the order of the help. */
export function shownOptions(
  program: Command,
  config: ConfigFile | undefined,
  names: readonly string[],
): ShownOption[] {
  return commandsNamed(program, names).flatMap((command) => {
    const path = pathOf(command);
    const given = config?.of(path) ?? new Map();
    const fromFile = new Map([...valuesFor(command, given)].map(([option, value]) => [keyOf(option), value]));
    return [...settableOf(command)].map(([key, option]): ShownOption => {
      const common = { command: path.join(" "), option: key };
      if (fromFile.has(key)) {
        const where = given.get(key)?.where ?? "";
        return {
          ...common,
          value: shown(option, fromFile.get(key)),
          from: where.slice(0, where.lastIndexOf(": ")),
        };
      }
      return { ...common, ...withoutFile(command, option) };
    });
  });
}

/** The commands that do something; each that is named, with those below it. */
function commandsNamed(program: Command, names: readonly string[]): Command[] {
  const all = treeOf(program).filter((command) => command !== program && doesSomething(command));
  if (names.length === 0) return all;
  const wanted = names.join(" ");
  const found = all.filter((command) => `${pathOf(command).join(" ")} `.startsWith(`${wanted} `));
  if (found.length > 0) return found;
  const other = nearest(
    wanted,
    all.map((command) => pathOf(command).join(" ")),
  );
  throw new UsageError(`there is no command ${wanted}${other === undefined ? "" : `; is ${other} meant?`}`);
}

/** Not only a heading for others. */
export function doesSomething(command: Command): boolean {
  return (command as unknown as { _actionHandler: unknown })._actionHandler !== null;
}

function withoutFile(command: Command, option: Option): Pick<ShownOption, "value" | "from"> {
  const variable = variableOf(option);
  const text = variable === undefined ? undefined : process.env[variable];
  if (variable !== undefined && text) return { value: shown(option, text), from: variable };
  // Another way to say the same may stand in the environment, which then decides.
  const others = new Set(rivalsOf(option));
  const rival = command.options.find(
    (other) => other !== option && others.has(other.attributeName()) && process.env[variableOf(other) ?? ""],
  );
  if (rival) return { value: null, from: variableOf(rival) ?? "default" };
  const value: unknown = option.negate
    ? true
    : (option.defaultValueDescription ?? option.defaultValue ?? null);
  return { value: value === null && option.isBoolean() ? false : value, from: "default" };
}

function shown(option: Option, value: unknown): unknown {
  if (isSecret(option) && typeof value === "string") return MASK;
  if (typeof value !== "string") return value;
  return printable(
    value.replace(/^(\w+:\/\/[^:@/]*):[^@]*@/, `$1:${MASK}@`).replace(/([?&]password=)[^&]*/, `$1${MASK}`),
  );
}
