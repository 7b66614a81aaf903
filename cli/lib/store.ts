/** The store as commands open it: their options for it, and one error for each thing that can be wrong. */
import { type Command, Option } from "commander";
import { dataDir, sampleDir } from "../../store/data-dir.ts";
import { dataFolder } from "../../store/embedded/folder.ts";
import { openStore, type Store } from "../../store/open.ts";
import { asCalled } from "./called.ts";
import { CommandError, messageOf } from "./errors.ts";
import { csv, type RowChoice } from "./rows.ts";

export interface StoreChoice {
  data?: string;
  sample?: boolean;
  databaseUrl?: string;
}

/** What is taken where --data is left out (store/data-dir.ts). */
export const DATA_DEFAULT =
  "default: SMARTLOG_DATA_DIR, then a folder below the user's or the system's state folder";

export const DATABASE_URL_HELP = "another Postgres (default: DATABASE_URL, which stands in no process list)";

/** The options that say which store. */
export function addStoreOptions(command: Command): Command {
  return command
    .option("--data <dir>", `where the Postgres of its own keeps its data (${DATA_DEFAULT})`)
    .addOption(sampleOption().conflicts("databaseUrl"))
    .option("--database-url <url>", DATABASE_URL_HELP);
}

/** For whom the data of the sample are meant, and not one's own. */
export function sampleOption(): Option {
  return new Option("--sample", "the store of the sample that `start` without files makes, below --data");
}

/**
 * The data folder that is meant; undefined where DATABASE_URL or the default decide.
 *
 * @param create the sample's may be made: then the folder that it lies in is SmartLog's before there is anything in it
 */
export function dataOf({ data, sample }: StoreChoice, create: boolean): string | undefined {
  if (!sample) return data;
  if (create) dataFolder(dataDir(data), true);
  return sampleDir(data);
}

/** SQL states that say that the schema is not there or older, and that a role may not. */
const NOT_MIGRATED = new Set(["42P01", "42703", "3F000"]);
const NOT_ALLOWED = "42501";

/** What a command needs of the store beyond reading it. */
export interface StoreNeeds extends StoreChoice {
  /** It may begin with an empty one; others leave a folder without data as it is. */
  create?: boolean;
  /** It makes room on a disk that may be full. */
  makesRoom?: boolean;
}

/** Opens the store for a piece of work; errors of the schema and of rights say what to do. */
export async function withStore<T>(
  { databaseUrl, create = false, makesRoom, ...choice }: StoreNeeds,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore({ databaseUrl, dataDir: dataOf(choice, create), create, makesRoom });
  try {
    return await work(store);
  } catch (cause) {
    const { code = "" } = cause as { code?: string };
    if (NOT_MIGRATED.has(code))
      throw new CommandError(
        `this database has not SmartLog's tables of today (${messageOf(cause)}): run \`smartlog db migrate\` first`,
        { cause },
      );
    if (code === NOT_ALLOWED)
      throw new CommandError(
        `${messageOf(cause)}: this role may not do that. Training and models need smartlog_train, corrections smartlog_serve, the rest the administrator`,
        { cause },
      );
    throw cause;
  } finally {
    await store.close();
  }
}

/**
 * What a command found: as text, with --json as one JSON object, with --format csv as rows.
 *
 * @param rows where the result is rows
 */
export function print(
  { json, format }: RowChoice,
  result: unknown,
  text: string,
  rows: readonly object[] = [],
): void {
  const out = json ? JSON.stringify(result) : format === "csv" ? csv(rows) : asCalled(text);
  process.stdout.write(`${out}\n`);
}
