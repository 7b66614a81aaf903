/** What smartlog.yaml can set: the options of the commands, as commander knows them. */
import type { Command, Option } from "commander";
import { isCommonOption, treeOf } from "../program.ts";

/** An option's key in the file: its long name. */
export function keyOf(option: Option): string {
  return (option.long ?? "").replace(/^--(no-)?/, "");
}

/** Options that a file can set, by key; the positive one where there is a --no-… too. */
export function settableOf(command: Command): Map<string, Option> {
  const found = new Map<string, Option>();
  for (const option of command.options) {
    const key = keyOf(option);
    // Which file, and what is asked for by its name, stand on the command line.
    const isElsewhere = key === "version" || option.mandatory || (key === "config" && isCommonOption(option));
    if (!isElsewhere && !(option.negate && found.has(key))) found.set(key, option);
  }
  return found;
}

/** Whether `false` is a value of it: flags, and what has a --no-…. */
export function canBeOff(command: Command, option: Option): boolean {
  return (
    option.isBoolean() ||
    option.negate ||
    command.options.some((other) => other.negate && keyOf(other) === keyOf(option))
  );
}

/** Keys of any command, for the file's top level. */
export function keysOfAll(program: Command): Set<string> {
  return new Set(treeOf(program).flatMap((command) => [...settableOf(command).keys()]));
}

/** Whether its value is not to be shown. */
export function isSecret(option: Option): boolean {
  return /token|key|password|secret/.test(keyOf(option)) && !option.isBoolean();
}
