import { dirname, resolve } from "node:path";
import { parseDocument } from "yaml";
import { ConfigError, type RawConfig, type RawSection, readText } from "./raw-config.ts";
import { filesAt } from "./wildcard.ts";

const DEEPEST_INCLUDE = 8;

/** Reads Fluent Bit's YAML format, and the files that it includes, into `into`. */
export function readYaml(file: string, into: RawConfig, depth = 0): void {
  if (depth > DEEPEST_INCLUDE) throw new ConfigError(`${file}: files include one another without end`);
  const document = parseDocument(readText(file));
  const [error] = document.errors;
  if (error) throw new ConfigError(`${file}: ${error.message.split("\n")[0]}`);
  const root: unknown = document.toJS();
  if (!isMap(root)) throw new ConfigError(`${file}: it has no sections`);
  for (const name of listOf(root.includes))
    for (const path of included(resolve(dirname(file), String(name)))) readYaml(path, into, depth + 1);
  for (const [name, value] of Object.entries(mapOf(root.env))) into.variables.set(name, textOf(value));
  for (const [name, value] of settingsOf(mapOf(root.service))) into.service.set(name, value);
  const pipeline = mapOf(root.pipeline);
  into.inputs.push(...sections(pipeline.inputs));
  into.filters.push(...sections(pipeline.filters));
  into.outputs.push(...sections(pipeline.outputs));
}

/** The files that a name stands for; without a wildcard one that is not there is an error. */
function included(path: string): string[] {
  return path.includes("*") ? filesAt(path) : [path];
}

function sections(value: unknown): RawSection[] {
  return listOf(value)
    .filter(isMap)
    .map((section) => ({
      settings: settingsOf(section),
      processors: Object.values(mapOf(section.processors)).flatMap(sections),
    }));
}

function settingsOf(section: Record<string, unknown>): Map<string, string> {
  return new Map(
    Object.entries(section)
      .filter(([name]) => name !== "processors")
      .map(([name, value]) => [name.toLowerCase(), textOf(value)]),
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
