import { readFileSync } from "node:fs";
import { AOT_VERSION } from "../../host/aot.ts";
import { type Compiled, isOfCode, missingExports, readCompiled } from "../../host/compiled.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { TARGETS, type Target, thisMachine } from "../../trainer/model/compile.ts";
import { messageOf } from "../lib/errors.ts";
import { count, printable } from "../lib/output.ts";
import type { Findings } from "./finding.ts";
import { checkFunctionName } from "./function-name.ts";

const COMPILE = "Compile it anew: smartlog model compile.";

/** Looks into a filter that was compiled ahead of time. @returns whether its model can be run here */
export function checkCompiled(
  path: string,
  bytes: Uint8Array,
  findings: Findings,
  functionName: string,
): boolean {
  let compiled: Compiled;
  try {
    compiled = readCompiled(bytes);
  } catch (error) {
    findings.error("module-invalid", `${path} can't be used: ${messageOf(error)}`, {
      breaks: "Fluent Bit does not start, or drops every record.",
      remedy:
        "Where no other file has its model: smartlog model export ID filter.wasm, then compile with --module filter.wasm.",
    });
    return false;
  }
  const { file, origin } = compiled;
  findings.ok(
    "module-compiled",
    `${path} has ${count(bytes.length)} bytes, compiled ahead of time by ${printable(origin.compiler)}, and is whole`,
  );
  findings.ok("module-aot-format", `its format is ${AOT_VERSION}, which Fluent Bit takes from 4.2 on`);
  checkMachine(compiled, findings);
  const missing = missingExports(file);
  findings.check(
    "module-exports",
    missing.length === 0,
    "it exports smartlog, malloc and free",
    `it does not export ${missing.join(", ")}`,
    { breaks: "Records are dropped or overwritten.", remedy: COMPILE },
  );
  checkFunctionName(file.functions, functionName, findings);
  return findings.check(
    "module-version",
    isOfCode(origin, readFileSync(BUILT_MODULE)),
    "it was compiled from this SmartLog's filter",
    "it was compiled from the filter of another version of SmartLog: no new model can be put into it, and it was not tried",
    { breaks: "No new model reaches the shipper.", remedy: `${COMPILE} Its model stays.` },
  );
}

function checkMachine({ file, origin }: Compiled, findings: Findings): void {
  const target = file.arch.replace(/^aarch64.*/, "aarch64") as Target;
  const here = thisMachine() ?? process.arch;
  findings.check(
    "module-machine",
    target === here,
    `it is for this machine's kind of processor, ${here}`,
    `it is for ${printable(target)}, and this machine is ${here}: here Fluent Bit does not start with it`,
    {
      breaks: "Fluent Bit does not start.",
      remedy: `Compile it for this machine: smartlog model compile${here in TARGETS ? ` --target ${here}` : ""}.`,
    },
  );
  if (origin.cpu !== TARGETS[target])
    findings.warning(
      "module-cpu",
      `it is for the processor ${printable(origin.cpu)}: on one that lacks an instruction of it Fluent Bit ends with SIGILL`,
      {
        breaks: "Fluent Bit ends at the first line.",
        remedy: "Leave --cpu out, unless all machines that it goes to are alike.",
      },
    );
}
