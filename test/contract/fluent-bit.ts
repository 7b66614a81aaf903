/** Starts a real Fluent Bit for a test, and stops it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";
import { findBinary, Shipper } from "./shipper.ts";

export const DEPLOYED_CONFIG = join(PACKAGE_ROOT, "deploy", "fluent-bit", "fluent-bit.yaml");

/** The binary that SMARTLOG_FLUENT_BIT names, else the one in PATH; undefined, said loudly, where it can't be tested. */
export function findFluentBit(): string | undefined {
  const found = findBinary("fluent-bit", "SMARTLOG_FLUENT_BIT", "Fluent Bit");
  if (!found || existsSync(defaultModulePath())) return found;
  console.warn("SKIPPED: the contract with Fluent Bit is NOT tested: no module yet; npm run build");
  return undefined;
}

/** The variables of smartlog.env that a deployment has, with what it says where nothing else is given. */
export function deployedEnvironment(values: Record<string, string>): Record<string, string> {
  const file = readFileSync(join(PACKAGE_ROOT, "deploy", "fluent-bit", "smartlog.env"), "utf8");
  const defaults = [...file.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...values };
}

export class FluentBit extends Shipper {
  constructor(binary: string, args: string[], env: Record<string, string> = {}) {
    super("Fluent Bit", binary, args, env);
  }

  /** Lines of its log that say that a record or a batch did not make it. */
  get complaints(): string[] {
    return this.log
      .split("\n")
      .filter((line) => /\[error\]|\[ ?warn\]|retry|invalid JSON/i.test(line))
      .filter((line) => !/service will shutdown|\[env\]/.test(line));
  }
}
