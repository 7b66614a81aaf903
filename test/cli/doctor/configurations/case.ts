/** Configurations as people have them, each with what is right to say of it. See README.md. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { defaultModulePath } from "../../../../host/module.ts";

const FOLDER = import.meta.dirname;
export const SAMPLES = join(FOLDER, "samples");
const NO_CASES = new Set(["samples"]);

export type Level = "error" | "warning";

/** `expected.yaml`. */
export interface Expected {
  /** What the configuration is. */
  kind: string;
  why: string;
  /** Files that its inputs follow, by their path below the root: names in `samples/`. */
  logs?: Record<string, string>;
  /** For inputs that follow no files, by their name in Fluent Bit (`forward.0`): names in `samples/`. */
  samples?: Record<string, string>;
  environment?: Record<string, string>;
  /** Plugins that not every build of Fluent Bit has. */
  plugins?: string[];
  /** All errors and warnings, no others; `at` is `FILE:LINE`. */
  findings: { code: string; level: Level; at?: string }[];
  /** Notes that have to be there; others may be. */
  notes?: string[];
  /** Codes that are told at no level. */
  never?: string[];
  /** What a real Fluent Bit does with the sample, by input: some of an input's figures (cli/doctor/try/report.ts). */
  try?: Record<string, Record<string, unknown>>;
  /** Codes of all errors and warnings that a try proves; left out where there are none. */
  tried?: string[];
}

export interface Case {
  name: string;
  folder: string;
  /** The main file's name. */
  main: string;
  expected: Expected;
}

export function readCases(): Case[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_CASES.has(entry.name))
    .map(({ name }) => {
      const folder = join(FOLDER, name);
      const main = existsSync(join(folder, "fluent-bit.yaml")) ? "fluent-bit.yaml" : "fluent-bit.conf";
      const expected = parse(readFileSync(join(folder, "expected.yaml"), "utf8")) as Expected;
      return { name, folder, main, expected };
    });
}

/** A case on a machine of its own: its files, its logs, and a module. */
export interface Site {
  config: string;
  environment: Record<string, string>;
}

/** @param root a folder that is made; `${ROOT}` in a configuration */
export function install({ folder, main, expected }: Case, root: string): Site {
  const etc = join(root, "etc", "fluent-bit");
  cpSync(folder, etc, { recursive: true, filter: (file) => !file.endsWith("expected.yaml") });
  copyFileSync(defaultModulePath(), join(etc, "filter.wasm"));
  mkdirSync(join(root, "var", "lib", "fluent-bit"), { recursive: true });
  for (const [file, sample] of Object.entries(expected.logs ?? {})) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    copyFileSync(join(SAMPLES, sample), join(root, file));
  }
  return { config: join(etc, main), environment: { ROOT: root, ...expected.environment } };
}

/** Its samples as `smartlog doctor --try` takes them: `INPUT=FILE`. */
export function samplesOf({ expected }: Case): string[] {
  return Object.entries(expected.samples ?? {}).map(([input, sample]) => `${input}=${join(SAMPLES, sample)}`);
}
