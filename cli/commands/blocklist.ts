import { Command, Option } from "commander";
import { FORM_NAMES, FORMS, type FormName } from "../../blocklist/forms/index.ts";
import type { PolicyOptions } from "../blocklist/policy.ts";
import { UsageError } from "../lib/errors.ts";
import { checkWritable } from "../lib/folder.ts";
import { say } from "../lib/output.ts";
import { addStoreOptions, type StoreChoice, withStore } from "../lib/store.ts";
import { wholeNumber } from "../lib/whole-number.ts";

const DRY_RUN_DAYS = 7;

const EXAMPLES = `
Forms:
${FORM_NAMES.map((name) => `  ${name.padEnd(12)}${FORMS[name].title}`).join("\n")}

Examples:
  smartlog blocklist --dry-run                             first: what it would have blocked last week, and which people
  smartlog blocklist                                       the addresses, to paste
  smartlog blocklist --format nginx-deny --output /etc/nginx/smartlog-deny.conf
  smartlog blocklist --class scan=high brute-force --expiry 4h --allow 198.51.100.0/24
  smartlog blocklist --format json | jq .kept              who was kept off it, and why

It blocks nobody: another program reads the list. Never on it are private addresses, this machine's own, trusted proxies and CDNs, crawlers
that verify-bots verified, whoever logged in successfully in the last 30 days, addresses that visitors came from in the last 14, and what is
allowed. Incidents that are muted or that a person closed count no more. docs/blocklist.md leads through each form.
`;

interface Options extends StoreChoice, PolicyOptions {
  format: FormName;
  output?: string;
  module?: string;
  quiet?: boolean;
  dryRun?: boolean;
  days?: number;
}

/** `smartlog blocklist`. */
export function blocklistCommand(): Command {
  return addStoreOptions(new Command("blocklist"))
    .summary("addresses worth blocking, in the form that a web server or firewall reads")
    .description(
      "Lists the sources of incidents, by class and severity, each until its time is over. Prints the list, or writes it where it is another than before.",
    )
    .addOption(new Option("--format <name>", "the form (below)").choices(FORM_NAMES).default("plain"))
    .option("--output <file>", "write it there, whole or not at all, and only where it changed")
    .option(
      "--class <name...>",
      "classes of incidents, each from a severity on as scan=high (default: as the policy has it)",
    )
    .option(
      "--expiry <time>",
      "how long after its last event a source stays, as 30m, 24h or 7d (default: 24h)",
    )
    .option("--allow <network...>", "addresses and networks that are never on it")
    .option("--allow-file <file...>", "the same, one a line")
    .option("--most <number>", "entries at most (default: 10000)")
    .option("--policy <file>", "a YAML file with classes, expiry, allow, most (default: SMARTLOG_BLOCKLIST)")
    .option(
      "--module <path>",
      "the filter whose trusted proxies count (default: SMARTLOG_MODULE, then the one that was built)",
    )
    .option("--quiet", "say nothing of the list on the error output")
    .option("--dry-run", "tell what would have been blocked, and which people it would have hit")
    .option(
      "--days <number>",
      `for --dry-run: so many days back (default: ${DRY_RUN_DAYS})`,
      wholeNumber(1, 99),
    )
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { policyOf, placeOf } = await import("../blocklist/policy.ts");
  if (options.days !== undefined && !options.dryRun)
    throw new UsageError("--days is for --dry-run, which is not there");
  if (options.output !== undefined && options.dryRun)
    throw new UsageError("--dry-run makes no list: leave --output out");
  if (options.output) checkWritable(options.output);
  const policy = policyOf(options);
  const place = placeOf(options.module);
  await withStore(options, async ({ pool }) => {
    if (options.dryRun) {
      const { dryRun } = await import("../../blocklist/lib/dry-run.ts");
      const { dryRunJson, dryRunText } = await import("../blocklist/show.ts");
      const found = await dryRun(pool, policy, place, { days: options.days ?? DRY_RUN_DAYS });
      process.stdout.write(`${options.format === "json" ? dryRunJson(found) : dryRunText(found)}\n`);
      return;
    }
    const { blocklist } = await import("../../blocklist/lib/select.ts");
    const { listText } = await import("../blocklist/show.ts");
    const list = await blocklist(pool, policy, place);
    const text = FORMS[options.format].write(list);
    if (options.output === undefined) process.stdout.write(text);
    const what = options.output === undefined ? "" : await put(options.output, text);
    if (!options.quiet) say(`${listText(list)}${what}`);
  });
}

/** Writes a file where it is not the same already. */
async function put(path: string, text: string): Promise<string> {
  const { readIfThere, replaceFile } = await import("../../trainer/publish/files.ts");
  if (readIfThere(path)?.equals(Buffer.from(text))) return `; ${path} is so already`;
  replaceFile(path, Buffer.from(text));
  return `; written to ${path}`;
}
