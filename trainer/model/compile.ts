/** Compiles the filter ahead of time, with WAMR's `wamrc`, so that Fluent Bit need not interpret it. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAot, readAot } from "../../host/aot.ts";
import {
  missingExports,
  modelIn,
  type Origin,
  readCompiled,
  trimmed,
  withModel,
  withOrigin,
} from "../../host/compiled.ts";
import { SmartLogError } from "../../host/error.ts";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { codeHash, withData } from "../../host/wasm.ts";
import { checkModel } from "./check.ts";
import { embedModel } from "./embed.ts";

/** What a filter can be compiled for: the processor that every machine of the kind has the instructions of. */
export const TARGETS = { x86_64: "x86-64", aarch64: "generic" } as const;
export type Target = keyof typeof TARGETS;

const MACHINES: Partial<Record<NodeJS.Architecture, Target>> = { x64: "x86_64", arm64: "aarch64" };
const NAMES = ["flb-wamrc", "wamrc"];
const TIMEOUT_MS = 600_000;

/** The filter could not be compiled: the message says why, and what to do. */
export class CompileError extends SmartLogError {
  override name = "CompileError";
  readonly code = "COMPILE_FAILED";
}

/** What this machine runs; undefined where nothing can be compiled for it. */
export function thisMachine(): Target | undefined {
  return MACHINES[process.arch];
}

/** WAMR's compiler. */
export interface Compiler {
  path: string;
  /** What `--version` prints: `wamrc 2.4.1`. */
  version: string;
}

/**
 * Looks for WAMR's compiler: the one named, else SMARTLOG_WAMRC's, else `flb-wamrc` or `wamrc` on PATH.
 *
 * @returns undefined where none was named and none is found
 * @throws CompileError where the one that was named can't be run
 */
export function findCompiler(named = process.env.SMARTLOG_WAMRC): Compiler | undefined {
  if (named) {
    const found = askVersion(named);
    if (!found) throw new CompileError(`${named} is no wamrc that can be run: name another`);
    return found;
  }
  for (const name of NAMES) {
    const found = askVersion(name);
    if (found) return found;
  }
  return undefined;
}

function askVersion(path: string): Compiler | undefined {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  const version = /wamrc \d[\w.-]*/.exec(stdout ?? "")?.[0];
  return status === 0 && version ? { path, version } : undefined;
}

/**
 * Compiles this SmartLog's filter, with the model and the settings of a module.
 *
 * Bounds and stack are checked as WAMR does it by default, and as the interpreter in the same Fluent Bit does: by pages
 * that can't be touched, on 64-bit systems.
 *
 * @param module a `.wasm`, or an `.aot`, also of another version: of it only model and settings are taken
 * @param cpu one of LLVM's names; by default what all machines of the target have
 * @returns the compiled filter, which takes every later model in place
 * @throws CompileError where the compiler fails or makes what Fluent Bit does not take; ModelError or FilterError where the
 *   module has no model that fits this filter
 */
export function compileFilter(
  module: Uint8Array,
  { path, version }: Compiler,
  target: Target,
  cpu: string = TARGETS[target],
): Buffer {
  const built = readFileSync(BUILT_MODULE);
  const region = Filter.load(built).modelRegion;
  const blob = trimmed(isAot(module) ? modelIn(module) : Buffer.from(Filter.load(module).modelBytes()));
  checkModel(embedModel(built, blob));
  const folder = mkdtempSync(join(tmpdir(), "smartlog-compile-"));
  try {
    const [input, output] = [join(folder, "filter.wasm"), join(folder, "filter.aot")];
    // Room for the largest model, so that every later one fits.
    writeFileSync(input, withData(built, region.address, Buffer.alloc(region.capacity, 0xff)));
    const args = [`--target=${target}`, `--cpu=${cpu}`, "-o", output, input];
    const { status, signal, stdout, stderr, error } = spawnSync(path, args, {
      encoding: "utf8",
      timeout: TIMEOUT_MS,
    });
    if (/not a recognized processor/.test(`${stdout}${stderr}`))
      throw new CompileError(
        `${path} knows no processor ${cpu}: ${path} --target=${target} --cpu=help lists them`,
      );
    if (status !== 0)
      throw new CompileError(
        `${path} failed (${error?.message ?? signal ?? `exit ${status}`}): ${lastLine(`${stdout}${stderr}`)}`,
      );
    const origin: Origin = { code: codeHash(built, region.address), region, target, cpu, compiler: version };
    const compiled = withModel(withOrigin(readFileSync(output), origin), blob);
    checkCompiled(compiled);
    return compiled;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkCompiled(compiled: Buffer): void {
  const missing = missingExports(readAot(compiled));
  if (missing.length > 0)
    throw new CompileError(`what was compiled does not export ${missing.join(", ")}: try another wamrc`);
  readCompiled(compiled);
  checkModel(compiled);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) || "it said nothing";
}
