import { SmartLogError } from "../../host/error.ts";

/** The command was called wrongly: the message says how to call it. Exit code 2. */
export class UsageError extends SmartLogError {
  override name = "UsageError";
  readonly code = "WRONG_USE";
}

/** The command could not do its work: the message says why. Exit code 1. */
export class CommandError extends SmartLogError {
  override name = "CommandError";
  readonly code = "COMMAND_FAILED";
}

/** The message of anything thrown; of all addresses tried where there were several. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** One line that says what happened and what to do; the stack too where SMARTLOG_DEBUG is set. */
export function describeError(error: unknown): string {
  if (process.env.SMARTLOG_DEBUG && error instanceof Error) {
    const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : "";
    return `${error.stack}${cause}`;
  }
  const sentence = messageOf(error)
    .trim()
    .replace(/\s*\n\s*/g, " ");
  if (!(error instanceof SmartLogError && error.nextStep)) return sentence;
  return `${/[.!?]$/.test(sentence) ? sentence : `${sentence}.`} ${error.nextStep}`;
}
