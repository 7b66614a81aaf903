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

const MAX_MODULE_BYTES = 400 * 1024;
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
    findings.error("module-unreadable", `${path} can't be read: ${messageOf(error)}`, {
      breaks: "Fluent Bit does not start.",
      remedy: "Correct wasm_path, or the file's rights.",
    });
    return findings.list;
  }
  if (existsSync(journalPath(realpathSync(path))))
    findings.warning(
      "module-unconfirmed",
      `${path} was put in place by a run that was interrupted, or is just being published: nobody has confirmed it yet`,
      {
        breaks: "The shipper may run a model that is about to be taken back.",
        remedy: "If no training runs: `smartlog train`, or `smartlog model promote` of any model, ends it.",
      },
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
    findings.error("module-invalid", `${path} is no WebAssembly module: ${messageOf(error)}`, {
      breaks: "Fluent Bit does not start, or drops every record.",
      remedy: BUILD,
    });
    return false;
  }
  findings.check(
    "module-size",
    bytes.length <= MAX_MODULE_BYTES,
    `${path} has ${count(bytes.length)} bytes`,
    `${path} has ${count(bytes.length)} bytes, more than ${count(MAX_MODULE_BYTES)}`,
    { breaks: "It is no module that SmartLog builds.", remedy: BUILD },
  );
  return checkShape(shape, findings, functionName);
}

/** @returns whether it can be run */
function checkShape(shape: ModuleShape, findings: Findings, functionName: string): boolean {
  const { imports, functions, memories } = shape;
  let canRun = findings.check(
    "module-imports",
    imports.length === 0,
    "it imports nothing",
    `it imports ${imports.map((name) => printable(name)).join(", ")}: Fluent Bit has none of these, or another`,
    { breaks: "Fluent Bit drops every record.", remedy: BUILD },
  );
  const wrong = REQUIRED.filter(([name, type]) => functions.get(name) !== type);
  for (const [name, type, why] of wrong)
    findings.error(
      "module-exports",
      `it does not export ${name}(${type.replace("->", ") -> ").trim()}: ${why}`,
      { breaks: "Records are dropped or overwritten.", remedy: BUILD },
    );
  if (!memories.includes("memory"))
    findings.error("module-exports", "it exports no memory", {
      breaks: "Records are dropped or overwritten.",
      remedy: BUILD,
    });
  if (wrong.length === 0)
    findings.ok("module-exports", "it exports smartlog, malloc and free with the right types");
  canRun &&= wrong.length === 0 && memories.includes("memory");
  checkFunctionName(functions.keys(), functionName, findings);
  return canRun;
}

function checkRun(bytes: Buffer, findings: Findings, expected: Expectations): void {
  try {
    const filter = Filter.load(bytes);
    findings.ok("module-interface", "its interface is this version's");
    const { smartlog } = answer(filter, { log: LINE });
    const scores = findings.check(
      "module-model",
      smartlog.error === undefined,
      `its model ${printable(smartlog.model ?? "")} is accepted and scores a line (threat ${smartlog.threat} for an SQL injection)`,
      `it scores nothing: ${printable(smartlog.error ?? "")}`,
      {
        breaks: "Records go through without a score.",
        remedy:
          "Publish a model that fits this module, or build module and default model again: npm run build.",
      },
    );
    if (scores) checkNames(filter, findings, expected);
  } catch (error) {
    findings.error("module-fails", `it can't be run: ${messageOf(error)}`, {
      breaks: "Records are dropped, or go through without a score.",
      remedy: BUILD,
    });
  }
}

/** Names that configuration and model must agree on, tried out. */
function checkNames(filter: Filter, findings: Findings, expected: Expectations): void {
  const { timestampKey = "date", pathKey, offsetKey } = expected;
  const record = answer(filter, { [timestampKey]: 1, log: LINE });
  findings.check(
    "timestamp-key",
    `_${timestampKey}` in record,
    `it keeps the key ${timestampKey} free for Fluent Bit's own time`,
    `its model doesn't know timestamp_key ${printable(timestampKey)}: a record that has that key poisons its chunk`,
    {
      breaks: "One such record keeps its whole batch out of Postgres for ever.",
      remedy: "Leave timestamp_key out of the pgsql output; the model is made for date.",
    },
  );
  if (pathKey === undefined || offsetKey === undefined) return;
  const twice = { [pathKey]: "/var/log/x.log", [offsetKey]: 7, log: LINE };
  const [first, second] = [answer(filter, twice), answer(filter, twice)];
  findings.check(
    "doubled-on-redelivery",
    first.smartlog.id === second.smartlog.id,
    `a line delivered twice keeps its id (${pathKey}, ${offsetKey})`,
    `it doesn't know path_key ${printable(pathKey)} and offset_key ${printable(offsetKey)}: a line delivered twice is stored twice`,
    {
      breaks: "Events are counted twice after each restart that repeats lines.",
      remedy: "Set path_key to file and offset_key to offset.",
    },
  );
}

function answer(filter: Filter, record: object): { smartlog: SmartlogEvent } {
  return JSON.parse(filter.score(JSON.stringify(record)));
}
