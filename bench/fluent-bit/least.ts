/** The Wasm filters that do no work, as measures: as-is.ts and floor.ts, compiled with AssemblyScript. */
import { execFileSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Filter } from "../../host/filter.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";

const ASC = join(PACKAGE_ROOT, "node_modules", "assemblyscript", "bin", "asc.js");
const SOURCES = join(PACKAGE_ROOT, "bench", "fluent-bit");
/** Lines of which the usual length of an answer is taken. */
const ANSWERED = 2000;

/** Compiles the filter that gives each record back as it came, and returns its path. */
export function compileAsIs(folder: string): string {
  return compile("as-is", folder);
}

/**
 * Compiles the filter that adds a constant event to each record: the one of median length of what SmartLog answers to a
 * log's first lines.
 *
 * @returns its path, and the bytes that it adds
 */
export function compileFloor(
  module: Uint8Array,
  lines: readonly string[],
  folder: string,
): { path: string; bytes: number } {
  const filter = Filter.load(module);
  const events = lines.slice(0, ANSWERED).map((line) => {
    const answer = filter.score(JSON.stringify({ log: line }));
    return answer.slice(answer.lastIndexOf(',"smartlog":'));
  });
  events.sort((a, b) => a.length - b.length);
  const bytes = Buffer.from(`${events[events.length >> 1]}\0`);
  writeFileSync(
    join(folder, "answer.ts"),
    `export const ANSWER = memory.data<u8>([${[...bytes]}]);\nexport const ANSWER_BYTES = ${bytes.length};\n`,
  );
  return { path: compile("floor", folder), bytes: bytes.length - 1 };
}

function compile(name: string, folder: string): string {
  for (const source of ["as-is.ts", "floor.ts"]) copyFileSync(join(SOURCES, source), join(folder, source));
  const out = join(folder, `${name}.wasm`);
  // In a folder without an asconfig.json: the filter's settings are not for these.
  execFileSync(process.execPath, [ASC, `${name}.ts`, "-O3", "--runtime", "stub", "--outFile", out], {
    cwd: folder,
  });
  return out;
}
