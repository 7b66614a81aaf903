import { readFileSync } from "node:fs";
import { CommandError, messageOf } from "../lib/errors.ts";

/** @throws CommandError where it can't be read */
export function readModule(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CommandError(`cannot read ${path}: ${messageOf(cause)}. Make it with: npm run build`, {
      cause,
    });
  }
}
