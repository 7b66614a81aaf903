import { readCompiled } from "../../host/compiled.ts";
import {
  type Compiler,
  compileFilter,
  findCompiler,
  TARGETS,
  type Target,
  thisMachine,
} from "../../trainer/model/compile.ts";
import { readModel } from "../../trainer/model/read.ts";
import { replaceFile } from "../../trainer/publish/files.ts";
import { CommandError, messageOf, UsageError } from "../lib/errors.ts";
import { findFluentBit, tryInFluentBit } from "../lib/fluent-bit.ts";
import { count } from "../lib/output.ts";
import { readModule } from "../lib/publishing.ts";

export interface CompileOptions {
  module: string;
  target?: Target;
  cpu?: string;
  wamrc?: string;
  out?: string;
}

export interface CompileResult {
  file: string;
  model: string;
  target: string;
  cpu: string;
  compiler: string;
  bytes: number;
  seconds: number;
  /** Lines that Fluent Bit answered with it as this SmartLog does; null where it was not tried. */
  tried: number | null;
}

/**
 * Compiles the filter ahead of time, tries it in the Fluent Bit of this machine where it can run there, and only then
 * puts it in place.
 *
 * @throws CommandError where there is no compiler, or Fluent Bit does not answer as it should
 */
export function compile(options: CompileOptions): CompileResult {
  const target = options.target ?? thisMachine();
  if (target === undefined)
    throw new UsageError(`say with --target what for: ${Object.keys(TARGETS).join(" or ")}`);
  const module = readModule(options.module);
  const compiler = compilerOf(options);
  const began = performance.now();
  const compiled = compileFilter(module, compiler, target, options.cpu);
  const seconds = (performance.now() - began) / 1000;
  const { origin } = readCompiled(compiled);
  const file = options.out ?? options.module.replace(/(\.wasm|\.aot)?$/, ".aot");
  const tried = tryHere(compiled, options, target);
  put(file, compiled);
  return {
    file,
    model: readModel(compiled).id,
    target: origin.target,
    cpu: origin.cpu,
    compiler: origin.compiler,
    bytes: compiled.length,
    seconds: Math.round(seconds * 10) / 10,
    tried,
  };
}

export function compileText(result: CompileResult): string {
  const { file, model, target, cpu, compiler, bytes, seconds, tried } = result;
  return [
    `${file}: the filter with ${model}, for ${target} (${cpu}), ${count(bytes)} bytes; ${compiler} took ${seconds} s.`,
    tried === null
      ? `It was not tried in a Fluent Bit. On the machine where it is to run: smartlog doctor --module ${file}`
      : `Fluent Bit answers ${tried} lines with it as it should.`,
    "SMARTLOG_MODULE (wasm_path) has to name it, and Fluent Bit to load it: a restart, or a reload if it is named already.",
    "Every later model is put into it in place, by the same commands as into filter.wasm.",
  ].join("\n");
}

function compilerOf({ wamrc }: CompileOptions): Compiler {
  const found = findCompiler(wamrc);
  if (found) return found;
  throw new CommandError(
    "there is no wamrc on PATH, WAMR's compiler: build it from Fluent Bit's source (deploy/fluent-bit/speed.md says " +
      "how), and name it with --wamrc or SMARTLOG_WAMRC. Any machine will do: --target says what for",
  );
}

/** A processor that was asked for may be another machine's. */
function tryHere(compiled: Buffer, { cpu }: CompileOptions, target: Target): number | null {
  const program = findFluentBit(process.env);
  if (program === undefined || cpu !== undefined || target !== thisMachine()) return null;
  try {
    return tryInFluentBit(program, compiled);
  } catch (cause) {
    throw new CommandError(
      `${messageOf(cause)}. Compile with the wamrc of this Fluent Bit's own source; nothing was put in place`,
      { cause },
    );
  }
}

function put(file: string, compiled: Buffer): void {
  try {
    replaceFile(file, compiled);
  } catch (cause) {
    throw new CommandError(`${file} can't be written: ${messageOf(cause)}`, { cause });
  }
}
