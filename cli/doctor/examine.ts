import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isAot } from "../../host/aot.ts";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { checkConnection } from "../../store/connection.ts";
import { checkReadable } from "../lib/input.ts";
import { checkConfig, partsOf } from "./check-config.ts";
import { checkDatabase } from "./check-database.ts";
import { checkLogs } from "./check-logs.ts";
import { checkModule } from "./check-module.ts";
import { checkShipper } from "./check-shipper.ts";
import { ConfigError } from "./config/error.ts";
import { readConfig, type ShipperConfig } from "./config/shipper-config.ts";
import type { Finding } from "./finding.ts";

/** What to look at; each has a default (see `smartlog doctor --help`). */
export interface Subject {
  config?: string;
  module?: string;
  databaseUrl?: string;
}

/** Looks at configuration, module, shipper, logs and database, in this order. */
export async function examine(options: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  let config: ShipperConfig | undefined;
  if (options.config !== undefined) {
    checkReadable(options.config);
    try {
      config = readConfig(options.config, process.env);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const remedy = "Correct the file; Fluent Bit would not start with it.";
      return [{ area: "configuration", state: "problem", message: error.message, remedy }];
    }
    findings.push(...checkConfig(config));
  }
  const { filter: section, tails, output } = config ? partsOf(config) : { tails: [] };
  const module = resolve(options.module ?? (section?.settings.get("wasm_path") || defaultModulePath()));
  const ofModule = checkModule(module, {
    functionName: section?.settings.get("function_name"),
    timestampKey: output?.settings.get("timestamp_key"),
    pathKey: tails[0]?.settings.get("path_key"),
    offsetKey: tails[0]?.settings.get("offset_key"),
  });
  const isSound = ofModule.every(({ state }) => state !== "problem");
  const filter = loadFilter(module);
  findings.push(
    ...ofModule,
    ...checkShipper(options.config, process.env, isSound && isCompiled(module) ? module : undefined),
    ...(filter ? checkLogs(tails, filter) : []),
    ...(await checkDatabase(
      output,
      databaseUrl(options, output !== undefined),
      filter,
      sampleRecord(filter),
    )),
  );
  return findings;
}

function databaseUrl({ databaseUrl }: Subject, hasOutput: boolean): string | undefined {
  const url = databaseUrl ?? (hasOutput ? undefined : process.env.DATABASE_URL);
  if (url) checkConnection(url);
  return url;
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
