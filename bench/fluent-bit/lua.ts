/**
 * The peer: a Lua filter (lua/web.lua) that does for access lines what SmartLog does, with the same model, in Fluent
 * Bit's LuaJIT; and whether the two agree, without which their times say nothing.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Filter } from "../../host/filter.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { readModel } from "../../trainer/model/read.ts";

/** Most that a score of one may differ from the other's. */
const MAX_DIFFERENCE = 0.002;
/** Least share of lines that both give the same label. */
const LEAST_SAME_LABELS = 0.999;
/** How many lines are compared. */
const COMPARED_LINES = 50_000;

/** What is compared of an event. */
interface Scored {
  kind: string;
  label: string;
  tpl: string;
  bot: number;
  threat: number;
  anomaly: number;
}

/**
 * The Lua filter with a module's model, as what stands under `filters`.
 *
 * @param folder where the model and a script that names it are written
 */
export function luaFilter(module: Uint8Array, folder: string): string {
  const blob = join(folder, "model.blob");
  writeFileSync(blob, readModel(module).blob);
  const { kinds, dense, reasons } = Filter.load(module).schema;
  const given = { blob, kinds: kinds.join(), dense: dense.join(), reasons: reasons.join() };
  const members = Object.entries(given).map(([name, text]) => `${name} = ${JSON.stringify(text)}`);
  const sources = join(PACKAGE_ROOT, "bench", "fluent-bit", "lua", "?.lua");
  const script = join(folder, "peer.lua");
  writeFileSync(
    script,
    `SMARTLOG = { ${members.join(", ")} }\n` +
      `package.path = ${JSON.stringify(`${sources};`)} .. package.path\n` +
      `smartlog = require("web").filter\n`,
  );
  return `  filters:\n    - {name: lua, match: "*", script: "${script}", call: smartlog, type_array_key: why}\n`;
}

/**
 * Sends lines through both in Fluent Bit and compares what each says of every line.
 *
 * @returns a sentence that says how far they agree
 * @throws Error where they don't: a line that one takes for no access line, another template, a label of more than one
 *   in a thousand lines, a score by more than 0.002
 */
export function checkAgreement(
  binary: string,
  folder: string,
  text: string,
  smartlog: string,
  lua: string,
): string {
  const lines = text.split("\n", COMPARED_LINES).filter((line) => line !== "");
  const log = join(folder, "compared.log");
  writeFileSync(log, `${lines.join("\n")}\n`, "latin1");
  const ours = scoredBy(binary, folder, log, smartlog);
  const theirs = scoredBy(binary, folder, log, lua);
  if (ours.length !== lines.length || theirs.length !== lines.length)
    throw new Error(`of ${lines.length} lines SmartLog gave back ${ours.length}, Lua ${theirs.length}`);
  let most = 0;
  let identical = 0;
  let labels = 0;
  ours.forEach((our, i) => {
    const their = theirs[i] as Scored | undefined;
    if (our?.kind !== their?.kind || our?.tpl !== their?.tpl)
      throw new Error(
        `line ${i + 1}: SmartLog says ${JSON.stringify(our)}, Lua ${JSON.stringify(their)}: ${lines[i]}`,
      );
    if (!our || !their) return;
    const difference = Math.max(
      Math.abs(our.bot - their.bot),
      Math.abs(our.threat - their.threat),
      Math.abs(our.anomaly - their.anomaly),
    );
    most = Math.max(most, difference);
    if (difference === 0 && our.label === their.label) identical++;
    if (our.label !== their.label) labels++;
  });
  const found =
    `SmartLog and Lua agree on ${identical} of ${lines.length} lines to the last decimal; ` +
    `most that a score differs ${most.toFixed(4)} (${MAX_DIFFERENCE} allowed), other labels ${labels}`;
  if (most > MAX_DIFFERENCE || labels > lines.length * (1 - LEAST_SAME_LABELS)) throw new Error(found);
  return found;
}

/** What a filter adds to each line of a file; undefined where it adds nothing, or takes it for no access line. */
function scoredBy(binary: string, folder: string, log: string, filter: string): (Scored | undefined)[] {
  const config = join(folder, "agree.yaml");
  const out = "scored.jsonl";
  writeFileSync(
    config,
    `service: {flush: 0.2, grace: 1, log_level: error}
pipeline:
  inputs:
    - {name: tail, path: "${log}", read_from_head: true, exit_on_eof: true, refresh_interval: 1}
${filter}  outputs:
    - {name: file, match: "*", path: "${folder}", file: ${out}, format: plain}
`,
  );
  execFileSync(binary, ["-q", "-c", config], { stdio: "ignore" });
  const scored = readFileSync(join(folder, out), "utf8").trimEnd().split("\n");
  rmSync(join(folder, out));
  return scored.map((line) => {
    const event = (JSON.parse(line) as { smartlog?: Scored }).smartlog;
    return event?.kind === "web" ? event : undefined;
  });
}
