import { existsSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { ConfigError } from "./error.ts";
import { KINDS, type Kind, type RawConfig, type RawSection } from "./raw.ts";
import { filesAt } from "./wildcard.ts";

/** Keys and values stand a level deeper than sections; a group within a section, one more. */
const INDENT = /^[ \t]*/;

const PLURALS = new Map<string, Kind>([
  ["customs", "custom"],
  ["inputs", "input"],
  ["filters", "filter"],
  ["outputs", "output"],
]);

/**
 * Reads Fluent Bit's classic format (`[SECTION]`, then indented `Key value`), and what it includes, into `into`: line by
 * line as `src/config_format/flb_cf_fluentbit.c` does, with its errors.
 *
 * @param root folder of the main file, which included ones count from
 * @param from where it is included: `FILE:LINE`
 * @throws ConfigError
 */
export function readClassic(file: string, into: RawConfig, root = dirname(file), from = ""): void {
  let section: RawSection | undefined;
  let isInGroup = false;
  // The first indented line of a file says how deep all are.
  let indent: string | undefined;
  for (const [i, line] of into.read(file, from).split(/\r?\n/).entries()) {
    const at = `${file}:${i + 1}`;
    if (line === "" || line.startsWith("#")) continue;
    if (/^@include ./i.test(line)) {
      for (const path of included(line.slice("@include ".length), root, at, into))
        readClassic(path, into, root, at);
      continue;
    }
    if (line.startsWith("@") && line.length > 3) {
      setVariable(line, at, into);
      continue;
    }
    if (line.startsWith("[")) {
      const end = line.indexOf("]");
      if (end < 0) throw new ConfigError(`${at} is no section: ${line}`);
      section = {
        kind: kindOf(line.slice(1, end)),
        title: line.slice(1, end),
        at,
        settings: [],
        processors: [],
      };
      into.sections.push(section);
      isInGroup = false;
      continue;
    }
    if (indent === undefined) {
      indent = INDENT.exec(line)?.[0] || line.charAt(0);
      if (indent === line) continue;
    }
    const { text, isDeeper } = unindented(line, indent, at);
    if (!isDeeper) isInGroup = false;
    if (text === "" || text.startsWith("#")) continue;
    const space = text.indexOf(" ");
    if (text.startsWith("[")) {
      if (!section || !text.includes("]"))
        throw new ConfigError(`${at} begins no group of a section: ${text}`);
      isInGroup = true;
      continue;
    }
    const name = text.slice(0, space).trim().toLowerCase();
    const value = text.slice(space + 1);
    if (space < 0 || value === "")
      throw new ConfigError(`${at}: ${text.trim()} has no value, or a tab before it`);
    if (!section) throw new ConfigError(`${at} stands in no section`);
    if (!isInGroup) section.settings.push({ name, value: value.trim(), at });
  }
}

/** Fluent Bit takes any beginning of a section's name for it, and what it doesn't know for nothing. */
function kindOf(title: string): Kind {
  const name = title.toLowerCase();
  const found = KINDS.find((kind) => kind.startsWith(name) && name !== "");
  return found ?? PLURALS.get(name) ?? "other";
}

function unindented(line: string, indent: string, at: string): { text: string; isDeeper: boolean } {
  if (!line.startsWith(indent)) throw new ConfigError(`${at} is indented otherwise than the lines before it`);
  const rest = line.slice(indent.length);
  const extra = INDENT.exec(rest)?.[0].length ?? 0;
  if (extra !== 0 && extra !== indent.length)
    throw new ConfigError(`${at} is indented deeper than the lines before it`);
  return { text: rest.slice(extra), isDeeper: extra > 0 };
}

function setVariable(line: string, at: string, into: RawConfig): void {
  const [, command = "", value = ""] = /^@(\S*) (.*)$/.exec(line) ?? [];
  if (command === "") throw new ConfigError(`${at} is no command: ${line}`);
  if (command.toUpperCase() !== "SET") return;
  const equals = value.indexOf("=");
  if (equals > 0) into.variables.set(value.slice(0, equals).trim(), value.slice(equals + 1).trimEnd());
}

/** Beside the main file, else where Fluent Bit is started; a wildcard has to stand for something. */
function included(name: string, root: string, at: string, into: RawConfig): string[] {
  if (!name.includes("*")) {
    const beside = resolve(root, name);
    return [
      existsSync(beside) || isAbsolute(name) ? beside : existsSync(resolve(name)) ? resolve(name) : beside,
    ];
  }
  const files = filesAt(resolve(root, name));
  if (files.length === 0)
    throw new ConfigError(`${at}: ${name} stands for no file, and Fluent Bit refuses that`);
  into.wildcards.push({ pattern: name, at, files });
  return files;
}
