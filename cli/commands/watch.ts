import { setFlagsFromString } from "node:v8";
import { Command } from "commander";
import { addStoreOptions } from "../lib/store.ts";
import { WATCH_DEFAULT } from "../lib/watch.ts";
import { positive } from "../lib/whole-number.ts";
import type { WatchDigestOptions, WatchOptions, WatchStatusOptions } from "../watch/options.ts";

const EXAMPLES = `
Examples:
  smartlog watch --watch watch.yaml               find incidents and tell people, until Ctrl-C
  smartlog watch --once                            one round, from cron (deploy/cron/)
  smartlog watch --dry-run                         what would be told now; nothing is sent or kept
  smartlog watch test-channel mail                 a test by one channel, and what it answers
  smartlog watch status                            channels, what waits, the budget
  smartlog watch digest                            the digest as it would be now

watch.yaml names channels (mail, Slack, Discord, Telegram, ntfy, Gotify, Matrix, PagerDuty, webhooks, OTLP, a command) and who is
told what: docs/watch.md has it by example. Without one incidents are found and listed, and nobody is told. \`smartlog serve\` and
\`smartlog start\` do the same in their own process; several at once do no harm.
`;

const WATCH = `watch.yaml: who is told, and how (default: SMARTLOG_WATCH, then ${WATCH_DEFAULT} where it exists)`;

/** `smartlog watch`. */
export function watchCommand(): Command {
  const command = addStoreOptions(new Command("watch"))
    .summary("find incidents, and tell people of them")
    .description(
      "Finds incidents in what was stored, four times a minute, and tells people by the channels of watch.yaml: once, within a budget a day, again when it gets worse, and when it is over.",
    )
    .option("--watch <file>", WATCH)
    .option("--once", "one round, then end; exit code 1 where a channel took nothing")
    .option("--dry-run", "show what would be told now; nothing is judged, sent or kept")
    .option("--every <seconds>", "between two rounds", positive, 15)
    .option("--quiet", "with --once: say of a channel that is down only the first time")
    .addHelpText("after", EXAMPLES)
    .action(async (options: WatchOptions) => {
      // Before the rest is loaded. A daemon that sleeps most of its time gains nothing from compiled code, which takes 10 MB;
      // and V8 would let new objects take 48 MB before it looks which are still used.
      for (const flag of ["--no-opt", "--semi-space-growth-factor=1"]) setFlagsFromString(flag);
      await (await import("../watch/run.ts")).watch(options);
    });
  command.addCommand(
    new Command("test-channel")
      .summary("send a test by one channel")
      .description(
        "Sends a test message by one channel of watch.yaml, at once, and says what came of it. Needs no database.",
      )
      .argument("<name>", "the channel")
      .option("--watch <file>", WATCH)
      .action(async (name: string, options: { watch?: string }, called: Command) =>
        (await import("../watch/test-channel.ts")).testChannel(name, withParent(options, called)),
      ),
  );
  command.addCommand(
    addStoreOptions(new Command("status"))
      .summary("how channels do, what waits, what of the budget is used")
      .description(
        "Shows how each channel does, what waits for it, and how many messages each owner got today.",
      )
      .option("--json", "as one JSON object")
      .action(async (options: WatchStatusOptions, called: Command) =>
        (await import("../watch/status.ts")).status(withParent(options, called)),
      ),
  );
  command.addCommand(
    addStoreOptions(new Command("digest"))
      .summary("the digest as it would be now")
      .description("Shows what waits for each owner's digest, with the week's report; --send sends it.")
      .option("--watch <file>", WATCH)
      .option("--owner <name>", "only this owner's")
      .option("--send", "send it now; what is in it waits no more")
      .action(async (options: WatchDigestOptions, called: Command) =>
        (await import("../watch/digest.ts")).digest(withParent(options, called)),
      ),
  );
  return command;
}

/** Options of the same name that were given before the sub-command: commander takes them for the command's own. */
function withParent<Options extends object>(options: Options, called: Command): Options {
  const given = Object.entries(called.parent?.opts() ?? {}).filter(
    ([name]) => called.parent?.getOptionValueSource(name) === "cli",
  );
  return { ...Object.fromEntries(given), ...options };
}
