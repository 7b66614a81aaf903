/** A configuration that is safe to run: the same pipeline between a sample and files of its own. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Section, ShipperConfig } from "../../config/shipper-config.ts";
import { pipelineOf } from "../../pipeline/pipeline.ts";
import type { Change } from "../report.ts";
import { type Placed, type Surroundings, safeFilter } from "./filters.ts";
import { RECORD_PARSERS } from "./record-parser.ts";
import { type Copy, type CopySection, copySection, settingOf, without, withSettings } from "./section.ts";

/** Settings of the service that decide what becomes of a record. */
const KEPT_OF_SERVICE = /^(?:json\.|sp\.|coro_stack_size$|multiline_buffer_limit$)/;
const FLUSH_SECONDS = "0.1";
/** Where all records come out that the filters leave. */
export const ALL = "all.out";

/** A configuration's parts, as they can be run. */
export interface SafePipeline {
  service: Copy["service"];
  definitions: Copy["definitions"];
  /** Inputs as they are configured, with the tag that they have where none is set. */
  inputs: (Placed & { name: string })[];
  filters: SafeFilter[];
  outputs: SafeOutput[];
}

export interface SafeFilter extends Placed {
  /** Its number among the configuration's filters. */
  index: number;
  name: string;
  /** Its alias in the copy. */
  alias: string;
  isOurs: boolean;
}

export interface SafeOutput extends Placed {
  name: string;
  plugin: string;
  /** The output's own settings. */
  original: Section;
  /** The file that its records go to. */
  file: string;
}

/** Settings of any input that would write, hold back, or ask another machine. */
const LEFT_OUT_OF_INPUTS = [
  "storage.",
  "mem_buf_limit",
  "net.",
  "oauth2",
  "oauth2.",
  "rate_gate",
  "rate_gate.",
];

/** Inputs whose clients choose the tag where none is set. */
const TAGGED_BY_CLIENTS = new Set(["forward", "http", "opentelemetry"]);

/**
 * @param folder for scripts and parsers
 * @param module stands in for the filter that the configuration names
 */
export function safePipeline(
  config: ShipperConfig,
  folder: string,
  module: string | undefined,
  tell: (change: Change) => void,
): SafePipeline {
  const pathOf = (path: string) => {
    const beside = resolve(dirname(config.file), path);
    return existsSync(beside) ? beside : resolve(path);
  };
  const { scorers } = pipelineOf(config);
  const around: Surroundings = { folder, pathOf, tell };
  const processorsOf = (section: Section, name: string) =>
    section.processors
      .filter(({ signal }) => signal === "logs")
      .flatMap((each, i) => safeFilter(placed(each), `${name}.${i}`, around) ?? []);
  const parsersFile = join(folder, "parsers.conf");
  writeFileSync(parsersFile, RECORD_PARSERS);
  return {
    service: serviceOf(config, parsersFile, pathOf),
    definitions: definitionsOf(config, pathOf),
    inputs: config.inputs.map((each, i) => {
      const own = `${each.plugin}.${i}`;
      const section = routed(each, config.outputs, {
        ...without(sectionOf(each), LEFT_OUT_OF_INPUTS),
        processors: processorsOf(each, `input.${i}`),
      });
      const isTagged = settingOf(section, "tag") !== undefined || TAGGED_BY_CLIENTS.has(each.plugin);
      const name = settingOf(section, "alias") ?? own;
      return { ...placed(each), name, section: isTagged ? section : withSettings(section, { tag: own }) };
    }),
    filters: config.filters.flatMap((each, i) => {
      const alias = `filter.${i}`;
      const safe = safeFilter(placed(each), alias, around);
      if (!safe) return [];
      const isOurs = scorers.includes(each);
      const section = withSettings(safe, {
        ...(isOurs && module !== undefined ? { wasm_path: module } : {}),
        alias,
      });
      const name = each.settings.get("alias") ?? `${each.plugin}.${i}`;
      return [{ ...placed(each), index: i, section, name, alias, isOurs }];
    }),
    outputs: config.outputs.map((each, i) => {
      const file = `output-${i}.out`;
      const own = sectionOf(each);
      const collector = withSettings(collectorOf(own, file), { alias: aliasOf(i) });
      const section = { ...collector, processors: processorsOf(each, `output.${i}`) };
      const name = settingOf(own, "alias") ?? `${each.plugin}.${i}`;
      return { ...placed(each), section, name, plugin: each.plugin, original: each, file };
    }),
  };
}

/** The copy that is run: with what brings the sample, and with these filters and outputs. */
export function copyOf(
  { service, definitions }: SafePipeline,
  port: number,
  inputs: readonly CopySection[],
  filters: readonly CopySection[],
  outputs: readonly CopySection[],
): Copy {
  return {
    service: [...service, ["http_server", "on"], ["http_listen", "127.0.0.1"], ["http_port", String(port)]],
    definitions,
    inputs: inputs.map((each, i) => withSettings(each, { alias: `try.${i}` })),
    filters: [...filters],
    outputs: [...outputs],
  };
}

/** A file in an output's place, which takes the same records. */
export function collectorOf(like: CopySection, file: string): CopySection {
  return copySection("file", {
    match: settingOf(like, "match"),
    match_regex: settingOf(like, "match_regex"),
    workers: settingOf(like, "workers"),
    path: ".",
    file,
  });
}

/** An output's alias in the copy. */
function aliasOf(output: number): string {
  return `output.${output}`;
}

/** The input with its routes to outputs, by their alias in the copy; under every condition. */
function routed(input: Section, outputs: readonly Section[], section: CopySection): CopySection {
  if (!input.routes) return section;
  const aliases = input.routes.flatMap((name) => {
    const is = ({ settings, plugin }: Section, i: number) =>
      [settings.get("alias"), `${plugin}.${i}`, plugin].includes(name);
    const output = outputs.findIndex(is);
    return output < 0 ? [] : [aliasOf(output)];
  });
  const to = { outputs: [...new Set([...aliases, ALL])].map((name) => ({ name })) };
  const routes = { logs: [{ name: "try", condition: { default: true }, to }] };
  return withSettings(section, { routes: JSON.stringify(routes) });
}

function placed(section: Section): Placed {
  return { section: sectionOf(section), where: section.where, at: section.at };
}

function sectionOf({ plugin, settings, processors }: Section): CopySection {
  return {
    plugin,
    settings: settings.list.filter(({ name }) => name !== "name").map(({ name, value }) => [name, value]),
    processors: processors.map(sectionOf),
  };
}

function serviceOf(
  { service }: ShipperConfig,
  parsersFile: string,
  pathOf: (path: string) => string,
): Copy["service"] {
  return [
    ["flush", FLUSH_SECONDS],
    ["grace", "1"],
    ["daemon", "off"],
    ["log_level", "info"],
    ...service.list
      .filter(({ name }) => KEPT_OF_SERVICE.test(name))
      .map(({ name, value }): [string, string] => [name, value]),
    ...["parsers_file", "streams_file"].flatMap((name) =>
      service.all(name).map((value): [string, string] => [name, pathOf(value)]),
    ),
    ["parsers_file", parsersFile],
  ];
}

/** What the configuration defines itself; files of parsers are named in the copy, too. */
function definitionsOf(config: ShipperConfig, pathOf: (path: string) => string): Copy["definitions"] {
  const files = config.service.all("parsers_file").map(pathOf);
  const own = (sections: readonly Section[]) =>
    sections
      .filter(({ at }) => !files.some((file) => at.startsWith(`${file}:`)))
      .map(
        ({ settings }): CopySection => ({
          plugin: settings.get("name") ?? "",
          settings: settings.list
            .filter(({ name }) => name !== "name")
            .map(({ name, value }) => [name, value]),
          processors: [],
        }),
      );
  return {
    parsers: own(config.parsers),
    multiline_parsers: own(config.multilineParsers),
    stream_processor: own(config.streamProcessors),
  };
}
