/** Compiles AssemblyScript that only a test has. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import asc from "assemblyscript/asc";
import { PACKAGE_ROOT } from "../host/module.ts";

/**
 * Compiles one source file, which may import others of the project.
 *
 * @param file its path; named .as so that TypeScript leaves it alone
 * @param options of asc, after its own for input, output and folders
 * @throws Error with the compiler's words
 */
export async function compiled(file: string, options: readonly string[] = []): Promise<Uint8Array> {
  const name = basename(file, ".as");
  const source = readFileSync(file, "utf8");
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [`${name}.ts`, "--outFile", `${name}.wasm`, "--baseDir", PACKAGE_ROOT, "--config", "none", ...options],
    {
      readFile: (wanted, folder) => {
        if (wanted === `${name}.ts`) return source;
        try {
          return readFileSync(join(folder, wanted), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`${file} does not compile: ${stderr.toString()}`, { cause: error });
  return binary;
}
