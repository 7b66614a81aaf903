import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { missingFolders } from "../../store/embedded/trust.ts";
import { messageOf, UsageError } from "./errors.ts";

/**
 * Makes a folder that an option names, and those on the way to it. Step by step: Node's own `recursive` never comes back
 * where nothing can be made though everything is there, as below /proc.
 *
 * @throws UsageError where it can't be
 */
export function makeFolder(path: string, option: string): void {
  try {
    for (const missing of missingFolders(resolve(path))) mkdirSync(missing);
  } catch (cause) {
    throw new UsageError(
      `the folder ${path} can't be made (${messageOf(cause)}); name another with ${option}`,
      {
        cause,
      },
    );
  }
  if (!statSync(path).isDirectory())
    throw new UsageError(`${path} is a file, where a folder was to be; name another with ${option}`);
}

/**
 * Says at once that a file can't be made where it is to be.
 *
 * @throws UsageError
 */
export function checkWritable(path: string): void {
  const folder = dirname(resolve(path));
  try {
    accessSync(folder, constants.W_OK);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  } catch (cause) {
    throw new UsageError(`${path} can't be written (${messageOf(cause)}); name another place`, { cause });
  }
  throw new UsageError(`${path} can't be written: a folder is there; name another place`);
}
