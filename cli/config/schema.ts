/** smartlog.yaml for editors: a JSON Schema made of the commands' options. */
import type { Command, Option } from "commander";
import { canBeOff, settableOf } from "./options.ts";

type Schema = Readonly<Record<string, unknown>>;

export function schemaOf(program: Command): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "smartlog.yaml",
    description: "Options for all commands of smartlog, and a section for each command.",
    ...sectionOf(program),
  };
}

/** A command's own options and those of the commands below it; where a name is both, it may be either. */
function sectionOf(command: Command): Schema {
  const properties: Record<string, Schema> = {};
  for (const [key, option] of optionsBelow(command)) properties[key] = option;
  for (const child of command.commands) {
    const [name, section] = [child.name(), sectionOf(child)];
    const option = properties[name];
    properties[name] = option ? { anyOf: [option, section] } : { description: child.summary(), ...section };
  }
  return { type: "object", properties, additionalProperties: false };
}

function optionsBelow(command: Command): Map<string, Schema> {
  const found = new Map<string, Schema>();
  for (const child of command.commands)
    for (const [key, schema] of optionsBelow(child)) found.set(key, schema);
  for (const [key, option] of settableOf(command)) found.set(key, valueSchema(command, option));
  return found;
}

function valueSchema(command: Command, option: Option): Schema {
  const { description, argChoices, variadic, defaultValue } = option;
  if (option.isBoolean() || option.negate) return { description, type: "boolean" };
  const one: Schema = argChoices ? { enum: argChoices } : { type: ["string", "number"] };
  const isList = variadic || Array.isArray(defaultValue);
  const kinds = [
    one,
    ...(isList ? [{ type: "array", items: one }] : []),
    ...(option.optional ? [{ const: true }] : []),
    ...(canBeOff(command, option) ? [{ const: false }] : []),
  ];
  return { description, ...(kinds.length === 1 ? one : { anyOf: kinds }) };
}
