/** An example of deploy/fluent-bit/inputs, run as its README says, with a file in place of Postgres. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import type { EnrichedRecord } from "../../../host/event.ts";
import { freePort } from "../../../store/embedded/port.ts";
import { DEPLOYED_CONFIG, deployedEnvironment, FluentBit } from "../fluent-bit.ts";
import type { Site } from "../shipped.ts";
import { INPUTS_FOLDER, inputVariables } from "./folder.ts";

export const FORMATS = ["yaml", "conf"] as const;
export type Format = (typeof FORMATS)[number];

/** The deployed configuration with the example included; its own input finds no file. */
function yamlConfig(at: Site, name: string): string {
  const config = parse(readFileSync(DEPLOYED_CONFIG, "utf8"));
  config.service.flush = 0.2;
  config.service.grace = 2;
  config.pipeline.outputs = [{ name: "file", match: "*", file: out(at), format: "plain" }];
  const file = join(at.folder, "fluent-bit.yaml");
  const includes = ["inputs/parsers.yaml", `inputs/${name}.yaml`];
  writeFileSync(file, stringify({ includes, ...config }));
  return file;
}

function classicConfig(at: Site, name: string): string {
  const file = join(at.folder, "fluent-bit.conf");
  writeFileSync(
    file,
    `[SERVICE]
    flush 0.2
    grace 2
    http_server on
    http_listen 127.0.0.1
    http_port \${SMARTLOG_HTTP_PORT}
    storage.path \${SMARTLOG_STATE}/buffer
    parsers_file inputs/parsers.conf
@INCLUDE inputs/${name}.conf
[FILTER]
    name wasm
    match *
    event_format json
    wasm_path \${SMARTLOG_MODULE}
    function_name smartlog
    accessible_paths \${SMARTLOG_STATE}
[OUTPUT]
    name file
    match *
    file ${out(at)}
    format plain
`,
  );
  return file;
}

const out = (at: Site) => join(at.folder, "out.txt");

/** A Fluent Bit that runs an example. */
export class Example extends FluentBit {
  readonly #out: string;
  readonly #port: string;

  private constructor(command: string[], out: string, env: Record<string, string>) {
    const [program, ...args] = command as [string, ...string[]];
    super(program, args, env);
    this.#out = out;
    this.#port = env.SMARTLOG_HTTP_PORT as string;
  }

  /**
   * @param variables of inputs.env that differ; each port has to be free
   * @param options stdin: a named pipe that Fluent Bit reads as its own input; change: of the example's text
   */
  static async start(
    binary: string,
    at: Site,
    name: string,
    format: Format,
    variables: Record<string, string> = {},
    { stdin, change }: { stdin?: string; change?: (text: string) => string } = {},
  ): Promise<Example> {
    const folder = join(at.folder, basename(INPUTS_FOLDER));
    cpSync(INPUTS_FOLDER, folder, { recursive: true });
    const file = join(folder, `${name}.${format}`);
    if (change) writeFileSync(file, change(readFileSync(file, "utf8")));
    const config = format === "yaml" ? yamlConfig(at, name) : classicConfig(at, name);
    const env = deployedEnvironment({
      ...inputVariables(),
      SMARTLOG_LOGS: join(at.folder, "none.log"),
      SMARTLOG_MODULE: at.module,
      SMARTLOG_STATE: join(at.folder, "state"),
      SMARTLOG_HTTP_PORT: String(await freePort()),
      ...variables,
    });
    const command = stdin
      ? ["sh", "-c", 'exec "$0" -c "$1" < "$2"', binary, config, stdin]
      : [binary, "-c", config];
    const example = new Example(command, out(at), env);
    if (!stdin) await example.until(() => example.log.includes("stream processor started"));
    return example;
  }

  get records(): (EnrichedRecord & Record<string, unknown>)[] {
    try {
      return readFileSync(this.#out, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }

  /** Waits for this many records, and a moment for one too many; says how many were lost where they don't come. */
  async received(count: number, seconds = 15): Promise<(EnrichedRecord & Record<string, unknown>)[]> {
    await this.until(() => this.records.length >= count, seconds);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return this.records;
  }

  /** Records that SmartLog's filter dropped, by Fluent Bit's own count. */
  async dropped(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/api/v2/metrics/prometheus`);
    const found = (await answer.text()).matchAll(
      /^fluentbit_filter_drop_records_total\{[^}]*wasm[^}]*\} (\d+)/gm,
    );
    return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
  }
}
