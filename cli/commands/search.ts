import { Command, InvalidArgumentError, Option } from "commander";
import { isShown, SHOWN_NAMES, type ShownName } from "../../store/search/columns.ts";
import { ORDERS, type Order } from "../../store/search/cursor.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { SearchError } from "../../store/search/grammar/error.ts";
import { parse } from "../../store/search/grammar/parse.ts";
import { UsageError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { addRowOptions } from "../lib/rows.ts";
import { addStoreOptions, type StoreChoice, withStore } from "../lib/store.ts";
import { addTimeOptions, checkRange, sayRange, type TimeRange } from "../lib/time.ts";
import { wholeNumber } from "../lib/whole-number.ts";
import { pointedAt } from "../search/show.ts";

const EXAMPLES = `
Examples:
  smartlog search 'kind:web status:>=500 -label:bot' --since 24h
  smartlog search '"Failed password" ip:203.0.113.0/24'
  smartlog search 'severity:>=high' --order score --limit 20
  smartlog search 'wp-login' --all --format csv --fields time,ip,path,line > hits.csv

Words and phrases are looked for in the line; docs/search.md has the whole grammar. A query that begins with a minus stands behind
two: smartlog search -- '-label:normal'. The newest come first. All of the range is searched, however long that takes.
Exit codes: 0 something was found, 1 nothing was or it failed, 2 the query or an option is wrong: as grep has it.
`;

const FORMATS = ["table", "json", "ndjson", "csv"] as const;
const DEFAULT_LIMIT = 100;

type Options = StoreChoice &
  TimeRange & {
    limit: number;
    all?: boolean;
    format: (typeof FORMATS)[number];
    order: Order;
    fields?: ShownName[];
  };

/** `smartlog search`. */
export function searchCommand(): Command {
  const command = addStoreOptions(new Command("search"))
    .summary("find events of the store, by fields and by words of their lines")
    .description("Finds events of the store, in the language of the pages and of /v1/events.")
    .argument("[query...]", "what has to fit; nothing for all events");
  addTimeOptions(command, "events");
  return addRowOptions(command, FORMATS)
    .addOption(new Option("--order <order>", "which come first").choices(ORDERS).default("newest"))
    .option("--limit <number>", "events at most", wholeNumber(1, 999_999_999), DEFAULT_LIMIT)
    .addOption(new Option("--all", "all events that fit").conflicts("limit"))
    .option("--fields <names>", "these fields, with commas between them", fields)
    .addHelpText("after", EXAMPLES)
    .action(async (words: string[], options: Options) => {
      const query = readQuery(words.join(" "));
      const { since, until, all, format, order } = options;
      checkRange(options);
      sayRange(options);
      const { runSearch } = await import("../search/run.ts");
      const found = await withStore(options, ({ pool }) =>
        runSearch(pool, {
          query,
          since: since?.getTime(),
          until: until?.getTime(),
          order,
          limit: all ? undefined : options.limit,
          format,
          fields: options.fields,
          isWatched: process.stderr.isTTY === true,
        }),
      );
      if (found > 0) return;
      process.exitCode = 1;
      if (process.stderr.isTTY) say("nothing fits");
    });
}

/** @throws UsageError, having shown where in the query the fault is */
function readQuery(text: string): Query {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof SearchError)) throw cause;
    const { message, nextStep, position, length } = cause;
    process.stderr.write(`${pointedAt(text, position, length)}\n`);
    throw new UsageError(message, { nextStep, cause });
  }
}

function fields(text: string): ShownName[] {
  const names = [...new Set(text.split(","))];
  const wrong = names.find((name) => !isShown(name));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`There is no field ${wrong}; there are ${SHOWN_NAMES.join(", ")}.`);
  return names as ShownName[];
}
