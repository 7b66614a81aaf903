/** Fluent Bit with the deployed configuration, or a variant of it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";
import { freePort } from "../../store/embedded/port.ts";

const PROGRAM = process.env.SMARTLOG_FLUENT_BIT ?? "fluent-bit";
const DEPLOYED_CONFIG = join(PACKAGE_ROOT, "deploy", "fluent-bit", "fluent-bit.yaml");

/** How what is shipped differs from what is deployed. */
export interface Variant {
  /** Records come that the filter has answered already, one a line. */
  scored?: boolean;
  /** Each file has an input and an output of its own, so that Fluent Bit sends two batches at a time. */
  lanes?: readonly string[];
  /** The schema of the relation `ingest`. */
  schema?: string;
  /** Path of the filter; the built one when left out. */
  module?: string;
}

/** The deployed configuration, changed. */
function configuration({ scored, lanes, schema = "smartlog_ingest" }: Variant, folder: string): string {
  const config = parse(
    readFileSync(DEPLOYED_CONFIG, "utf8").replaceAll("smartlog_ingest -c", `${schema} -c`),
  );
  const { pipeline } = config;
  if (scored) {
    delete pipeline.filters;
    const [tail] = pipeline.inputs;
    delete tail.path_key;
    delete tail.offset_key;
    tail.parser = "scored";
    config.parsers = [{ name: "scored", format: "json" }];
  }
  if (lanes) {
    const [tail] = pipeline.inputs;
    const [pgsql] = pipeline.outputs;
    pipeline.inputs = lanes.map((path, i) => ({ ...tail, path, tag: `lane-${i}`, db: `${tail.db}-${i}` }));
    pipeline.outputs = lanes.map((_, i) => ({ ...pgsql, match: `lane-${i}` }));
  }
  const file = join(mkdtempSync(join(folder, "config-")), "fluent-bit.yaml");
  writeFileSync(file, stringify(config));
  return file;
}

/** Whether there is a Fluent Bit: the one that SMARTLOG_FLUENT_BIT names, else the one in PATH. */
export function hasFluentBit(): boolean {
  return spawnSync(PROGRAM, ["--version"]).status === 0;
}

/**
 * Starts Fluent Bit, which ships log files into a database.
 *
 * @param folder for its configuration and its state
 * @param password the role smartlog_ingest's
 */
export async function startFluentBit(
  files: readonly string[],
  database: string,
  password: string,
  folder: string,
  { module = defaultModulePath(), ...variant }: Variant,
): Promise<ChildProcess> {
  const { hostname, port, pathname } = new URL(database);
  return spawn(PROGRAM, ["-c", configuration(variant, folder)], {
    stdio: "ignore",
    env: {
      ...process.env,
      SMARTLOG_LOGS: files.join(),
      SMARTLOG_TAG: "bench",
      SMARTLOG_MODULE: module,
      SMARTLOG_STATE: mkdtempSync(join(folder, "state-")),
      SMARTLOG_BUFFER_LIMIT: "10G",
      SMARTLOG_HTTP_PORT: String(await freePort()),
      PGHOST: hostname,
      PGPORT: port,
      PGDATABASE: pathname.slice(1),
      PGPASSWORD: password,
    },
  });
}

/** Stops it, and waits until it has ended. */
export async function end(shipper: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => shipper.once("exit", resolve));
  shipper.kill();
  if (shipper.exitCode === null) await exit;
}
