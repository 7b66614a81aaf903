/** What to do next, as commands that work when they are copied. */
import { join } from "node:path";
import { DEFAULT_PORT } from "../../server/default-port.ts";
import { dataDir as dataDirOf } from "../../store/data-dir.ts";
import type { Store } from "../../store/open.ts";
import { quoted } from "../lib/called.ts";
import type { Replay } from "./print.ts";
import type { Tally } from "./tally.ts";

/** What the overview shows at first, and an hour in which what was just made ages. */
const HOUR_SECONDS = 3600;
const OVERVIEW_SECONDS = 25 * HOUR_SECONDS;

export interface HintOptions {
  data?: string;
  databaseUrl?: string;
  once?: boolean;
  isSample: boolean;
  /** The data folder in use. */
  dataDir: string;
  /** Where the dashboards are. */
  viewer: string | undefined;
}

/** Commands to go on with. */
export function hints(store: Store, tally: Tally, options: HintOptions): Replay["hints"] {
  const { once = false, viewer, isSample, dataDir } = options;
  const chosen = storeArguments(options);
  const range = rangeOf(tally);
  const known: Replay["hints"] = [];
  if (viewer) known.push([viewer + range, "the dashboards, in a browser"]);
  else {
    const where = `http://127.0.0.1:${DEFAULT_PORT}${range}`;
    known.push([`smartlog serve${chosen}`, `the dashboards, in a browser (${where})`]);
  }
  known.push(["smartlog explain 'LINE'", "why a line is scored as it is"]);
  if (!store.embedded)
    known.push([
      `psql ${options.databaseUrl ? quoted(withoutPassword(options.databaseUrl)) : '"$DATABASE_URL"'}`,
      "the events: select * from smartlog.events",
    ]);
  else if (!once) {
    const { port } = new URL(store.url);
    known.push([
      `PGPASSWORD=$(cat ${quoted(join(dataDir, "password"))}) psql -h 127.0.0.1 -p ${port} -U smartlog smartlog`,
      "the events: select * from smartlog.events",
    ]);
  }
  const own = storeArguments({ ...options, isSample: false });
  if (isSample) {
    known.push([`smartlog start${own} /var/log/nginx/access.log`, "a log of yours, in a store of its own"]);
    known.push([`smartlog sample remove${own}`, "take the sample out again"]);
  }
  known.push(["smartlog doctor --config FILE", "check Fluent Bit's configuration before it goes live"]);
  return known;
}

/** What makes another command use the same store. */
export function storeArguments({
  data,
  databaseUrl,
  isSample,
}: Pick<HintOptions, "data" | "databaseUrl" | "isSample">): string {
  const url = databaseUrl && !isSample ? ` --database-url ${quoted(withoutPassword(databaseUrl))}` : "";
  return `${url}${data ? ` --data ${quoted(dataDirOf(data))}` : ""}${isSample ? " --sample" : ""}`;
}

/** The overview over the hours of these events, where it would begin with another range. */
export function rangeOf({ firstTime, lastTime }: Tally): string {
  const isLately = firstTime > Date.now() / 1000 - OVERVIEW_SECONDS;
  if (isLately || !Number.isFinite(firstTime)) return "";
  const from = Math.floor(firstTime / HOUR_SECONDS) * HOUR_SECONDS;
  const to = Math.floor(lastTime / HOUR_SECONDS + 1) * HOUR_SECONDS;
  return `/d/smartlog-overview?from=${from * 1000}&to=${to * 1000}`;
}

/** A connection string as it may be shown. */
export function withoutPassword(connection: string): string {
  return connection.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, "$1@").replace(/([?&]password=)[^&]*/, "$1…");
}
