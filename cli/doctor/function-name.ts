import { printable } from "../lib/output.ts";
import type { Findings } from "./finding.ts";

/** The filter's function that the shipper calls for each record. */
export const ENTRY = "smartlog";

/** Whether a configured `function_name` is one of the module's exported functions. */
export function checkFunctionName(
  exported: Iterable<string>,
  functionName: string,
  findings: Findings,
): void {
  if (functionName === ENTRY || [...exported].includes(functionName)) return;
  findings.error(
    "function-name",
    `it has no function ${printable(functionName)}: Fluent Bit starts, and drops every record without a word`,
    { breaks: "Every record is lost.", remedy: `Set function_name to ${ENTRY}.` },
  );
}
