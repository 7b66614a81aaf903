/** What the tests of `--try` share: a folder with a log, and a configuration that is tried in a real Fluent Bit. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { readConfig } from "../../../cli/doctor/config/shipper-config.ts";
import {
  type InputTry,
  type TryOptions,
  type TryReport,
  tryPipeline,
} from "../../../cli/doctor/try/index.ts";
import { Filter } from "../../../host/filter.ts";
import { defaultModulePath } from "../../../host/module.ts";
import { simulate } from "../../../simulate/index.ts";
import { findFluentBit } from "../../contract/fluent-bit.ts";
import { temporaryFolder } from "../../folder.ts";

export const fluentBit = findFluentBit() ?? "";

const configurations = temporaryFolder();
/** Where tries make their folders. */
const temporary = temporaryFolder();
process.env.TMPDIR = temporary;

export function nothingIsLeft(): void {
  expect(readdirSync(temporary).filter((name) => name.startsWith("smartlog-try-"))).toEqual([]);
}

export const OURS = `
    - name: wasm
      match: "*"
      event_format: json
      wasm_path: ${defaultModulePath()}
      function_name: smartlog
`;
export const OUTPUT = `
    - {name: es, match: "*", host: es.example.org}
`;

/** Access lines, one of them an attack. */
export function accessLines(lines: number): string[] {
  return Array.from(simulate({ kind: "web", lines, seed: 3 }), ({ line }) => line);
}

/** Writes a log below the folder. */
export function writeLog(path: string, lines: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
}

/** A YAML configuration of these parts. */
export function pipeline(parts: { inputs: string; filters?: string; outputs?: string }): string {
  const { inputs, filters = OURS, outputs = OUTPUT } = parts;
  return `service: {}\npipeline:\n  inputs:${inputs}\n  filters:${filters}\n  outputs:${outputs}\n`;
}

/** Tries a configuration. */
export async function trying(
  text: string,
  options: Partial<TryOptions> & { folder?: string; name?: string } = {},
): Promise<TryReport> {
  const { folder = configurations, name = "fluent-bit.yaml", ...rest } = options;
  const file = join(folder, name);
  writeFileSync(file, text);
  return tryPipeline(readConfig(file, process.env), {
    program: fluentBit,
    environment: process.env,
    lines: 200,
    newFilter: () => Filter.load(),
    ...rest,
  });
}

/** Of a configuration with one input, that input's part. */
export async function tryingOne(text: string, options: Parameters<typeof trying>[1] = {}): Promise<InputTry> {
  return (await trying(text, options)).inputs[0] as InputTry;
}
