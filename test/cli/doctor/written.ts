/** Configurations in folders of their own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readConfig, type ShipperConfig } from "../../../cli/doctor/config/shipper-config.ts";
import { temporaryFolder } from "../../folder.ts";

/** Gone after the tests of the file that imports this. */
const root = temporaryFolder();
let number = 0;

/** Writes files into a new folder. @returns its path */
export function written(files: Record<string, string | Buffer>): string {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Reads a configuration that consists of these files; the first is the main one. */
export function configOf(
  files: Record<string, string | Buffer>,
  environment: NodeJS.ProcessEnv = {},
): ShipperConfig {
  return readConfig(join(written(files), Object.keys(files)[0] as string), environment);
}

export function classic(text: string, environment: NodeJS.ProcessEnv = {}): ShipperConfig {
  return configOf({ "main.conf": text }, environment);
}

export function yaml(text: string, environment: NodeJS.ProcessEnv = {}): ShipperConfig {
  return configOf({ "main.yaml": text }, environment);
}
