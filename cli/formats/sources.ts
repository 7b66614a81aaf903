/** Where formats come from: SmartLog itself, the user's in a module, or a folder. */
import { existsSync, statSync } from "node:fs";
import type { Format } from "../../formats/lib/format.ts";
import { builtInFormats, loadFormat, loadFormats } from "../../formats/lib/load.ts";
import { defaultModulePath } from "../../host/module.ts";
import { ownFormats } from "../../trainer/model/formats.ts";
import { UsageError } from "../lib/errors.ts";
import { readModule } from "./module.ts";

export interface Source {
  dir?: string;
  module?: string;
}

/**
 * Format files of a folder, or one file.
 *
 * @throws UsageError where there is none
 */
export function formatsOf(path: string): Format[] {
  if (!existsSync(path)) throw new UsageError(`there is no folder ${path}`);
  return statSync(path).isDirectory() ? loadFormats(path) : [loadFormat(path)];
}

/** The user's formats: of a folder, else of the module. */
export function userFormats({ dir, module = defaultModulePath() }: Source): Format[] {
  return dir === undefined ? ownFormats(readModule(module)) : formatsOf(dir);
}

/** All formats, the user's first; one with a built-in's name stands for that. */
export function allFormats(source: Source): { own: Format[]; builtIn: Format[] } {
  const own = userFormats(source);
  const names = new Set(own.map(({ name }) => name));
  return { own, builtIn: builtInFormats().filter(({ name }) => !names.has(name)) };
}
