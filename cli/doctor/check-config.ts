import { isAbsolute } from "node:path";
import { printable } from "../lib/output.ts";
import { isOn, sizeOf } from "./config/settings.ts";
import type { Section, ShipperConfig } from "./config/shipper-config.ts";
import { wildcard } from "./config/wildcard.ts";
import { type Finding, Findings } from "./finding.ts";

const LEAST_WASM_BYTES = 8 * 1024;
const UNLIMITED = new Set(["no_limits", "false", "off"]);

/** Sections that concern SmartLog. */
export interface Parts {
  filter?: Section | undefined;
  tails: Section[];
  output?: Section | undefined;
}

export function partsOf(config: ShipperConfig): Parts {
  const wasm = config.filters.filter(({ plugin }) => plugin === "wasm");
  const isOurs = ({ settings }: Section) => /smartlog/i.test(settings.get("function_name") ?? "");
  return {
    filter: wasm.find(isOurs) ?? wasm[0],
    tails: config.inputs.filter(({ plugin }) => plugin === "tail"),
    output: config.outputs.find(({ plugin }) => plugin === "pgsql"),
  };
}

/** What can be said of a configuration without running anything. */
export function checkConfig(config: ShipperConfig): Finding[] {
  const findings = new Findings("configuration");
  const { filter, tails, output } = partsOf(config);
  for (const { name } of config.unset)
    findings.problem(
      `\${${printable(name)}} is used and has no value here`,
      `Set ${printable(name)} in the environment.`,
    );
  checkService(config, findings);
  for (const tail of tails) checkTail(tail, findings);
  if (tails.length === 0)
    findings.warning(
      "it reads no files (no tail input)",
      "Events from other inputs have no file and offset: one delivered twice is stored twice.",
    );
  checkPlace(config, filter, findings);
  if (filter) checkFilter(filter, findings);
  if (output) checkOutput(output, findings);
  else
    findings.problem(
      "nothing goes to Postgres (no pgsql output)",
      "Add an output with name pgsql, match '*' and table ingest.",
    );
  if (filter && output) checkRoutes(config, filter, output, findings);
  return findings.list;
}

function checkService({ service, inputs }: ShipperConfig, findings: Findings): void {
  if (isOn(service.get("hot_reload")))
    findings.ok("hot_reload is on: a new model is taken without a restart");
  else
    findings.warning(
      "hot_reload is off: a new model is taken only by a restart",
      "Set hot_reload: on under service.",
    );
  const onDisk = inputs.some(({ settings }) => settings.get("storage.type") === "filesystem");
  if (onDisk)
    findings.check(
      Boolean(service.get("storage.path")),
      `chunks are kept in ${service.get("storage.path")}`,
      "inputs ask for storage.type filesystem, but the service has no storage.path",
      "Set storage.path under service to a folder that Fluent Bit may write to.",
    );
}

function checkTail({ where, settings }: Section, findings: Findings): void {
  const need = (name: string, without: string, remedy: string) =>
    findings.check(
      Boolean(settings.get(name)),
      `${where}: ${name} is ${settings.get(name)}`,
      `${where}: no ${name}: ${without}`,
      remedy,
    );
  need("db", "a restart loses what was written meanwhile", "Set db to a file that Fluent Bit may write to.");
  const doubled = "a line that is delivered twice is stored twice";
  need("path_key", doubled, "Set path_key: file");
  need("offset_key", doubled, "Set offset_key: offset");
  findings.check(
    settings.get("storage.type") === "filesystem",
    `${where}: what is not delivered yet is on disk`,
    `${where}: what is not delivered yet is in memory only; a kill or a crash loses it`,
    "Set storage.type: filesystem, and storage.path under service.",
  );
  if (!isOn(settings.get("skip_long_lines")) && !isOn(settings.get("truncate_long_lines")))
    findings.warning(
      `${where}: a line longer than buffer_max_size (${settings.get("buffer_max_size") ?? "32K"}) ends the following of its file`,
      "Set truncate_long_lines: true (or, before 4.2, skip_long_lines: on) and a buffer_max_size of some MB.",
    );
}

function checkPlace(config: ShipperConfig, filter: Section | undefined, findings: Findings): void {
  const processors = [...config.inputs, ...config.outputs].flatMap((section) => section.processors);
  if (processors.some(({ plugin }) => plugin === "wasm"))
    findings.problem(
      "the wasm filter stands among an input's or output's processors: there it fails",
      "Put it under pipeline.filters.",
    );
  else if (!filter)
    findings.problem(
      "no wasm filter: nothing is scored, and the store takes only what is",
      "Add a filter with name wasm, match '*', wasm_path and function_name smartlog.",
    );
}

function checkFilter({ where, settings }: Section, findings: Findings): void {
  const name = settings.get("function_name");
  findings.check(
    name === "smartlog",
    `${where}: function_name is smartlog`,
    name
      ? `${where}: function_name is ${printable(name)}: Fluent Bit starts, and drops every record without a word`
      : `${where}: no function_name: Fluent Bit does not start`,
    "Set function_name: smartlog",
  );
  const format = settings.get("event_format") ?? "json";
  findings.check(
    format.toLowerCase() === "json",
    `${where}: event_format is json`,
    `${where}: event_format is ${printable(format)}, which the filter does not speak`,
    "Set event_format: json",
  );
  const path = settings.get("wasm_path");
  if (!path) findings.problem(`${where}: no wasm_path`, "Set wasm_path to the full path of filter.wasm.");
  else if (!isAbsolute(path))
    findings.warning(
      `${where}: wasm_path ${printable(path)} counts from the folder where Fluent Bit is started`,
      "Write the full path.",
    );
  for (const name of ["wasm_heap_size", "wasm_stack_size"]) {
    const value = settings.get(name);
    if (value !== undefined && !(sizeOf(value) >= LEAST_WASM_BYTES))
      findings.problem(`${where}: ${name} ${printable(value)} is too little`, `Leave ${name} out.`);
  }
}

function checkOutput({ where, settings }: Section, findings: Findings): void {
  const table = settings.get("table") ?? "fluentbit";
  findings.check(
    table === "ingest",
    `${where}: table is ingest`,
    `${where}: table is ${printable(table)}; events belong into the view ingest`,
    "Set table: ingest",
  );
  const limit = (settings.get("retry_limit") ?? "1").toLowerCase();
  findings.check(
    UNLIMITED.has(limit),
    `${where}: retries without end`,
    `${where}: retry_limit is ${printable(limit)}; after that a batch is thrown away`,
    "Set retry_limit: no_limits",
  );
  const kept = settings.get("storage.total_limit_size");
  if (kept)
    findings.ok(`${where}: up to ${kept} is kept while Postgres is away; beyond that the oldest goes`);
}

/** Whether what reaches Postgres went by the filter. */
function checkRoutes(config: ShipperConfig, filter: Section, output: Section, findings: Findings): void {
  const tags = config.inputs.map(({ plugin, settings }, i) => settings.get("tag") ?? `${plugin}.${i}`);
  const stored = tags.filter((tag) => isMatch(output, tag));
  const unscored = stored.filter((tag) => !isMatch(filter, tag));
  if (tags.length > 0 && stored.length === 0)
    findings.problem("the pgsql output matches no input", "Set match: '*' on it, or the inputs' tags.");
  else
    findings.check(
      unscored.length === 0,
      "all that goes to Postgres passes the filter",
      `${unscored.map((tag) => printable(tag)).join(", ")} goes to Postgres without passing the filter, and is put aside there`,
      "Give the filter the same match as the output.",
    );
}

function isMatch({ settings }: Section, tag: string): boolean {
  const pattern = settings.get("match");
  if (pattern === undefined) return settings.has("match_regex");
  return wildcard(pattern).test(tag.replaceAll("*", "x"));
}
