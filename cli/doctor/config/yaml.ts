import { dirname, isAbsolute, resolve } from "node:path";
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from "yaml";
import { ConfigError } from "./error.ts";
import type { Kind, RawConfig, RawSection } from "./raw.ts";
import { filesAt } from "./wildcard.ts";

/** Sections that are lists, at the top and in the pipeline. */
const LISTS = new Map<string, Kind>([
  ["parsers", "parser"],
  ["multiline_parsers", "multiline_parser"],
  ["stream_processor", "stream_processor"],
  ["upstream_servers", "upstream_servers"],
  ["customs", "custom"],
]);
const PIPELINE = new Map<string, Kind>([
  ["inputs", "input"],
  ["filters", "filter"],
  ["outputs", "output"],
]);

/** One file while it is read. */
interface Source {
  file: string;
  into: RawConfig;
  /** `FILE:LINE` of a node. */
  at(node: unknown): string;
}

/**
 * Reads Fluent Bit's YAML, and the files that it includes, into `into`. Scalars stay as they are written: Fluent Bit
 * reads every value as text.
 *
 * @param from where it is included: `FILE:LINE`
 * @throws ConfigError
 */
export function readYaml(file: string, into: RawConfig, from = ""): void {
  const lineCounter = new LineCounter();
  const text = into.read(file, from);
  const documents = parseAllDocuments(text, { schema: "failsafe", uniqueKeys: false, lineCounter });
  const lineOf = (offset: number | undefined) => lineCounter.linePos(offset ?? 0).line;
  const at = (node: unknown) => `${file}:${lineOf((node as Node | null)?.range?.[0])}`;
  const source: Source = { file, into, at };
  for (const document of documents) {
    const [error] = document.errors;
    if (error) throw new ConfigError(`${file}: ${error.message.split("\n")[0]?.replace(/:$/, "")}`);
    visit(document, {
      Alias: (_, node) => {
        throw new ConfigError(`${at(node)}: an alias (*${node.source}), which Fluent Bit doesn't take`);
      },
    });
    if (!isMap(document.contents)) throw new ConfigError(`${file}: it has no sections`);
    for (const [name, value, key] of entries(document.contents)) readTop(name, value, key, source);
  }
}

function readTop(title: string, value: unknown, key: unknown, source: Source): void {
  const { into, at, file } = source;
  const name = title.toLowerCase();
  const list = LISTS.get(name);
  if (name === "includes") {
    for (const each of items(value, source))
      for (const path of included(textOf(each), at(each), source)) readYaml(path, into, at(each));
  } else if (name === "env") readVariables(value, source);
  else if (name === "pipeline")
    for (const [part, sections, partKey] of entries(value)) {
      const kind = PIPELINE.get(part.toLowerCase());
      if (!kind) throw new ConfigError(`${at(partKey)}: a pipeline has no ${part}`);
      for (const each of items(sections, source)) addSection(kind, kind, each, source);
    }
  else if (list) for (const each of items(value, source)) addSection(list, list, each, source);
  else if (name === "service") {
    if (into.sections.some(({ kind }) => kind === "service"))
      throw new ConfigError(`${at(key)}: a second service, in ${file} or in what it includes`);
    addSection("service", title, value, source);
  } else if (isMap(value)) addSection("other", title, value, source);
}

/** Beside the file that includes it. Only a wildcard with a full path has to stand for something. */
function included(name: string, at: string, { file, into }: Source): string[] {
  const path = isAbsolute(name) ? name : resolve(dirname(file), name);
  if (!name.includes("*")) return [path];
  const files = filesAt(path);
  if (files.length === 0 && isAbsolute(name))
    throw new ConfigError(`${at}: ${name} stands for no file, and Fluent Bit refuses that`);
  into.wildcards.push({ pattern: name, at, files });
  return files;
}

/** `env` is a map, or a list of `name` and `value` (or `uri`). */
function readVariables(value: unknown, source: Source): void {
  for (const [name, each] of isMap(value) ? entries(value) : [])
    source.into.variables.set(name, textOf(each));
  for (const each of isSeq(value) ? value.items : []) {
    const members = new Map(entries(each).map(([name, member]) => [name.toLowerCase(), textOf(member)]));
    const name = members.get("name");
    if (name !== undefined) source.into.variables.set(name, members.get("uri") ?? members.get("value") ?? "");
    else
      for (const [first, text] of entries(each).slice(0, 1)) source.into.variables.set(first, textOf(text));
  }
}

function addSection(kind: Kind, title: string, value: unknown, source: Source): void {
  source.into.sections.push(sectionOf(kind, title, value, source));
}

function sectionOf(kind: Kind, title: string, value: unknown, source: Source): RawSection {
  const { at, into } = source;
  if (!isMap(value)) throw new ConfigError(`${at(value)}: ${title} wants names with values here`);
  const section: RawSection = { kind, title, at: at(value), settings: [], processors: [] };
  const seen = new Set<string>();
  for (const [key, each, node] of entries(value)) {
    const name = snakeCase(key);
    if (seen.has(name)) into.duplicates.push({ name, at: at(node) });
    seen.add(name);
    if (name === "processors") section.processors.push(...processorsOf(each, source));
    else if (name === "routes") section.routes = routesOf(each);
    // A list is the setting, repeated.
    else if (isSeq(each) && each.items.every(isScalar))
      for (const item of each.items) section.settings.push({ name, value: textOf(item), at: at(item) });
    else section.settings.push({ name, value: textOf(each), at: at(node) });
  }
  return section;
}

function processorsOf(value: unknown, source: Source): RawSection["processors"] {
  return entries(value).flatMap(([signal, sections]) =>
    items(sections, source).map((each) => ({
      signal: signal.toLowerCase(),
      section: sectionOf("other", "processor", each, source),
    })),
  );
}

/** All names of outputs that the routes of an input lead to; under which condition, no one knows before it runs. */
function routesOf(value: unknown): string[] {
  const names: string[] = [];
  for (const [, routes] of entries(value))
    for (const route of isSeq(routes) ? routes.items : [])
      for (const [key, to] of entries(route))
        if (key === "to")
          for (const [part, outputs] of entries(to))
            if (part === "outputs" && isSeq(outputs))
              for (const each of outputs.items)
                names.push(isMap(each) ? textOf(each.get("name", true)) : textOf(each));
  return names;
}

function entries(value: unknown): [name: string, value: unknown, key: unknown][] {
  return isMap(value)
    ? (value as YAMLMap).items.map(({ key, value: each }) => [textOf(key).trim(), each, key])
    : [];
}

/** Items of a list; nothing, of nothing. */
function items(value: unknown, { at }: Source): unknown[] {
  if (isSeq(value)) return value.items;
  if (isScalar(value) && textOf(value) === "") return [];
  if (value === null || value === undefined) return [];
  throw new ConfigError(`${at(value)}: a list is wanted here (lines that begin with -)`);
}

function textOf(node: unknown): string {
  if (isScalar(node)) return String(node.value ?? "").trim();
  if (node === null || node === undefined || isAlias(node)) return "";
  return JSON.stringify((node as Node).toJSON());
}

/** YAML's own names may be in camel case: `pathKey` is `path_key`. */
function snakeCase(name: string): string {
  const isCamel = /^[a-z]/.test(name) && !name.includes("_");
  return (isCamel ? name.replace(/[A-Z]/g, (letter) => `_${letter}`) : name).toLowerCase();
}
