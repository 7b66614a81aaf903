import { Command } from "commander";
import type { RateAlarm } from "../../store/rates.ts";
import { columns, count, minute, printable } from "../lib/output.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { positive } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  smartlog rates                       judge the counts of lines now, and show what is not as usual
  smartlog rates --list --hours 168    only show, of a week
  smartlog rates --quiet               from cron, each minute (deploy/cron/), where no \`smartlog serve\` runs

Lines are counted by pattern, service, status class, kind and site. A surge, a drop, silence, a shift of the level and a new
pattern that keeps coming are told as events of kind rate, against the same hours of up to four weeks. In the first week only the
largest surges are.
`;

type Options = StoreChoice &
  RowChoice & {
    list?: boolean;
    quiet?: boolean;
    hours: number;
    timeZone?: string;
  };

/** `smartlog rates`. */
export function ratesCommand(): Command {
  return addRowOptions(addStoreOptions(new Command("rates")))
    .summary("judge how many lines come, against what is usual")
    .description(
      "Judges the counts of lines up to now, and writes events of kind rate. `smartlog serve` does so each minute.",
    )
    .option("--list", "only show what was found")
    .option("--hours <number>", "show what has ended in the last hours, too", positive, 24)
    .option(
      "--time-zone <name>",
      "whose clock days are compared by, as Europe/Berlin (default: this machine's)",
    )
    .option("--quiet", "say nothing where nothing was found now")
    .addHelpText("after", EXAMPLES)
    .action((options: Options) =>
      withStore(options, async ({ pool }) => {
        const { judgeRates, rateAlarms } = await import("../../store/rates.ts");
        const written = options.list ? 0 : await judgeRates(pool, options.timeZone);
        if (options.quiet && written === 0) return;
        const alarms = await rateAlarms(pool, options.hours);
        print(options, { written, alarms }, textOf(alarms), alarms);
      }),
    );
}

function textOf(alarms: readonly RateAlarm[]): string {
  if (alarms.length === 0) return "As many lines come as usual.";
  return columns(
    alarms.map(({ subject, change, severity, since, ended, current, usual, minutes }) => [
      severity,
      change,
      minute(since),
      ended ? `to ${minute(ended)}` : "goes on",
      `${count(Math.round(current))} in ${minutes} min, usually ${count(Math.round(usual))}`,
      printable(subject),
    ]),
  ).join("\n");
}
