import type { Command } from "commander";
import { say } from "./output.ts";

/** Warns of a password in --database-url, which every user of the machine can read there. */
export function warnOfPassword(command: Command): void {
  if (command.getOptionValueSource("databaseUrl") !== "cli") return;
  if (hasPassword(command.opts().databaseUrl as string))
    say(
      "the password in --database-url stands in this machine's process list; DATABASE_URL in the environment does not",
    );
}

/** Whether a connection string has one in it. */
export function hasPassword(connection: string): boolean {
  return /^\w+:\/\/[^@/]*:[^@/]+@|[?&]password=.|\bpassword\s*=/.test(connection);
}
