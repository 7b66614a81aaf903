import { Command } from "commander";
import { DATA_DEFAULT, print } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  smartlog sample remove                what \`smartlog start\` without files made is gone: events, incidents, models, logs

The sample lies apart, in a store of its own below the data folder: your own events, incidents and models stay as they are, and
nothing of it is ever among them. \`smartlog serve --sample\` and other commands with --sample look at it.
`;

/** `smartlog sample`. */
export function sampleCommand(): Command {
  return new Command("sample")
    .summary("the sample that `start` without files makes: remove")
    .description("Looks after the sample, which `start` without files makes.")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      new Command("remove")
        .summary("take it out again, with its events, incidents, models and log files")
        .description(
          "Removes the store and the log files of the sample that `start` without files made. Your own events lie elsewhere and stay.",
        )
        .option("--data <dir>", `the folder that the sample lies below (${DATA_DEFAULT})`)
        .option("--json", "the result as one JSON object")
        .action(async (options: { data?: string; json?: boolean }) => {
          const { removeSample } = await import("../sample/remove.ts");
          const removed = await removeSample(options.data);
          print(options, { removed }, `The sample is gone: ${removed}.`);
        }),
    );
}
