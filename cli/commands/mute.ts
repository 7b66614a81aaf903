import { Command, InvalidArgumentError, Option } from "commander";
import { MUTABLE, MUTE_FIELDS, type MuteField } from "../../host/mute.ts";
import { DEFAULT_MUTE_DAYS, MOST_MUTE_DAYS } from "../../store/mutes/mutes.ts";
import { UsageError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { addReloadOptions } from "../lib/publishing.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { timeToCome } from "../lib/time.ts";
import { defaultWho } from "../lib/who.ts";
import { wholeNumber } from "../lib/whole-number.ts";
import type { AddOptions } from "../mute/add.ts";
import type { WantedOptions } from "../mute/wanted.ts";
import type { TeachOptions } from "../teach/module.ts";

const EXAMPLES = `
Examples:
  smartlog mute add --id b458ab30c8074a23                          events of this template, for 30 days
  smartlog mute add --id b458ab30c8074a23 --by reason,source --days 7    what this source does of this kind
  smartlog mute add --source 198.51.100.0/24 --up-to attack --until 2026-12-24 --note "pen test"
  smartlog mute preview --template 5f0c2a11                        what that would have hidden last week
  smartlog mute list
  smartlog mute undo 12

A muted event keeps its label and its scores, and is stored; alert rules, dashboards and lists leave it out. A mute hides its label
and what is lighter (anomaly, bot, attack), and ends by itself. \`smartlog teach sync\` and \`smartlog serve\` put it into the module.
`;

const DAY_MS = 86_400_000;

type Common = StoreChoice & { json?: boolean };
type Ends = { days?: number; until?: Date };

/** `smartlog mute`. */
export function muteCommand(): Command {
  return new Command("mute")
    .summary("events that raise no alarm for a time: add, list, show, preview, undo")
    .description("Looks after the mutes: by template, reason, source or several of these, until a date.")
    .addHelpText("after", EXAMPLES)
    .addCommand(addCommand())
    .addCommand(previewCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(undoCommand());
}

function addCommand(): Command {
  return addReloadOptions(
    naming(common("add"))
      .summary("mute events, after showing what that would have hidden last week")
      .option(
        "--days <number>",
        `for so many days (default: ${DEFAULT_MUTE_DAYS})`,
        wholeNumber(1, MOST_MUTE_DAYS),
      )
      .addOption(
        new Option("--until <time>", "until then, as 2026-12-24 or 2026-12-24T06:00Z, or 12h from now")
          .argParser(date)
          .conflicts("days"),
      )
      .option("--note <text>", "why, for whoever reads it later")
      .option("--who <name>", "who says so (default: SMARTLOG_WHO, then the user's name)")
      .option("--yes", "ask nothing, in a terminal either")
      .option("--module <path>", "the module in service, which is replaced (default: SMARTLOG_MODULE)"),
  ).action((options: Common & Ends & Omit<AddOptions, "until" | "who"> & { who?: string }) =>
    withStore(options, async ({ pool }) => {
      const { add } = await import("../mute/add.ts");
      const { days: for_ = DEFAULT_MUTE_DAYS, until = new Date(Date.now() + for_ * DAY_MS) } = options;
      const mute = await add(pool, { ...options, until, who: options.who ?? defaultWho() });
      if (options.json) print(options, mute ?? null, "");
    }),
  );
}

function previewCommand(): Command {
  return naming(common("preview"))
    .summary("what a mute would have hidden in the last week")
    .action((options: Common & WantedOptions) =>
      withStore(options, async ({ pool }) => {
        const { wantedOf } = await import("../mute/wanted.ts");
        const { previewText } = await import("../mute/show.ts");
        const { previewMute } = await import("../../store/mutes/preview.ts");
        const { muted } = await wantedOf(pool, options);
        const preview = await previewMute(pool, muted);
        print(options, { ...muted, preview: preview ?? null }, previewText(muted, preview));
      }),
    );
}

function listCommand(): Command {
  return addRowOptions(addStoreOptions(new Command("list")))
    .summary("all mutes, those that act first, with how much each has hidden")
    .action((options: StoreChoice & RowChoice) =>
      withStore(options, async ({ pool }) => {
        const { listMutes } = await import("../../store/mutes/mutes.ts");
        const { muteTable } = await import("../mute/show.ts");
        const mutes = await listMutes(pool);
        print(options, mutes, muteTable(mutes), mutes);
      }),
    );
}

function showCommand(): Command {
  return common("show")
    .summary("one mute: what it names, who says so, what it has hidden")
    .argument("<id>", "the mute's number", muteId)
    .action((id: number, options: Common) =>
      withStore(options, async ({ pool }) => {
        const { findMute } = await import("../../store/mutes/mutes.ts");
        const { muteText } = await import("../mute/show.ts");
        const mute = await findMute(pool, id);
        print(options, mute, muteText(mute));
      }),
    );
}

function undoCommand(): Command {
  return addReloadOptions(
    common("undo").option(
      "--module <path>",
      "the module in service, which is replaced (default: SMARTLOG_MODULE)",
    ),
  )
    .summary("end a mute")
    .argument("<id>", "the mute's number", muteId)
    .option("--who <name>", "who undoes it (default: SMARTLOG_WHO, then the user's name)")
    .action((id: number, options: Common & TeachOptions & { who?: string }) =>
      withStore(options, async ({ pool }) => {
        const { endMute, findMute } = await import("../../store/mutes/mutes.ts");
        const { takeEffect } = await import("../teach/module.ts");
        await findMute(pool, id);
        const isEnded = await endMute(pool, id, options.who ?? defaultWho());
        const text = isEnded ? `Undone: ${id}. What it has hidden stays hidden.` : `${id} had ended already.`;
        print(options, { id, ended: isEnded }, text);
        say(await takeEffect(pool, options));
      }),
    );
}

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "the result as one JSON object");
}

/** Options that say what is muted. */
function naming(command: Command): Command {
  return command
    .option("--id <hex>", "an event whose like is muted")
    .option(
      "--by <what>",
      "by what of it, with commas: template, reason, source, site (default: template of an anomaly, else reason and source)",
      by,
    )
    .option("--template <hex>", "a template, as tpl of events has it")
    .option("--reason <name>", "the reason that stands first in why, as template:new")
    .option("--source <address>", "an address, or a network as 198.51.100.0/24")
    .option("--site <name>", "only at this host, else service, beside one of the others")
    .addOption(
      new Option(
        "--up-to <label>",
        "the heaviest label that is hidden (default: the event's or the reason's, else anomaly)",
      ).choices(MUTABLE),
    );
}

function by(text: string): MuteField[] {
  const names = text.split(",").map((name) => name.trim());
  const found = names.flatMap((name) => MUTE_FIELDS.filter((each) => each === name));
  if (found.length < names.length)
    throw new InvalidArgumentError(`It has to be of ${MUTE_FIELDS.join(", ")}.`);
  return found;
}

function date(text: string): Date {
  const time = timeToCome(text);
  if (time.getTime() <= Date.now()) throw new UsageError(`${text} is over: a mute ends in the future`);
  return time;
}

function muteId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It has to be a mute's number.");
  return Number(text);
}
