/** deploy/fluent-bit/inputs: where the examples are, and the variables that they name. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../../host/module.ts";

export const INPUTS_FOLDER = join(PACKAGE_ROOT, "deploy", "fluent-bit", "inputs");

/** The variables of inputs.env, with what it says. */
export function inputVariables(): Record<string, string> {
  const file = readFileSync(join(INPUTS_FOLDER, "inputs.env"), "utf8");
  return Object.fromEntries(
    [...file.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}
