import { Command } from "commander";
import { type StoredCrawler, storedCrawlers } from "../../store/crawlers.ts";
import { CommandError } from "../lib/errors.ts";
import { columns, count, printable } from "../lib/output.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { positive } from "../lib/whole-number.ts";
import { rangesOf, resolverOf, type VerifyResult, verifyBots } from "../verify-bots/run.ts";

const EXAMPLES = `
Examples:
  smartlog verify-bots                                 from cron, once an hour
  smartlog verify-bots --ranges GPTBot=gptbot.json     with the addresses that the maker publishes
  smartlog verify-bots --list --json                   what was found so far, nothing looked up

Reverse look-ups of addresses go to the machine's resolver, or to --resolver. A resolver that gives no answer
makes nobody an impostor. crawlers/crawlers.yaml has the crawlers, and where their makers publish addresses.
`;

interface Options extends StoreChoice, RowChoice {
  hours: number;
  ranges: string[];
  resolver?: string;
  list?: boolean;
}

/** `smartlog verify-bots`. */
export function verifyBotsCommand(): Command {
  return addRowOptions(addStoreOptions(new Command("verify-bots")))
    .summary("tell crawlers from those who only claim to be one")
    .description(
      "Checks clients that claim to be a crawler: by reverse DNS that leads back to the address, or by the ranges that the crawler's maker publishes. The store then has each as verified, claimed or impostor.",
    )
    .option("--hours <number>", "look at events of so many hours back", positive, 25)
    .option("--ranges <name=file...>", "a crawler's published addresses", [])
    .option("--resolver <address>", "ask this server for names (default: the system's)")
    .option("--list", "show what was found so far, look nothing up")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const ranges = rangesOf(options.ranges);
  const resolver = resolverOf(options.resolver);
  await withStore(options, async ({ pool }) => {
    const checked = options.list
      ? undefined
      : await verifyBots(pool, { hours: options.hours, ranges, resolver });
    const crawlers = await storedCrawlers(pool);
    print(options, { ...checked, crawlers }, [...summary(checked), ...table(crawlers)].join("\n"), crawlers);
    if (checked?.away)
      throw new CommandError(
        `the resolver gave no answer for ${count(checked.unanswered)} addresses, so nothing was found; name another with --resolver`,
      );
  });
}

function summary(checked: VerifyResult | undefined): string[] {
  if (!checked) return [];
  const { verified, impostors, claimed, unanswered, left } = checked;
  const rest = [
    ...(unanswered > 0 ? [`${count(unanswered)} without an answer of the resolver`] : []),
    ...(left > 0 ? [`${count(left)} left for the next run`] : []),
  ];
  return [
    `Checked: ${count(verified)} verified, ${count(impostors)} impostors, ${count(claimed)} only claimed${rest.map((text) => `; ${text}`).join("")}.`,
  ];
}

/** Impostors in a list of their own, the others by number. A name of an address is its owner's word. */
function table(crawlers: readonly StoredCrawler[]): string[] {
  const impostors = crawlers.filter(({ status }) => status === "impostor");
  const verified = crawlers.filter(({ status }) => status === "verified").length;
  const known = `Known: ${count(crawlers.length)} clients, ${count(verified)} of them verified, ${count(impostors.length)} impostors.`;
  if (impostors.length === 0) return [known];
  const rows = impostors.map(({ ip, crawler, method, host, checkedAt }) => [
    ip,
    crawler,
    method,
    printable(host, 60) || "-",
    checkedAt.toISOString(),
  ]);
  return [known, "", ...columns([["address", "claims to be", "found by", "its name", "checked"], ...rows])];
}
