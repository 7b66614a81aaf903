/** Whether a file can be read, and why not, in words. */
import { accessSync, constants, statSync } from "node:fs";
import { CommandError, UsageError } from "./errors.ts";

/**
 * Says at once, and in words, why a file can't be read.
 *
 * @throws UsageError where there is none of that name, or it is a folder; CommandError where it may not be read
 */
export function checkReadable(name: string): void {
  try {
    if (statSync(name).isDirectory()) throw new UsageError(`${name} is a folder; name a file in it`);
    accessSync(name, constants.R_OK);
  } catch (error) {
    throw error instanceof UsageError ? error : fileError(name, error);
  }
}

/** An error of the file system about `name`, as one that says what to do. */
export function fileError(name: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return new UsageError(`there is no file ${name}`);
  if (code === "EACCES" || code === "EPERM")
    return new CommandError(`${name} can't be read: permission denied; run as a user who may read it`, {
      cause: error,
    });
  return new CommandError(`${name} can't be read: ${message}`, { cause: error });
}
