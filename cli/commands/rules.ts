import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Rule } from "../../rules/lib/rule.ts";
import { CommandError, messageOf } from "../lib/errors.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { pointInTime, TIMES } from "../lib/time.ts";

const EXAMPLES = `
Examples:
  smartlog rules list                         all that act, in words, with their thresholds
  smartlog rules check my-rule.yaml           whether it can be used, and what it says
  smartlog rules test my-rule.yaml --since 24h what it would have found in what is stored

A rule is a YAML file of the rule's name: rules/README.md has the form. The page /rules makes and changes them, too.
`;

const QUERY_CANCELED = "57014";
const MOST_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_SECONDS = 31 * 86_400;

type Common = StoreChoice & { json?: boolean };

/** `smartlog rules`. */
export function rulesCommand(): Command {
  return new Command("rules")
    .summary("what makes an incident: list, check, test")
    .description("Shows, checks and tries the rules of incidents.")
    .addHelpText("after", EXAMPLES)
    .addCommand(listCommand())
    .addCommand(checkCommand())
    .addCommand(testCommand());
}

function listCommand(): Command {
  return addRowOptions(addStoreOptions(new Command("list")))
    .summary("the rules that act, in words")
    .option("--rules <dir...>", "folders of own rules besides SmartLog's")
    .action((options: StoreChoice & RowChoice & { rules?: string[] }) =>
      withStore(options, async ({ pool }) => {
        const { rulesOf } = await import("../rules/all.ts");
        const { ruleList } = await import("../rules/show.ts");
        const found = await rulesOf(pool, options.rules);
        print(options, found, ruleList(found), found.rules);
      }),
    );
}

function checkCommand(): Command {
  return new Command("check")
    .summary("whether files can be used as rules, and what they say")
    .argument("<files...>", "rules, NAME.yaml")
    .action(async (files: string[]) => {
      const { ruleText } = await import("../rules/show.ts");
      const rules = [];
      for (const file of files) rules.push(await readFile(file));
      process.stdout.write(`${rules.map(ruleText).join("\n\n")}\n`);
    });
}

function testCommand(): Command {
  return addStoreOptions(new Command("test"))
    .summary("what a rule would have found in what is stored; nothing is kept")
    .argument("<file>", "the rule, NAME.yaml")
    .option("--since <time>", `from then on: ${TIMES}; 31 days at most (default: 24h)`, lately)
    .option("--json", "the result as JSON")
    .action((file: string, options: Common & { since?: Date }) =>
      withStore(options, async ({ pool }) => {
        const { tryRule } = await import("../../watch/judge/try.ts");
        const { triedWords } = await import("../../rules/lib/words.ts");
        const { ruleText, triedList } = await import("../rules/show.ts");
        const rule = await readFile(file);
        const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000);
        const from = options.since ?? new Date(to.getTime() - DAY_MS);
        const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
        try {
          const tried = await tryRule(pool, rule, { from, to }, MOST_MS);
          const text = [ruleText(rule), triedWords(tried, seconds), ...triedList(tried)].join("\n");
          print(options, tried, text);
        } catch (error) {
          if ((error as { code?: string }).code !== QUERY_CANCELED) throw error;
          throw new CommandError(
            "that took too long: try less with --since, or name events that aren't normal in match",
            { cause: error },
          );
        }
      }),
    );
}

/** @throws CommandError with the file's name */
async function readFile(file: string): Promise<Rule> {
  const { readRule } = await import("../../rules/lib/rule.ts");
  try {
    return readRule(basename(file).replace(/\.ya?ml$/, ""), readFileSync(file, "utf8"));
  } catch (cause) {
    throw new CommandError(`${file}: ${messageOf(cause)}`, { cause });
  }
}

function lately(text: string): Date {
  const time = pointInTime(text);
  const seconds = (Date.now() - time.getTime()) / 1000;
  if (!(seconds > 0 && seconds <= MOST_SECONDS))
    throw new InvalidArgumentError("It has to be a time of the last 31 days.");
  return time;
}
