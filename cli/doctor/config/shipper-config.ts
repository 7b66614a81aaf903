import { existsSync } from "node:fs";
import { dirname, extname, isAbsolute, resolve } from "node:path";
import { readClassic } from "./classic.ts";
import { ConfigError } from "./error.ts";
import { type Kind, RawConfig, type RawSection } from "./raw.ts";
import { Settings } from "./settings.ts";
import { Variables } from "./variables.ts";
import { readYaml } from "./yaml.ts";

/** One plugin's section. */
export interface Section {
  kind: Kind;
  /** Its plugin in lower case: `tail`, `wasm`, `pgsql`; of a parser, empty. */
  plugin: string;
  /** Where it stands, for people: `tail input`. */
  where: string;
  /** `FILE:LINE` of its beginning. */
  at: string;
  /** By their name in lower case, variables resolved. */
  settings: Settings;
  /** Processors inside it, in their order (YAML only). */
  processors: Processor[];
  /** Outputs that an input names itself (YAML's `routes`). */
  routes?: string[];
}

export interface Processor extends Section {
  /** `logs`, `metrics`, `traces`. */
  signal: string;
}

/** A Fluent Bit configuration, from either of its formats, with all that it includes. */
export interface ShipperConfig {
  /** The main file. */
  file: string;
  format: "yaml" | "classic";
  /** All files that were read, the main one first. */
  files: string[];
  service: Settings;
  inputs: Section[];
  filters: Section[];
  outputs: Section[];
  parsers: Section[];
  multilineParsers: Section[];
  streamProcessors: Section[];
  /** Sections that Fluent Bit takes for nothing. */
  unknown: { title: string; at: string }[];
  /** Variables that are used and have no value, and where. */
  unset: { name: string; at: string }[];
  /** Keys of YAML that stand twice in one section. */
  duplicates: RawConfig["duplicates"];
  /** Includes by a wildcard. */
  wildcards: RawConfig["wildcards"];
  /** `parsers_file`s that can't be read, and why. */
  unreadable: string[];
}

/** Top-level keys of YAML, and sections of the classic format, that are none of the pipeline's and no mistake. */
const HARMLESS = new Set(["extensions", "plugins", "env", "x-templates"]);

/**
 * Reads a configuration, what it includes and its files of parsers, and resolves its variables, as Fluent Bit does.
 *
 * @throws ConfigError where Fluent Bit would not read it either
 */
export function readConfig(file: string, environment: NodeJS.ProcessEnv): ShipperConfig {
  const raw = new RawConfig();
  const format = read(file, raw);
  if (raw.sections.length === 0) throw new ConfigError(`${file}: it is empty`);
  const variables = new Variables(raw.variables, environment);
  const of = (kind: Kind, from = raw) =>
    from.sections.filter((section) => section.kind === kind).map((section) => resolved(section, variables));
  const misplaced = raw.sections.find(({ kind }) => kind === "parser" || kind === "multiline_parser");
  if (format === "classic" && misplaced)
    throw new ConfigError(`${misplaced.at}: a parser stands in a file of its own, which parsers_file names`);
  const settings = new Settings(of("service").flatMap(({ settings: { list } }) => list));
  const { parsers, unreadable } = parsersOf(settings, file);
  return {
    file,
    format,
    files: [...raw.files, ...parsers.files],
    service: settings,
    inputs: of("input"),
    filters: of("filter"),
    outputs: of("output"),
    parsers: [...of("parser"), ...of("parser", parsers)],
    multilineParsers: [...of("multiline_parser"), ...of("multiline_parser", parsers)],
    streamProcessors: of("stream_processor"),
    unknown: raw.sections.filter(({ kind, title }) => kind === "other" && !HARMLESS.has(title.toLowerCase())),
    unset: [...variables.unset].map(([name, at]) => ({ name, at })),
    duplicates: raw.duplicates,
    wildcards: raw.wildcards,
    unreadable,
  };
}

function read(file: string, into: RawConfig): ShipperConfig["format"] {
  const isYaml = [".yaml", ".yml"].includes(extname(file).toLowerCase());
  if (isYaml) readYaml(file, into);
  else readClassic(file, into);
  return isYaml ? "yaml" : "classic";
}

function parsersOf(service: Settings, main: string): { parsers: RawConfig; unreadable: string[] } {
  const parsers = new RawConfig();
  const unreadable: string[] = [];
  for (const name of service.all("parsers_file")) {
    const beside = resolve(dirname(main), name);
    try {
      read(isAbsolute(name) || existsSync(beside) ? beside : resolve(name), parsers);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      unreadable.push(error.message);
    }
  }
  return { parsers, unreadable };
}

function resolved(raw: RawSection, variables: Variables): Section {
  const settings = new Settings(
    raw.settings.map((each) => ({ ...each, value: variables.resolve(each.value, each.at) })),
  );
  const plugin = (settings.get("name") ?? "").toLowerCase();
  const { kind, at, routes } = raw;
  const processors = raw.processors.map(({ signal, section }) => {
    const processor = resolved(section, variables);
    return { ...processor, where: `${processor.plugin || "nameless"} processor`, signal };
  });
  const where = `${plugin || "nameless"} ${kind}`;
  return { kind, plugin, where, at, settings, processors, ...(routes ? { routes } : {}) };
}
