import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileFilter, findCompiler, thisMachine } from "../trainer/model/compile.ts";

/**
 * Writes a module in machine code into a folder, as `smartlog model compile` makes it.
 *
 * @returns its path; undefined, with a word to the reader, where there is no compiler for this machine
 */
export function compiledModule(module: Uint8Array, folder: string): string | undefined {
  const compiler = findCompiler();
  const target = thisMachine();
  if (!compiler || !target) {
    console.log(
      "no flb-wamrc or wamrc in PATH (SMARTLOG_WAMRC can name one): nothing compiled ahead of time",
    );
    return undefined;
  }
  const file = join(folder, "smartlog.aot");
  writeFileSync(file, compileFilter(module, compiler, target));
  return file;
}
