import { Command, Option } from "commander";
import { QUESTIONS, questions } from "../../store/review.ts";
import { asCalled } from "../lib/called.ts";
import { UsageError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { addReloadOptions } from "../lib/publishing.ts";
import { addStoreOptions, type StoreChoice, withStore } from "../lib/store.ts";
import { defaultWho } from "../lib/who.ts";
import { positive } from "../lib/whole-number.ts";
import { keysOf } from "../review/keys.ts";
import { counted, review } from "../review/session.ts";
import { NOTHING_TO_ASK, questionText, summary } from "../review/show.ts";
import type { TeachOptions } from "../teach/module.ts";

const EXAMPLES = `
Examples:
  smartlog review                      label events with single keys
  smartlog review --days 1 --limit 10
  smartlog review --list --json        only which events; smartlog feedback labels one

Keys: n normal, b bot, a attack, x anomaly, s skip, u undo, q quit. Each label is saved at once.

At the end what contradicts the filter acts, too, for the same source on the same target (as by \`smartlog feedback\`; --at-once no:
only the next training learns from it).
`;

const DAY_MS = 86_400_000;

interface Options extends StoreChoice, TeachOptions {
  days: number;
  limit: number;
  who?: string;
  list?: boolean;
  json?: boolean;
  atOnce: "client" | "no";
}

/** `smartlog review`. */
export function reviewCommand(): Command {
  const command = addStoreOptions(new Command("review"))
    .summary("label the events whose answers would change most")
    .description(
      "Asks about the events whose labels would change most: those that many others are like and whose label is likely wrong, unlike one another. Each is shown with what its source did before and after, with the same by others, and with what each answer would do. What is answered is not asked again.",
    )
    .option("--days <number>", "look at events of so many days back", positive, 7)
    .option("--limit <number>", "ask about at most so many", positive, QUESTIONS)
    .option("--who <name>", "whose labels they are (default: SMARTLOG_WHO, then the user's name)")
    .option("--list", "show the events, ask nothing; needs no terminal")
    .option("--json", "with --list: one JSON object for each")
    .addOption(
      new Option("--at-once <scope>", "what an answer is about at once")
        .choices(["client", "no"])
        .default("client"),
    )
    .option("--module <path>", "the module in service, which learns it at once (default: SMARTLOG_MODULE)");
  return addReloadOptions(command).addHelpText("after", EXAMPLES).action(run);
}

async function run(options: Options): Promise<void> {
  const { stdin, stdout } = process;
  if (!options.list && !(stdin.isTTY && stdout.isTTY))
    throw new UsageError(
      "review asks for single keys, and this is no terminal. `smartlog review --list` shows the events, `smartlog feedback --id ID --label LABEL` labels one",
    );
  await withStore(options, async ({ pool }) => {
    const asked = await questions(pool, {
      since: new Date(Date.now() - options.days * DAY_MS),
      limit: options.limit,
    });
    if (options.list) {
      for (const question of asked)
        stdout.write(options.json ? `${JSON.stringify(question)}\n` : `${questionText(question)}\n\n`);
      // On standard error: a program that reads the list finds it empty.
      if (asked.length === 0)
        say(`${NOTHING_TO_ASK} of the last ${options.days} days; --days looks further back`);
      return;
    }
    const keys = keysOf(stdin);
    const who = options.who ?? defaultWho();
    const write = (text: string) => void stdout.write(text);
    const answers = await review(pool, asked, { keys, who, write }).finally(() => keys.close());
    write(`${asCalled(summary(asked.length, counted(answers)))}\n`);
    if (options.atOnce === "no") return;
    // Loaded here: what a list doesn't need.
    const { teachAnswers } = await import("../review/at-once.ts");
    for (const line of await teachAnswers(pool, answers, { ...options, who })) write(`${asCalled(line)}\n`);
  });
}
