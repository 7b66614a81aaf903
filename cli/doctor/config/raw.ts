import { readFileSync, realpathSync, statSync } from "node:fs";
import { messageOf } from "../../lib/errors.ts";
import { ConfigError } from "./error.ts";

/** Fluent Bit's own limit. */
const MOST_FILES = 1000;
/** Configurations of big clusters have some 100 KiB; a log that was named by mistake has more. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

export const KINDS = [
  "service",
  "parser",
  "multiline_parser",
  "stream_processor",
  "plugins",
  "upstream_servers",
  "custom",
  "input",
  "filter",
  "output",
  "other",
] as const;
export type Kind = (typeof KINDS)[number];

/** A line `name value`, as it is written. */
export interface RawSetting {
  /** In lower case. */
  name: string;
  value: string;
  /** `FILE:LINE`. */
  at: string;
}

export interface RawSection {
  kind: Kind;
  /** What stands in the brackets, or the key. */
  title: string;
  /** `FILE:LINE`. */
  at: string;
  settings: RawSetting[];
  /** Processors by their signal (YAML only). */
  processors: { signal: string; section: RawSection }[];
  /** Outputs that an input names itself, by their alias or name (YAML's `routes`); undefined: by tags. */
  routes?: string[];
}

/** The configuration as it is written: before variables are resolved. */
export class RawConfig {
  /** Variables that it sets itself; the last one counts. */
  readonly variables = new Map<string, string>();
  readonly sections: RawSection[] = [];
  /** Keys of YAML that stand twice in one section. */
  readonly duplicates: { name: string; at: string }[] = [];
  /** Wildcards of includes, and what they stand for. Fluent Bit reads the files as the folder lists them, unsorted. */
  readonly wildcards: { pattern: string; at: string; files: string[] }[] = [];
  readonly files: string[] = [];
  readonly #seen = new Set<string>();

  /**
   * Text of one file of it, each file once, as in Fluent Bit.
   *
   * @throws ConfigError where it can't be read, is no text, or was read before
   */
  read(file: string, from = ""): string {
    const where = from === "" ? "" : `${from}: `;
    try {
      const real = realpathSync(file);
      if (this.#seen.has(real)) throw new ConfigError(`${where}${file} is included twice`);
      if (this.#seen.size >= MOST_FILES)
        throw new ConfigError(`${where}it includes more than ${MOST_FILES} files`);
      this.#seen.add(real);
      const found = statSync(real);
      if (!found.isFile()) throw new ConfigError(`${where}${file} is no file`);
      if (found.size > MAX_FILE_BYTES)
        throw new ConfigError(`${where}${file} has ${found.size} bytes: it is no configuration`);
      const text = readFileSync(real, "utf8");
      if (text.includes("\0")) throw new ConfigError(`${where}${file} is no text`);
      this.files.push(file);
      return text;
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError(`${where}${file} can't be read: ${messageOf(error)}`);
    }
  }
}
