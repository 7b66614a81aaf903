#!/usr/bin/env node
/** The command `smartlog`, and what its exit code means (0 well, 1 failed, 2 wrong use). */
import { CommanderError } from "commander";
import { isCommand, loadCommands } from "./cli/commands/index.ts";
import { configured, isAboutCommands } from "./cli/config/apply.ts";
import { describeError, UsageError } from "./cli/lib/errors.ts";
import { say } from "./cli/lib/output.ts";
import { makeProgram } from "./cli/program.ts";

const EXIT_FAILED = 1;
const EXIT_WRONG_USE = 2;

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    // Its message is written already. Help that was asked for is no error; help for want of a command is.
    return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
  }
  say(describeError(error));
  return error instanceof UsageError || (error as { code?: unknown }).code === "BAD_ARGUMENT"
    ? EXIT_WRONG_USE
    : EXIT_FAILED;
}

// EPIPE: the reader of the output ended (`| head`). That is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : EXIT_FAILED);
});

/** The command's name in a call: options before it have a value. */
function calledName(words: readonly string[]): string | undefined {
  return words.find((word, i) => isCommand(word) && !/^--[a-z]+$/.test(words[i - 1] ?? ""));
}

try {
  const whole = async () => makeProgram(await loadCommands());
  const name = calledName(process.argv.slice(2));
  const program = makeProgram(
    await loadCommands(isAboutCommands(name) ? undefined : name),
    configured(whole),
  );
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
