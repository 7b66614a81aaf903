import { readFileSync } from "node:fs";
import { SmartLogError } from "../../host/error.ts";
import { fileError } from "../lib/input.ts";

/** The configuration as it is written: before variables are resolved. */
export interface RawConfig {
  /** Variables that it sets itself. */
  variables: Map<string, string>;
  service: Map<string, string>;
  inputs: RawSection[];
  filters: RawSection[];
  outputs: RawSection[];
}

export interface RawSection {
  settings: Map<string, string>;
  processors: RawSection[];
}

/** The file is no configuration that Fluent Bit could read. */
export class ConfigError extends SmartLogError {
  override name = "ConfigError";
  readonly code = "CONFIG_UNREADABLE";
}

/** Text of a file of the configuration. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileError(file, error);
  }
}
