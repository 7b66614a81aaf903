/** Where smartlog.yaml lies, and whether it can be trusted. */
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { CommandError, UsageError } from "../lib/errors.ts";
import { fileError } from "../lib/readable.ts";

export const CONFIG_NAME = "smartlog.yaml";
const GROUP_OR_OTHERS_WRITE = 0o022;

/** Its usual places, the first that is there is the one. */
export function usualPlaces(): string[] {
  const { XDG_CONFIG_HOME: named = "" } = process.env;
  const user = isAbsolute(named) ? named : join(homedir(), ".config");
  return [resolve(CONFIG_NAME), join(user, "smartlog", CONFIG_NAME), join("/etc/smartlog", CONFIG_NAME)];
}

/**
 * The file that --config or SMARTLOG_CONFIG names, or the first in its usual places.
 *
 * @throws UsageError where the one that is named isn't there; CommandError where others may write it: an option can name
 * a program's module or a database
 */
export function findConfig(named: string | undefined): string | undefined {
  const given = named ?? (process.env.SMARTLOG_CONFIG || undefined);
  if (given !== undefined && !statSync(given, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(
      `there is no file ${given}, which ${named === undefined ? "SMARTLOG_CONFIG" : "--config"} names; \`smartlog config --help\` has one to begin with`,
    );
  const file = given ?? usualPlaces().find((place) => statOf(place)?.isFile());
  if (file !== undefined) checkOwner(file);
  return file;
}

function statOf(place: string): ReturnType<typeof statSync> {
  try {
    return statSync(place, { throwIfNoEntry: false });
  } catch (error) {
    // A folder that this user may not look into has nothing for them.
    if ((error as NodeJS.ErrnoException).code === "EACCES") return undefined;
    throw fileError(place, error);
  }
}

function checkOwner(file: string): void {
  const { uid, mode } = statSync(file);
  const self = process.getuid?.();
  if (self === undefined) return;
  if (uid !== self && uid !== 0)
    throw new CommandError(
      `${file} belongs to another user, who could have this one read and write what they like; name one of your own with --config`,
    );
  if (mode & GROUP_OR_OTHERS_WRITE)
    throw new CommandError(`${file} can be written by other users; take that away: chmod go-w ${file}`);
}
