import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isAot } from "../../host/aot.ts";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { checkConnection } from "../../store/connection.ts";
import { findFluentBit } from "../lib/fluent-bit.ts";
import { checkReadable } from "../lib/readable.ts";
import { checkDatabase } from "./check-database.ts";
import { checkLogs } from "./check-logs.ts";
import { checkModule } from "./check-module.ts";
import { checkResolved } from "./check-resolved.ts";
import { checkShipper } from "./check-shipper.ts";
import { ConfigError } from "./config/error.ts";
import { readConfig, type Section, type ShipperConfig } from "./config/shipper-config.ts";
import { checkConfig } from "./configuration/index.ts";
import { type Finding, Findings } from "./finding.ts";
import { pipelineOf } from "./pipeline/pipeline.ts";
import { sinkOf } from "./pipeline/sinks.ts";
import { resolvedPipeline } from "./try/resolved.ts";

/** What to look at; each has a default (see `smartlog doctor --help`). */
export interface Subject {
  config?: string;
  module?: string;
  databaseUrl?: string;
}

/** What was looked at, and what was found. */
export interface Examination {
  findings: Finding[];
  /** Inputs that bring logs, with the tags that their records have at the end. */
  inputs: { where: string; at: string; tags: string[] }[];
}

/** Looks at configuration, module, shipper, logs and databases, in this order. */
export async function examine(options: Subject): Promise<Examination> {
  if (options.config !== undefined) checkReadable(options.config);
  const config = options.config === undefined ? undefined : read(options.config);
  if (config && "level" in config) return { findings: [config], inputs: [] };
  const pipeline = config && pipelineOf(config);
  const section = pipeline?.scorers[0];
  const outputs = config?.outputs.filter((output) => sinkOf(output) === "postgres") ?? [];
  const tails = config?.inputs.filter(({ plugin }) => plugin === "tail") ?? [];

  const module = resolve(options.module ?? (section?.settings.get("wasm_path") || defaultModulePath()));
  const filter = loadFilter(module);
  const ofConfig = config ? checkConfig(config, filter) : [];
  const ofModule = checkModule(module, {
    functionName: section?.settings.get("function_name"),
    timestampKey: outputs
      .find(({ settings }) => settings.has("timestamp_key"))
      ?.settings.get("timestamp_key"),
    // Only a store counts what is delivered twice.
    ...(outputs.length > 0 ? placeKeys(tails) : {}),
  });
  const isSound = ofModule.every(({ level }) => level !== "error");
  const ofShipper = checkShipper(
    options.config,
    process.env,
    isSound && isCompiled(module) ? module : undefined,
  );
  return {
    findings: [
      ...ofConfig,
      ...ofModule,
      ...ofShipper,
      ...(config && isAccepted(ofShipper) ? await resolution(config) : []),
      ...(filter ? checkLogs(tails, filter) : []),
      ...(await checkDatabases(outputs, options, filter)),
    ],
    inputs: (pipeline?.inputs ?? []).map((input) => ({
      where: input.where,
      at: input.at,
      tags: (pipeline?.routes ?? []).filter((route) => route.input === input).map(({ tag }) => tag.pattern),
    })),
  };
}

/** The configuration, or the finding that it is none. */
function read(file: string): ShipperConfig | Finding {
  try {
    return readConfig(file, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = new Findings("configuration");
    findings.error("config-unreadable", error.message, {
      breaks: "Fluent Bit does not start.",
      remedy: "Correct the file; Fluent Bit would not start with it.",
      at: /^(\S+:\d+)/.exec(error.message)?.[1],
    });
    return findings.list[0] as Finding;
  }
}

function isAccepted(ofShipper: readonly Finding[]): boolean {
  return ofShipper.some(({ code, level }) => code === "config-refused" && level === "ok");
}

/** What Fluent Bit itself resolves; nothing where it doesn't report it. */
async function resolution(config: ShipperConfig): Promise<Finding[]> {
  const program = findFluentBit(process.env);
  const resolved = program ? await resolvedPipeline(config, program, process.env) : { refused: [] };
  return "refused" in resolved ? [] : checkResolved(config, resolved);
}

function placeKeys([tail]: readonly Section[]): {
  pathKey?: string | undefined;
  offsetKey?: string | undefined;
} {
  return { pathKey: tail?.settings.get("path_key"), offsetKey: tail?.settings.get("offset_key") };
}

/** Each database that an output names, once; or the one that is named for the doctor. */
async function checkDatabases(
  outputs: readonly Section[],
  { databaseUrl }: Subject,
  filter: Filter | undefined,
): Promise<Finding[]> {
  const url = databaseUrl ?? (outputs.length > 0 ? undefined : process.env.DATABASE_URL);
  if (url) checkConnection(url);
  const record = sampleRecord(filter);
  if (outputs.length === 0 || url !== undefined) return checkDatabase(outputs[0], url, filter, record);
  const targets = new Map(outputs.map((output) => [targetOf(output), output]));
  const findings: Finding[] = [];
  for (const output of targets.values()) findings.push(...(await checkDatabase(output, url, filter, record)));
  return findings;
}

/** What two outputs of one database have in common. */
function targetOf({ settings }: Section): string {
  const names = ["host", "port", "database", "user", "password", "table", "connection_options"];
  return JSON.stringify(names.map((name) => settings.get(name) ?? ""));
}

function isCompiled(module: string): boolean {
  return isAot(readFileSync(module));
}

/** The module in Node; undefined where it can't be run, which its own check tells. */
function loadFilter(module: string): Filter | undefined {
  try {
    return Filter.load(module);
  } catch {
    return undefined;
  }
}

/** An event to try the database with; a bare one where the module can't be run. */
function sampleRecord(filter: Filter | undefined): string {
  const scored = filter?.score('{"log":"smartlog doctor"}');
  return scored
    ? `{"date":${Date.now() / 1000},${scored.slice(1)}`
    : `{"date":${Date.now() / 1000},"log":"smartlog doctor","smartlog":{"v":1,"id":"d0c"}}`;
}
