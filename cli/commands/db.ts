import { Command, InvalidArgumentError } from "commander";
import { importGeo } from "../../store/geo.ts";
import { migrate } from "../../store/migrate.ts";
import type { MergeResult } from "../../store/partitions/months.ts";
import { maintain, retain } from "../../store/partitions/retain.ts";
import { rebuildRollups, rollupDifferences } from "../../store/rollups.ts";
import { status } from "../../store/status.ts";
import { schemaVersion } from "../../store/version.ts";
import { databaseNote, gigabytes, postponedText, statusText } from "../db/print.ts";
import { UsageError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { wholeNumber } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  DATABASE_URL=postgres://admin:password@host/smartlog smartlog db migrate
  smartlog db status --json
  smartlog db retain --days 30 --size 20GB       from cron, once a day
  smartlog db maintain                           the same without dropping anything
  smartlog db rollup-rebuild --check             proves that the rollups equal the events
  smartlog db status --sample                    of the sample that \`start\` without files makes

Postgres is the one that DATABASE_URL names; without it, or with --data, the one that \`smartlog start\` runs. The roles'
passwords are taken from SMARTLOG_INGEST_PASSWORD, SMARTLOG_READ_PASSWORD, SMARTLOG_TRAIN_PASSWORD and
SMARTLOG_SERVE_PASSWORD by migrate.
`;

type Common = StoreChoice & { json?: boolean };

/** `smartlog db`. */
export function dbCommand(): Command {
  return new Command("db")
    .summary("look after the store: migrate, status, retain, maintain, rollup-rebuild")
    .description("Looks after the events in Postgres.")
    .addHelpText("after", EXAMPLES)
    .addCommand(migrateCommand())
    .addCommand(statusCommand())
    .addCommand(retainCommand())
    .addCommand(maintainCommand())
    .addCommand(rollupRebuildCommand());
}

function migrateCommand(): Command {
  return common("migrate")
    .summary("bring the tables, roles and passwords up to date")
    .description("Makes or updates tables, roles and passwords. Does nothing when all is up to date.")
    .action((options: Common) =>
      withStore({ ...options, create: true }, async (store) => {
        say(databaseNote(store, options));
        const applied = await migrate(store.url);
        const schema = await schemaVersion(store.pool);
        // A server that connects as smartlog_serve may not.
        await importGeo(store.pool);
        print(
          options,
          { applied, schema },
          `${applied.length ? `Applied: ${applied.join(", ")}.` : "Up to date."}`,
        );
      }),
    );
}

function statusCommand(): Command {
  return common("status")
    .summary("size, rate, lag, oldest and newest event, what was rejected")
    .description("Shows how the store is; quick at any size.")
    .action((options: Common) =>
      withStore(options, async (store) => {
        const now = await status(store.pool);
        print(options, now, statusText(now));
      }),
    );
}

function retainCommand(): Command {
  return common("retain")
    .summary("drop the oldest events, by age or by size")
    .description(
      "Drops whole days of events, whole months of what is merged; their counts in the rollups stay. Then merges months that ended more than 35 days ago. Ingest and readers go on meanwhile. What would drop more than half by age, or everything, is refused: a wrong clock makes everything old.",
    )
    .option("--days <number>", "keep so many days, today included", wholeNumber(1, 99_999))
    .option(
      "--size <size>",
      "keep what fits into so much disk, as 500MB or 20GB; today's stay in any case",
      size,
    )
    .option("--force", "drop it though it is more than half, or everything")
    .action(async (options: Common & { days?: number; size?: number; force?: boolean }) => {
      if (options.days === undefined && options.size === undefined)
        throw new UsageError("say what to keep: --days, --size, or both");
      await withStore({ ...options, makesRoom: true }, async (store) => {
        await schemaVersion(store.pool);
        const { days, size, force } = options;
        const result = await retain(store.pool, { days, bytes: size, force });
        const what = result.dropped.length ? `Dropped ${result.dropped.join(", ")}` : "Nothing to drop";
        print(
          options,
          result,
          `${what}; freed ${gigabytes(result.freedBytes)}, kept ${gigabytes(result.keptBytes)}.${mergedText(result)}`,
        );
      });
    });
}

function maintainCommand(): Command {
  return common("maintain")
    .summary("merge days that are long over into months, index the words of days that are over")
    .description(
      "Merges the days of each month that ended more than 35 days ago into one partition; `db retain` does, too. Indexes the words of days that are over, for searches. `serve` and `start` do both, a day's index an hour.",
    )
    .action((options: Common) =>
      withStore(options, async (store) => {
        await schemaVersion(store.pool);
        const result = await maintain(store.pool);
        const indexed =
          result.indexed.length > 0 ? ` Indexed the words of ${result.indexed.join(", ")}.` : "";
        print(options, result, `${mergedText(result)}${indexed}`.trim() || "Nothing to do.");
      }),
    );
}

function rollupRebuildCommand(): Command {
  return common("rollup-rebuild")
    .summary("count all events anew")
    .description("Makes the rollups from the events again, and proves them equal to a recount.")
    .option("--check", "compare only, change nothing")
    .action((options: Common & { check?: boolean }) =>
      withStore(options, async (store) => {
        await schemaVersion(store.pool);
        const rebuilt = options.check ? 0 : await rebuildRollups(store.pool);
        const differences = await rollupDifferences(store.pool);
        const text = differences
          .slice(0, 20)
          .map(
            ({ at, site, rolledUp, counted }) => `${at} ${site}: rolled up ${rolledUp}, counted ${counted}\n`,
          );
        text.push(
          `${options.check ? "" : `${rebuilt} days counted anew; `}${differences.length} differences.`,
        );
        print(options, { rebuilt, differences }, text.join(""));
        if (differences.length > 0) process.exitCode = 1;
      }),
    );
}

function mergedText({ merged, postponed }: MergeResult): string {
  const done = merged.length ? ` Merged the days of ${merged.join(", ")}.` : "";
  return done + postponed.map((each) => ` ${postponedText(each)}.`).join("");
}

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "the result as one JSON object");
}

function size(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT])i?B?$/i.exec(text) ?? [];
  if (number === undefined || unit === undefined)
    throw new InvalidArgumentError("Write it as 500MB or 20GB.");
  return Number(number) * 1024 ** ("KMGT".indexOf(unit.toUpperCase()) + 1);
}
