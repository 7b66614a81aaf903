import { lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { sampleDir } from "../../store/data-dir.ts";
import { removeData } from "../../store/embedded/remove.ts";
import { StoreError } from "../../store/error.ts";
import { CommandError } from "../lib/errors.ts";
import { isSampleFile, LOGS } from "../lib/sample.ts";

/** Reports of trainings on the sample (cli/train/run.ts). */
const REPORTS = "reports";

/**
 * Takes the sample out: its events, models and log files.
 *
 * @returns the folder that is gone
 * @throws StoreError, CommandError where there is none
 */
export async function removeSample(data: string | undefined): Promise<string> {
  const folder = sampleDir(data);
  try {
    return await removeData(folder, {
      isOurs: (name) =>
        name === REPORTS || ((name === LOGS || isUnfinished(name)) && holdsOurs(join(folder, name))),
      remove: (path) => (basename(path) === REPORTS ? rmSync(path, { recursive: true }) : removeLogs(path)),
    });
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === "NO_DATA")
      throw new CommandError(`there is no sample in ${folder}`, { cause });
    throw cause;
  }
}

function isUnfinished(name: string): boolean {
  return name.startsWith(`${LOGS}.`);
}

function holdsOurs(folder: string): boolean {
  return lstatSync(folder).isDirectory() && readdirSync(folder).every(isSampleFile);
}

function removeLogs(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  rmdirSync(folder);
}
