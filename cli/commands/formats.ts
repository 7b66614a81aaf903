import { Command } from "commander";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";

const EXAMPLES = `
Examples:
  smartlog formats list                          what can be read
  smartlog formats show nginx                    a format's file, with its examples
  smartlog formats guess /etc/nginx/nginx.conf access.log --out my-formats/
                                                 the log_format of a configuration, tried on its log
  smartlog formats guess own.log --name own      what a log's lines have in common
  echo '%h %l %u %t "%r" %>s %b %D' | smartlog formats guess -
  smartlog formats test my-formats/own.yaml      a file's examples through the filter
  smartlog formats test own.log --dir my-formats/    which format reads how many lines

\`smartlog configure --formats DIR --out filter.wasm\` puts files into a module. docs/formats.md has all formats,
formats/README.md the language.
`;

interface Options {
  dir?: string;
  module?: string;
}

/** `smartlog formats`. */
export function formatsCommand(): Command {
  return new Command("formats")
    .summary("list, show, test and guess formats of log lines")
    .description("What can be read, and how to teach more: a format is a file.")
    .addCommand(
      addRowOptions(
        common(new Command("list").description("Lists the formats, the user's own first.")),
      ).action(async (options: Options & RowChoice) =>
        (await import("../formats/show.ts")).listFormats(options),
      ),
    )
    .addCommand(
      common(new Command("show").description("Shows a format's file, with its examples."))
        .argument("<name>", "the format's name")
        .action(async (name: string, options: Options) =>
          (await import("../formats/show.ts")).showFormat(name, options),
        ),
    )
    .addCommand(
      common(
        new Command("test").description(
          "Runs a format file's examples through the filter, or says which format reads how many lines of a log.",
        ),
      )
        .argument("<file>", "a format file (.yaml), or a log; - for standard input")
        .action(async (file: string, options: Options) =>
          (await import("../formats/test.ts")).testFile(file, options),
        ),
    )
    .addCommand(
      new Command("guess")
        .description(
          "Writes a format file for a server's log_format, LogFormat or the like, or for what a log's lines have in common.",
        )
        .argument("<file>", "a server's configuration, such a line alone, or a log; - for standard input")
        .argument("[log]", "a log to try the configuration's format on")
        .option("--out <path>", "where the file goes, or a folder for it (default: standard output)")
        .option("--name <name>", "the format's name: small letters, digits, dashes")
        .option("--pick <name>", "which of the configuration's formats")
        .option(
          "--module <path>",
          "the filter to use (default: SMARTLOG_MODULE, then the one that was built)",
        )
        .action(async (file: string, log: string | undefined, options) =>
          (await import("../formats/guess/run.ts")).runGuess(file, log, options),
        ),
    )
    .addHelpText("after", EXAMPLES);
}

function common(command: Command): Command {
  return command
    .option("--dir <path>", "a folder of format files, in place of the user's in the module")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)");
}
