/** Options of the commands that put a module in service, and what follows from them. */
import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { defaultModulePath } from "../../host/module.ts";
import { CONFIRMATIONS, type Confirm } from "../../trainer/publish/confirm.ts";
import type { PublishContext } from "../../trainer/publish/context.ts";
import { fluentBit, type Runner, smartlogServer } from "../../trainer/publish/reload.ts";
import { CommandError, messageOf } from "./errors.ts";
import { positive } from "./whole-number.ts";

/** Who has to load a module. */
export interface ReloadOptions {
  /** False: of --no-reload. */
  reload?: string | boolean;
  pid?: string;
  servePid?: string;
}

export interface PublishingOptions extends ReloadOptions {
  module: string;
  confirm: Confirm;
  confirmSeconds: number;
}

export function addPublishingOptions(command: Command): Command {
  command.option(
    "--module <path>",
    "the module in service, which is replaced (SMARTLOG_MODULE)",
    defaultModulePath(),
  );
  return addReloadOptions(command)
    .addOption(
      new Option("--confirm <what>", "what proves that the new model serves")
        .choices(CONFIRMATIONS)
        .default("events"),
    )
    .option("--confirm-seconds <number>", "how long events may take to come", positive, 60);
}

export function addReloadOptions(command: Command): Command {
  return command
    .option(
      "--reload <url>",
      "Fluent Bit's HTTP server, to make it reload (default: this machine's, at SMARTLOG_HTTP_PORT or 2020)",
      httpUrl,
    )
    .option("--no-reload", "Fluent Bit is not told")
    .option("--pid <file>", "Fluent Bit's process id, or a file with it: SIGHUP where HTTP can't be reached")
    .option("--serve-pid <file>", "process id of a smartlog serve, or a file with it, to be reloaded too");
}

export const CONFIRM_HELP = `
What proves that a new model serves (--confirm):
  events   events in Postgres carry its id. If others come and none of it, the old module is put back. If no lines come
           at all, what Fluent Bit says of its reload counts, and the result says so
  reload   what Fluent Bit says of its reload
  none     nothing
`;

/**
 * Who has to load the module, in the order in which they are told.
 *
 * @param mayBeAbsent a Fluent Bit that nothing names may not run
 */
export function runnersOf({ reload, pid, servePid }: ReloadOptions, mayBeAbsent = false): Runner[] {
  const runners: Runner[] = [];
  if (reload !== false) {
    const port = process.env.SMARTLOG_HTTP_PORT;
    const url = typeof reload === "string" ? reload : `http://127.0.0.1:${port || "2020"}`;
    runners.push(fluentBit(url, pid, mayBeAbsent && typeof reload !== "string" && !port));
  }
  if (servePid !== undefined) runners.push(smartlogServer(servePid));
  return runners;
}

export function publishingContext(options: PublishingOptions): Omit<PublishContext, "client"> {
  const { module: target, confirm, confirmSeconds } = options;
  return { target, runners: runnersOf(options), confirm, confirmSeconds };
}

export function httpUrl(text: string): string {
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError("It has to be a URL, as http://127.0.0.1:2020.");
  return text;
}

/** @throws CommandError where there is none */
export function readModule(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CommandError(
      `there is no module to be read at ${path} (${messageOf(cause)}): --module or SMARTLOG_MODULE names it; ` +
        "npm run build makes the first, build/filter.wasm",
      { cause },
    );
  }
}
