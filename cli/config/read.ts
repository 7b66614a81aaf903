/** smartlog.yaml as it is read: options for all commands, and a section for each that has its own. */
import { readFileSync, statSync } from "node:fs";
import type { Command } from "commander";
import { nearest } from "../../host/nearest.ts";
import { type ConfigDocument, readDocument } from "../../watch/config/document.ts";
import { WatchError } from "../../watch/error.ts";
import { messageOf, UsageError } from "../lib/errors.ts";
import { fileError } from "../lib/readable.ts";
import { nameOf } from "../program.ts";
import { keysOfAll, settableOf } from "./options.ts";

/** What a file sets for one command, and where each stands ("FILE:LINE: KEY"). */
export interface Given {
  value: unknown;
  where: string;
  /** It stands in the file itself, which others may read. */
  isReadable: boolean;
}

const OTHERS_READ = 0o044;
/** A value that is the content of another file, or a variable's. */
const ELSEWHERE = /:\s*["']?file:|\$\{\w+\}/;

type Section = Readonly<Record<string, unknown>>;
type Path = readonly string[];

export class ConfigFile {
  readonly file: string;
  readonly #document: ConfigDocument;
  readonly #root: Section;
  readonly #lines: readonly string[];
  readonly #isPrivate: boolean;

  constructor(file: string, text: string, document: ConfigDocument) {
    this.file = file;
    this.#lines = text.split("\n");
    this.#isPrivate = (statSync(file).mode & OTHERS_READ) === 0;
    this.#document = document;
    this.#root = sectionOf(document.value ?? {}, document.where([]));
  }

  /**
   * Values by key for a command: of the top level, then of its section, then of that within for a sub-command.
   *
   * @param path its names, as ["db", "status"]
   */
  of(path: Path): Map<string, Given> {
    const found = new Map<string, Given>();
    let section: Section | undefined = this.#root;
    for (let depth = 0; section && depth <= path.length; depth++) {
      const around = path.slice(0, depth);
      for (const [key, value] of Object.entries(section))
        if (!isSection(value)) found.set(key, this.#given(value, this.#document.where([...around, key])));
      const next: unknown = section[path[depth] ?? ""];
      section = isSection(next) ? next : undefined;
    }
    return found;
  }

  #given(value: unknown, where: string): Given {
    const line = this.#lines[Number(/:(\d+): /.exec(where)?.[1] ?? 1) - 1] ?? "";
    return { value, where, isReadable: !this.#isPrivate && !ELSEWHERE.test(line) };
  }

  /** @throws UsageError where a key is no command's or option's, with the nearest */
  check(program: Command): void {
    this.#check(this.#root, program, [], keysOfAll(program));
  }

  #check(section: Section, command: Command, path: Path, keys: ReadonlySet<string>): void {
    for (const [key, value] of Object.entries(section)) {
      const child = command.commands.find((each) => each.name() === key);
      if (isSection(value) && child) {
        this.#check(value, child, [...path, key], keysBelow(child));
        continue;
      }
      if (keys.has(key) && !isSection(value)) continue;
      const other = nearest(key, [...keys, ...command.commands.map((each) => each.name())]);
      const what = isSection(value) ? "command" : path.length > 0 ? `option of ${nameOf(command)}` : "option";
      throw new UsageError(
        `${this.#document.where([...path, key])}: there is no ${what} of this name${other === undefined ? "; docs/commands.md has them all" : `; is ${other} meant?`}`,
      );
    }
  }
}

/** What may stand in a command's section: its options, and for all below it theirs. */
function keysBelow(command: Command): Set<string> {
  return new Set([
    ...settableOf(command).keys(),
    ...command.commands.flatMap((child) => [...keysBelow(child)]),
  ]);
}

/**
 * @throws UsageError that says file, line and what to do
 */
export function readConfigFile(file: string): ConfigFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw fileError(file, error);
  }
  try {
    return new ConfigFile(file, text, readDocument(file, text, process.env));
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (cause instanceof WatchError) throw new UsageError(cause.message, { nextStep: cause.nextStep, cause });
    // The parser's own word on aliases, which may stand for a billion values.
    throw new UsageError(`${file}: ${messageOf(cause)}`, { cause });
  }
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sectionOf(value: unknown, where: string): Section {
  if (isSection(value)) return value;
  throw new UsageError(`${where}: it has to be options, one a line, as \`port: 8470\``);
}
