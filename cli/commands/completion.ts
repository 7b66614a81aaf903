import { Argument, Command } from "commander";
import { calledAs } from "../lib/called.ts";
import { say } from "../lib/output.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

const EXAMPLES = `
Examples:
  smartlog completion bash >> ~/.bashrc
  smartlog completion zsh > ~/.zfunc/_smartlog          a folder of $fpath, before compinit
  smartlog completion zsh >> ~/.zshrc                   after compinit
  smartlog completion fish > ~/.config/fish/completions/smartlog.fish

The script asks the command itself at each Tab: what a new version can do needs no new script. The shell completes the word smartlog;
where that is not on PATH, alias smartlog='npx smartlog' makes it one.
`;

/** `smartlog completion`. */
export function completionCommand(): Command {
  return new Command("completion")
    .summary("commands, options and their values at the Tab key: bash, zsh, fish")
    .description("Prints a script that makes a shell complete smartlog's commands, options and values.")
    .addArgument(new Argument("<shell>", "whose script").choices(SHELLS))
    .addArgument(new Argument("[words...]", "-- and the words so far: what that script asks"))
    .usage("[options] <bash|zsh|fish>")
    .passThroughOptions()
    .addHelpText("after", EXAMPLES)
    .action(async (shell: Shell, [, ...words]: string[], _: object, command: Command) => {
      if (words.length === 0) {
        const { scriptOf } = await import("../completion/script.ts");
        process.stdout.write(scriptOf(shell));
        const called = calledAs();
        if (called !== "smartlog")
          say(
            `smartlog is not on PATH: alias smartlog='${called.replaceAll("'", "'\\''")}' makes the word that is completed`,
          );
        return;
      }
      const { answerOf } = await import("../completion/answer.ts");
      process.stdout.write(answerOf(rootOf(command), shell, words));
    });
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}
