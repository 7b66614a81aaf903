/** Format files of a folder. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { FormatError } from "./error.ts";
import { type Format, readFormat } from "./format.ts";

const SUFFIX = ".yaml";

/** The formats that SmartLog brings. */
export const FORMATS_FOLDER = join(PACKAGE_ROOT, "formats");

/** Paths of a folder's format files, those of its folders too, in order. */
export function formatFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return formatFiles(path);
      return name.endsWith(SUFFIX) ? [path] : [];
    });
}

/**
 * Reads a format file.
 *
 * @throws FormatError with the path and what is wrong
 */
export function loadFormat(path: string): Format {
  let format: Format;
  try {
    format = readFormat(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new FormatError(`${path}: ${(cause as Error).message}`, { cause });
  }
  if (basename(path, SUFFIX) !== format.name)
    throw new FormatError(`${path}: the file has to be called ${format.name}${SUFFIX}, as its format`);
  return format;
}

/**
 * Reads all format files of a folder.
 *
 * @throws FormatError where one is wrong, or two have one name
 */
export function loadFormats(folder: string): Format[] {
  const formats = formatFiles(folder).map(loadFormat);
  const names = new Set<string>();
  for (const { name } of formats) {
    if (names.has(name)) throw new FormatError(`${folder}: two formats are called ${name}`);
    names.add(name);
  }
  return formats;
}

let builtIn: Format[] | undefined;

/** The formats that SmartLog brings, read once. */
export function builtInFormats(): Format[] {
  builtIn ??= loadFormats(FORMATS_FOLDER);
  return builtIn;
}
