/** Where things lie in an installed SmartLog. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "asconfig.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("SmartLog's own folder was not found: run it from its checkout");
    folder = parent;
  }
  return folder;
}

/** SmartLog's own folder, whether its code runs from there or from build/. */
export const PACKAGE_ROOT = findRoot();

/** The module that `npm run build` makes, with the default model in it. */
export const BUILT_MODULE = join(PACKAGE_ROOT, "build", "filter.wasm");

/** The module that SMARTLOG_MODULE names, else the built one. */
export function defaultModulePath(): string {
  return process.env.SMARTLOG_MODULE || BUILT_MODULE;
}
