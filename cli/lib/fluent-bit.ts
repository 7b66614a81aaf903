/** Fluent Bit as it is installed here: where it is, and what it makes of lines with a filter. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { eventOf } from "../../host/answer.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { simulate } from "../../simulate/index.ts";
import { CommandError } from "./errors.ts";

/** Where Fluent Bit's own packages put it; no PATH has that folder. */
const PACKAGED = "/opt/fluent-bit/bin/fluent-bit";
const TIMEOUT_MS = 60_000;
const LINES = 200;
const SEED = 11;
const MAX_SAID = 400;

/** The one that SMARTLOG_FLUENT_BIT names, else the one on PATH or of a package; undefined where there is none. */
export function findFluentBit(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment.SMARTLOG_FLUENT_BIT;
  if (named) return named;
  const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
  return [...folders.map((folder) => join(folder, "fluent-bit")), PACKAGED].find((file) => existsSync(file));
}

/**
 * Runs lines through a module in Fluent Bit, in a folder of its own, and through the same module here.
 *
 * @param program Fluent Bit
 * @returns how many lines got the same events
 * @throws CommandError where Fluent Bit does not run with it, or answers otherwise: the message says what it said
 */
export function tryInFluentBit(program: string, module: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), "smartlog-try-"));
  try {
    const [file, path, config] = ["lines.log", "filter", "fluent-bit.yaml"].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    const lines = Array.from(simulate({ kind: "web", lines: LINES, seed: SEED }), ({ line }) =>
      Buffer.from(line),
    );
    writeFileSync(file, Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")])));
    writeFileSync(path, module);
    writeFileSync(config, configuration(folder, file, path));
    const { status, signal, stdout, stderr, error } = spawnSync(program, ["-q", "-c", config], {
      encoding: "utf8",
      timeout: TIMEOUT_MS,
    });
    const said = `${stdout}${stderr}`.split("\n").filter((line) => /error/i.test(line));
    const why = error?.message ?? signal ?? (status === 0 ? "it wrote nothing" : `exit ${status}`);
    const out = join(folder, "events.json");
    if (status !== 0 || !existsSync(out))
      throw new CommandError(
        `Fluent Bit does not run with it (${why}): ${said.join("; ").slice(0, MAX_SAID)}`,
      );
    compare(readFileSync(out, "utf8").trimEnd().split("\n"), module, file, lines);
    return lines.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(folder: string, file: string, module: string): string {
  return `service: {flush: 0.2, grace: 1, log_level: error}
pipeline:
  inputs:
    - {name: tail, path: "${file}", path_key: file, offset_key: offset, read_from_head: true, exit_on_eof: true}
  filters:
    - {name: wasm, match: "*", event_format: json, wasm_path: "${module}", function_name: smartlog}
  outputs:
    - {name: file, match: "*", path: "${folder}", file: events.json, format: plain}
`;
}

/** Only the time may differ, of lines that have none. */
function compare(
  records: readonly string[],
  module: Uint8Array,
  file: string,
  lines: readonly Buffer[],
): void {
  if (records.length !== lines.length)
    throw new CommandError(`of ${lines.length} lines Fluent Bit gave back ${records.length} with it`);
  const filter = Filter.load(module);
  let offset = 0;
  for (const [i, line] of lines.entries()) {
    const ours = untimed(filter.event(recordOfLine(line, { file, offset })));
    const theirs = untimed(eventOf(records[i] as string));
    if (!isDeepStrictEqual(ours, theirs))
      throw new CommandError(
        `in Fluent Bit it answers otherwise than here: ${JSON.stringify(theirs)}, not ${JSON.stringify(ours)}`,
      );
    offset += line.length + 1;
  }
}

/** The event without its time: a line without one has the shipper's. */
function untimed(event: SmartlogEvent | undefined): Partial<SmartlogEvent> {
  return { ...event, ts: 0 };
}
