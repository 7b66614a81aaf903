import { Command, InvalidArgumentError, Option } from "commander";
import { LABELS, type Label } from "../../host/event.ts";
import { hexOfKey, SCOPES, type Scope } from "../../host/taught.ts";
import { UsageError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { addReloadOptions } from "../lib/publishing.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { defaultWho } from "../lib/who.ts";
import type { TeachOptions } from "../teach/module.ts";

const EXAMPLES = `
Examples:
  smartlog teach list                              what acts at once, and what did
  smartlog teach undo 12                           no longer
  smartlog teach preview --id b458ab30c8074a23 --label normal      what an answer would have changed last week
  smartlog teach sync --module /var/lib/smartlog/filter.wasm       from a timer (deploy/systemd/)

\`smartlog feedback\` and an event's page make entries. One acts until training has learnt it, 60 days at most.
`;

type Common = StoreChoice & { json?: boolean };

/** `smartlog teach`. */
export function teachCommand(): Command {
  return new Command("teach")
    .summary("corrections that act at once: list, show, undo, preview, sync")
    .description(
      "Looks after the taught entries: corrections that act in the filter within a minute, before any training.",
    )
    .addHelpText("after", EXAMPLES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(undoCommand())
    .addCommand(previewCommand())
    .addCommand(syncCommand());
}

function listCommand(): Command {
  return addRowOptions(addStoreOptions(new Command("list")))
    .summary("all entries, those that act first")
    .action((options: StoreChoice & RowChoice) =>
      withStore(options, async ({ pool }) => {
        const { listTaught } = await import("../../store/taught/entries.ts");
        const { taughtTable } = await import("../teach/show.ts");
        const entries = await listTaught(pool);
        const rows = entries.map(asJson);
        print(options, rows, taughtTable(entries), rows);
      }),
    );
}

function showCommand(): Command {
  return common("show")
    .summary("one entry: what it is about, who says so, since when")
    .argument("<id>", "the entry's number", entryId)
    .action((id: number, options: Common) =>
      withStore(options, async ({ pool }) => {
        const { findTaught } = await import("../../store/taught/entries.ts");
        const { taughtText } = await import("../teach/show.ts");
        const entry = await findTaught(pool, id);
        print(options, asJson(entry), taughtText(entry));
      }),
    );
}

function undoCommand(): Command {
  return acting("undo")
    .summary("end an entry; the correction stays for the next training")
    .argument("<id>", "the entry's number", entryId)
    .option("--who <name>", "who undoes it (default: SMARTLOG_WHO, then the user's name)")
    .action((id: number, options: Common & TeachOptions & { who?: string }) =>
      withStore(options, async ({ pool }) => {
        const { endTaught, findTaught } = await import("../../store/taught/entries.ts");
        const { takeEffect } = await import("../teach/module.ts");
        const entry = await findTaught(pool, id);
        const isEnded = (await endTaught(pool, [entry.id], "undone", options.who ?? defaultWho())) === 0;
        const text = isEnded
          ? `${id} had ended already.`
          : `Undone: ${id}. The next training still learns from the correction.`;
        print(options, { id, ended: !isEnded }, text);
        say(await takeEffect(pool, options));
      }),
    );
}

function previewCommand(): Command {
  return common("preview")
    .summary("what a correction would have changed in the last week")
    .requiredOption("--id <hex>", "the event's id")
    .addOption(new Option("--label <label>", "what it really is").choices(LABELS).makeOptionMandatory())
    .addOption(new Option("--at-once <scope>", "only this scope").choices(SCOPES))
    .option(
      "--module <path>",
      "the module in service (default: SMARTLOG_MODULE, then the one that was built)",
    )
    .action((options: Common & TeachOptions & { id: string; label: Label; atOnce?: Scope }) =>
      withStore(options, async ({ pool }) => {
        const { keyFilter } = await import("../teach/module.ts");
        const { previewText } = await import("../teach/show.ts");
        const { subjectOf } = await import("../../store/taught/subject.ts");
        const { scopesOf } = await import("../../store/taught/teach.ts");
        const { previewTaught } = await import("../../store/taught/preview.ts");
        const filter = keyFilter(options);
        const { label } = options;
        const subject = await subjectOf(pool, filter, options.id.toLowerCase());
        const previews = [];
        for (const scope of scopesOf(filter, subject, label))
          if (options.atOnce === undefined || options.atOnce === scope)
            previews.push(await previewTaught(pool, filter, subject, { scope, label }));
        const texts = previews.map((preview) => (preview ? previewText(preview) : TOO_SLOW));
        print(
          options,
          previews,
          texts.join("\n\n") || `By none of the scopes asked for can ${label} act at once on this event.`,
        );
      }),
    );
}

function syncCommand(): Command {
  return acting("sync")
    .summary("put the entries and mutes that act into the module, and make the shipper load it")
    .option("--quiet", "say nothing where nothing was to be done")
    .action((options: Common & TeachOptions & { quiet?: boolean }) => {
      return withStore(options, async ({ pool }) => {
        const { isLocked, namedModule, syncText } = await import("../teach/module.ts");
        const { readModule, runnersOf } = await import("../lib/publishing.ts");
        const { syncAtOnce } = await import("../../trainer/taught/sync.ts");
        const module = namedModule(options);
        if (module === undefined)
          throw new UsageError(
            "no module is named: --module or SMARTLOG_MODULE names the one that the shipper loads",
          );
        // A missing one is said before anything else is done.
        readModule(module);
        try {
          const result = await syncAtOnce(pool, { target: module, runners: runnersOf(options, true) });
          if (result.changed || result.said || !options.quiet)
            print(options, result, syncText(result, module));
        } catch (error) {
          // A training puts them in at its end, and the next sync comes soon.
          if (!isLocked(error)) throw error;
          if (!options.quiet) say((error as Error).message);
        }
      });
    });
}

const TOO_SLOW = "It took too long to count what would have changed.";

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "the result as one JSON object");
}

/** A command that changes the module. */
function acting(name: string): Command {
  return addReloadOptions(
    common(name).option(
      "--module <path>",
      "the module in service, which is replaced (default: SMARTLOG_MODULE)",
    ),
  );
}

/** JSON has no number of 64 bits. */
function asJson<T extends { key: bigint }>(entry: T): Omit<T, "key"> & { key: string } {
  return { ...entry, key: hexOfKey(entry.key) };
}

function entryId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It has to be an entry's number.");
  return Number(text);
}
