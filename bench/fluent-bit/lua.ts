/**
 * The peer: a Lua filter (lua/web.lua) that does for access lines what SmartLog does, with the same model, in Fluent
 * Bit's LuaJIT; and whether the two agree, without which their times say nothing.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Filter } from "../../host/filter.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { HEADS, type Head } from "../../trainer/model/model.ts";
import { readModel } from "../../trainer/model/read.ts";

/** Most that a score of one may differ from the other's. */
const MAX_DIFFERENCE = 0.002;
/** Largest share of lines that they may give different labels. */
const MAX_OTHER_LABELS = 0.001;
/** Largest share of lines that neither takes for an access line: what is not scored says nothing. */
const MAX_UNSCORED = 0.01;

/** What is compared of an event. */
interface Scored extends Record<Head, number> {
  kind: string;
  label: string;
  tpl: string;
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
 * How far SmartLog and the Lua filter agree on the same lines.
 *
 * @param ours,theirs the records that each gave back, as JSON
 * @returns a sentence
 * @throws Error where they don't agree: a line that only one takes for an access line, another template, other labels for
 *   more than one line in a thousand, a score that differs by more than 0.002; or where both scored next to nothing
 */
export function agreement(ours: readonly string[], theirs: readonly string[]): string {
  if (ours.length !== theirs.length)
    throw new Error(`SmartLog gave back ${ours.length} records, the Lua filter ${theirs.length}`);
  let most = 0;
  let identical = 0;
  let labels = 0;
  let unscored = 0;
  ours.forEach((record, i) => {
    const our = eventOf(record);
    const their = eventOf(theirs[i] as string);
    if (our?.tpl !== their?.tpl)
      throw new Error(`SmartLog and the Lua filter don't read alike:\n${record}\n${theirs[i]}`);
    if (!our || !their) {
      unscored++;
      return;
    }
    const difference = Math.max(...HEADS.map((head) => Math.abs(our[head] - their[head])));
    most = Math.max(most, difference);
    if (our.label !== their.label) labels++;
    else if (difference === 0) identical++;
  });
  const found =
    `SmartLog and the Lua filter say the same of ${identical} of ${ours.length} lines, to the last decimal; ` +
    `scores differ by ${most.toFixed(4)} at most, ${MAX_DIFFERENCE} is allowed; other labels: ${labels}; scored by neither: ${unscored}`;
  if (
    most > MAX_DIFFERENCE ||
    labels > ours.length * MAX_OTHER_LABELS ||
    unscored > ours.length * MAX_UNSCORED
  )
    throw new Error(found);
  return found;
}

/** What was added to a record; undefined where nothing was, or it is no access line. */
function eventOf(record: string): Scored | undefined {
  const event = (JSON.parse(record) as { smartlog?: Scored }).smartlog;
  return event?.kind === "web" ? event : undefined;
}
