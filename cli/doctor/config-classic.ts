import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError, type RawConfig, type RawSection, readText } from "./raw-config.ts";

const DEEPEST_INCLUDE = 8;

/** Reads Fluent Bit's classic format (`[SECTION]`, then indented `Key value`), and what it includes, into `into`. */
export function readClassic(file: string, into: RawConfig, depth = 0): void {
  if (depth > DEEPEST_INCLUDE) throw new ConfigError(`${file}: files include one another without end`);
  // Settings of sections that don't concern us (parsers) go nowhere.
  let settings = new Map<string, string>();
  const start = (name: string) => {
    const section: RawSection = { settings: new Map(), processors: [] };
    settings = section.settings;
    if (name === "SERVICE") settings = into.service;
    else if (name === "INPUT") into.inputs.push(section);
    else if (name === "FILTER") into.filters.push(section);
    else if (name === "OUTPUT") into.outputs.push(section);
  };
  let seen = false;
  for (const [i, text] of readText(file).split(/\r?\n/).entries()) {
    const line = text.trim();
    if (line === "" || line.startsWith("#")) continue;
    seen = true;
    const section = /^\[\s*([\w-]+)\s*\]$/.exec(line);
    if (section) {
      start((section[1] ?? "").toUpperCase());
      continue;
    }
    const [, name = "", value = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (name.toUpperCase() === "@INCLUDE") readClassic(includedFile(file, value), into, depth + 1);
    else if (name.toUpperCase() === "@SET") {
      const [variable = "", ...rest] = value.split("=");
      into.variables.set(variable.trim(), rest.join("=").trim());
    } else if (line.startsWith("[")) throw new ConfigError(`${file}: line ${i + 1} is no section: ${line}`);
    else settings.set(name.toLowerCase(), value);
  }
  if (!seen) throw new ConfigError(`${file}: it is empty`);
}

/** Beside the file that includes it, else where Fluent Bit is started. */
function includedFile(file: string, name: string): string {
  const beside = resolve(dirname(file), name);
  return existsSync(beside) ? beside : resolve(name);
}
