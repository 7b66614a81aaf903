import { Command } from "commander";
import { count } from "../lib/output.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  smartlog sessions                    judge the sessions that have ended, and say how many ended oddly
  smartlog sessions --quiet            from cron, each minute (deploy/cron/), where no \`smartlog serve\` runs

A session is what one key holds together: a block, an instance, a request, a process. It has ended when nothing has come for three
times as long as its kind waits. What is usual is learnt from earlier ones, 200 at least, and known by the model (\`smartlog train\`).
`;

type Options = StoreChoice & { json?: boolean; quiet?: boolean; module?: string };

/** `smartlog sessions`. */
export function sessionsCommand(): Command {
  return addStoreOptions(new Command("sessions"))
    .summary("judge sessions that have ended, against the ends that are usual")
    .description(
      "Judges sessions that have ended, and writes events of kind session with the steps that are missing, unexpected or too many. `smartlog serve` does so each minute.",
    )
    .option(
      "--module <path>",
      "the module in service, which knows ends, too (default: SMARTLOG_MODULE, then the one that was built)",
    )
    .option("--quiet", "say nothing where nothing was found")
    .option("--json", "the result as one JSON object")
    .addHelpText("after", EXAMPLES)
    .action((options: Options) =>
      withStore(options, async ({ pool }) => {
        const { judgeAllSessions } = await import("../../trainer/sessions/judge.ts");
        const { sessionsOf } = await import("../../trainer/model/sessions.ts");
        const { readModule } = await import("../lib/publishing.ts");
        const { defaultModulePath } = await import("../../host/module.ts");
        const known = sessionsOf(readModule(options.module ?? defaultModulePath()));
        const result = await judgeAllSessions(pool, known);
        if (options.quiet && result.told === 0) return;
        print(
          options,
          result,
          `${count(result.judged)} sessions have ended, ${count(result.told)} of them oddly.`,
        );
      }),
    );
}
