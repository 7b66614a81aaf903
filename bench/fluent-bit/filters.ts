/** The filters that the bench compares: what stands under `filters` of Fluent Bit's configuration, by name. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HEADS, type Head } from "../../trainer/model/model.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { compiledModule } from "../compiled.ts";
import type { Corpus } from "./corpora.ts";
import { compileAsIs, compileFloor } from "./least.ts";

export const AS_IS = "as-is Wasm filter";
export const FLOOR = "a constant event, no work";
export const SMARTLOG = "SmartLog";
export const AHEAD_OF_TIME = "SmartLog, ahead of time";

/** Fluent Bit's own parser for nginx's combined format, as its parsers.conf has it. */
export const PARSERS =
  "[PARSER]\n    Name nginx\n    Format regex\n    Regex ^(?<remote>[^ ]*) (?<host>[^ ]*) (?<user>[^ ]*) " +
  '\\[(?<time>[^\\]]*)\\] "(?<method>\\S+)(?: +(?<path>[^\\"]*?)(?: +\\S*)?)?" (?<code>[^ ]*) (?<size>[^ ]*)' +
  '(?: "(?<referer>[^\\"]*)" "(?<agent>[^\\"]*)")\n    Time_Key time\n    Time_Format %d/%b/%Y:%H:%M:%S %z\n';

/**
 * The filters that fit every corpus.
 *
 * @param path of the module that is measured
 * @param before path of another build of it
 * @param folder where the modules are written
 */
export function makeFilters(path: string, before: string | undefined, folder: string): Map<string, string> {
  const module = readFileSync(path);
  const without = (name: string, heads: readonly Head[]) => {
    const changed = join(folder, `${name}.wasm`);
    const on = Object.fromEntries(heads.map((head) => [head, false]));
    writeFileSync(changed, changeSettings(module, { on }));
    return wasm(changed);
  };
  const aheadOfTime = compiledModule(module, folder);
  return new Map([
    ["no filter", ""],
    [AS_IS, wasm(compileAsIs(folder))],
    [SMARTLOG, wasm(path)],
    ...(before ? [["SmartLog, the build before", wasm(before)] as const] : []),
    ...(aheadOfTime ? [[AHEAD_OF_TIME, wasm(aheadOfTime)] as const] : []),
    ["SmartLog, anomaly off", without("no-anomaly", ["anomaly"])],
    ["SmartLog, all heads off", without("no-heads", HEADS)],
    [
      "regex parser nginx",
      `  filters:\n    - {name: parser, match: "*", key_name: log, parser: nginx, reserve_data: true}\n`,
    ],
  ]);
}

/** The filter that adds a constant event as long as this corpus's usually are. */
export function floorFilter(path: string, { name, text }: Corpus, folder: string): string {
  const floor = compileFloor(readFileSync(path), text.trimEnd().split("\n"), folder);
  console.log(`\n${name}: the event that is added without any work has ${floor.bytes} bytes`);
  return wasm(floor.path);
}

function wasm(path: string): string {
  return `  filters:\n    - {name: wasm, match: "*", event_format: json, wasm_path: "${path}", function_name: smartlog}\n`;
}
