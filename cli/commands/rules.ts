import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Rule } from "../../rules/lib/rule.ts";
import { CommandError, messageOf } from "../lib/errors.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  smartlog rules list                         all that act, in words, with their thresholds
  smartlog rules check my-rule.yaml           whether it can be used, and what it says
  smartlog rules test my-rule.yaml --last 24h what it would have found in what is stored

A rule is a YAML file of the rule's name: rules/README.md has the form. The page /rules makes and changes them, too.
`;

const QUERY_CANCELED = "57014";
const MOST_MS = 60_000;
const SECONDS = { m: 60, h: 3_600, d: 86_400 } as const;
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
  return addStoreOptions(new Command("list"))
    .summary("the rules that act, in words")
    .option("--rules <dir...>", "folders of own rules besides SmartLog's")
    .option("--json", "the result as JSON")
    .action((options: Common & { rules?: string[] }) =>
      withStore(options, async ({ pool }) => {
        const { rulesOf } = await import("../rules/all.ts");
        const { ruleList } = await import("../rules/show.ts");
        const found = await rulesOf(pool, options.rules);
        print(options, found, ruleList(found));
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
    .option("--last <span>", "in this time, as 30m, 24h or 7d", span, 86_400)
    .option("--json", "the result as JSON")
    .action((file: string, options: Common & { last: number }) =>
      withStore(options, async ({ pool }) => {
        const { tryRule } = await import("../../watch/judge/try.ts");
        const { triedWords } = await import("../../rules/lib/words.ts");
        const { ruleText, triedList } = await import("../rules/show.ts");
        const rule = await readFile(file);
        const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000);
        const from = new Date(to.getTime() - options.last * 1000);
        try {
          const tried = await tryRule(pool, rule, { from, to }, MOST_MS);
          const text = [ruleText(rule), triedWords(tried, options.last), ...triedList(tried)].join("\n");
          print(options, tried, text);
        } catch (error) {
          if ((error as { code?: string }).code !== QUERY_CANCELED) throw error;
          throw new CommandError(
            "that took too long: try less with --last, or name events that aren't normal in match",
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

function span(text: string): number {
  const [, digits, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  const seconds = Number(digits) * SECONDS[unit as keyof typeof SECONDS];
  if (!(seconds <= MOST_SECONDS))
    throw new InvalidArgumentError("It has to be a time as 30m, 24h or 7d, 31 days at most.");
  return seconds;
}
