import { existsSync, readFileSync, realpathSync } from "node:fs";
import { isAot } from "../../host/aot.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { type ModuleShape, moduleShape } from "../../host/wasm-shape.ts";
import { journalPath } from "../../trainer/publish/journal.ts";
import { messageOf } from "../lib/errors.ts";
import { count, printable } from "../lib/output.ts";
import { checkCompiled } from "./check-compiled.ts";
import { checkOwner } from "./check-owner.ts";
import { type Finding, Findings } from "./finding.ts";
import { checkFunctionName, ENTRY } from "./function-name.ts";

const MAX_MODULE_BYTES = 384 * 1024;
const BUILD = "Build it again (npm run build), or put the module of the release in its place.";

/** What Fluent Bit looks for, and calls without asking for types first. */
const REQUIRED: readonly [name: string, type: string, why: string][] = [
  [ENTRY, "i32,i32,i32,i32,i32,i32->i32", "without it every record is dropped"],
  ["malloc", "i32->i32", "without it host and module write over each other's memory"],
  ["free", "i32->", "without it memory is never given back"],
];
const LINE =
  '192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] "GET /?q=1%27+UNION+SELECT+1-- HTTP/1.1" 200 5 "-" "-"';

/** How a configuration names things that the module has to know. */
export interface Expectations {
  functionName?: string | undefined;
  timestampKey?: string | undefined;
  pathKey?: string | undefined;
  offsetKey?: string | undefined;
}

/** Looks at a module, then runs it as Fluent Bit would. */
export function checkModule(path: string, expected: Expectations = {}): Finding[] {
  const findings = new Findings("module");
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    findings.problem(
      `${path} can't be read: ${messageOf(error)}`,
      "Correct wasm_path, or the file's rights.",
    );
    return findings.list;
  }
  if (existsSync(journalPath(realpathSync(path))))
    findings.warning(
      `${path} was put in place by a run that was interrupted, or is just being published: nobody has confirmed it yet`,
      "If no training runs: `smartlog train`, or `smartlog model promote` of any model, ends it.",
    );
  const { functionName = ENTRY } = expected;
  checkOwner(path, isAot(bytes), findings);
  const canRun = isAot(bytes)
    ? checkCompiled(path, bytes, findings, functionName)
    : checkWasm(path, bytes, findings, functionName);
  if (canRun) checkRun(bytes, findings, expected);
  return findings.list;
}

/** @returns whether it can be run */
function checkWasm(
  path: string,
  bytes: Buffer<ArrayBuffer>,
  findings: Findings,
  functionName: string,
): boolean {
  let shape: ModuleShape;
  try {
    new WebAssembly.Module(bytes);
    shape = moduleShape(bytes);
  } catch (error) {
    findings.problem(`${path} is no WebAssembly module: ${messageOf(error)}`, BUILD);
    return false;
  }
  findings.check(
    bytes.length <= MAX_MODULE_BYTES,
    `${path} has ${count(bytes.length)} bytes`,
    `${path} has ${count(bytes.length)} bytes, more than ${count(MAX_MODULE_BYTES)}`,
    BUILD,
  );
  return checkShape(shape, findings, functionName);
}

/** @returns whether it can be run */
function checkShape(shape: ModuleShape, findings: Findings, functionName: string): boolean {
  const { imports, functions, memories } = shape;
  let canRun = findings.check(
    imports.length === 0,
    "it imports nothing",
    `it imports ${imports.map((name) => printable(name)).join(", ")}: Fluent Bit has none of these, or another`,
    BUILD,
  );
  const wrong = REQUIRED.filter(([name, type]) => functions.get(name) !== type);
  for (const [name, type, why] of wrong)
    findings.problem(`it does not export ${name}(${type.replace("->", ") -> ").trim()}: ${why}`, BUILD);
  if (!memories.includes("memory")) findings.problem("it exports no memory", BUILD);
  if (wrong.length === 0) findings.ok("it exports smartlog, malloc and free with the right types");
  canRun &&= wrong.length === 0 && memories.includes("memory");
  checkFunctionName(functions.keys(), functionName, findings);
  return canRun;
}

function checkRun(bytes: Buffer, findings: Findings, expected: Expectations): void {
  try {
    const filter = Filter.load(bytes);
    findings.ok("its interface is this version's");
    const { smartlog } = answer(filter, { log: LINE });
    const scores = findings.check(
      smartlog.error === undefined,
      `its model ${printable(smartlog.model ?? "")} is accepted and scores a line (threat ${smartlog.threat} for an SQL injection)`,
      `it scores nothing: ${printable(smartlog.error ?? "")}`,
      "Publish a model that fits this module, or build module and default model again: npm run build.",
    );
    if (scores) checkNames(filter, findings, expected);
  } catch (error) {
    findings.problem(`it can't be run: ${messageOf(error)}`, BUILD);
  }
}

/** Names that configuration and model must agree on, tried out. */
function checkNames(filter: Filter, findings: Findings, expected: Expectations): void {
  const { timestampKey = "date", pathKey, offsetKey } = expected;
  const record = answer(filter, { [timestampKey]: 1, log: LINE });
  findings.check(
    `_${timestampKey}` in record,
    `it keeps the key ${timestampKey} free for Fluent Bit's own time`,
    `its model doesn't know timestamp_key ${printable(timestampKey)}: a record that has that key poisons its chunk`,
    "Leave timestamp_key out of the pgsql output; the model is made for date.",
  );
  if (pathKey === undefined || offsetKey === undefined) return;
  const twice = { [pathKey]: "/var/log/x.log", [offsetKey]: 7, log: LINE };
  const [first, second] = [answer(filter, twice), answer(filter, twice)];
  findings.check(
    first.smartlog.id === second.smartlog.id,
    `a line delivered twice keeps its id (${pathKey}, ${offsetKey})`,
    `it doesn't know path_key ${printable(pathKey)} and offset_key ${printable(offsetKey)}: a line delivered twice is stored twice`,
    "Set path_key to file and offset_key to offset.",
  );
}

function answer(filter: Filter, record: object): { smartlog: SmartlogEvent } {
  return JSON.parse(filter.score(JSON.stringify(record)));
}
