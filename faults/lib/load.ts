/** The faults that SmartLog knows, from the files beside this folder. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { FaultError } from "./error.ts";
import { type FaultClass, readFaults } from "./faults.ts";

const FOLDER = join(PACKAGE_ROOT, "faults");
const SUFFIX = ".yaml";

let known: FaultClass[] | undefined;

/**
 * All classes of faults, by name; read once.
 *
 * @throws FaultError with the path and what is wrong
 */
export function knownFaults(): FaultClass[] {
  known ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .sort()
    .map((file) => {
      const path = join(FOLDER, file);
      try {
        return readFaults(basename(file, SUFFIX), readFileSync(path, "utf8"));
      } catch (cause) {
        throw new FaultError(`${path}: ${(cause as Error).message}`, { cause });
      }
    });
  return known;
}
