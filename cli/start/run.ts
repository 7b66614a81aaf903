import { join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Filter } from "../../host/filter.ts";
import { DEFAULT_PORT } from "../../server/default-port.ts";
import { dataDir as dataDirOf } from "../../store/data-dir.ts";
import { summary } from "../../store/events/summary.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { keepWatching, type Watching } from "../../watch/keep.ts";
import { quoted } from "../lib/called.ts";
import { CommandError } from "../lib/errors.ts";
import { CHUNK_BYTES } from "../lib/input.ts";
import { LeftOut, leftOutText } from "../lib/left-out.ts";
import { say } from "../lib/output.ts";
import { sampleFiles, takeFormer } from "../lib/sample.ts";
import { dataOf } from "../lib/store.ts";
import { currentConfigOf, watchFile, watchParts } from "../lib/watch.ts";
import { follow } from "./follow.ts";
import { type Replay, summaryJson, summaryText } from "./print.ts";
import { replay } from "./replay.ts";
import { LogStream } from "./stream.ts";
import { Tally } from "./tally.ts";
import { unreadFiles } from "./unread-files.ts";
import type { Viewer } from "./viewer.ts";
import { StoreWriter } from "./writer.ts";

export interface StartOptions {
  data?: string;
  port?: number;
  once?: boolean;
  json?: boolean;
  force?: boolean;
  module?: string;
  /** watch.yaml: who is told of incidents, and how; nobody where left out. */
  watch?: string;
}

/** What the overview shows at first, and an hour in which what was just made ages. */
const HOUR_SECONDS = 3600;
const OVERVIEW_SECONDS = 25 * HOUR_SECONDS;

interface RunOptions extends StartOptions {
  isSample: boolean;
  /** The data folder in use. */
  dataDir: string;
  /** Where the dashboards are. */
  viewer: string | undefined;
}

/** Opens the store, replays the files or the sample into it, says what came of it, and follows. */
export async function start(files: string[], options: StartOptions): Promise<void> {
  // Otherwise V8 lets new objects take 48 MB before it looks which are still used; this costs 5 % of the time.
  setFlagsFromString("--semi-space-growth-factor=1");
  const module = Filter.compile(options.module);
  const makeFilter = () => Filter.load(module);
  makeFilter(); // a module that can't be used is found before a server is started for it
  const stop = stopSignal();
  const isSample = files.length === 0;
  const current = await currentConfigOf(watchFile(options.watch, false), say);
  const data = dataOf({ ...options, sample: isSample }, true);
  const dataDir = dataDirOf(data);
  let store: Store | undefined;
  let streams: LogStream[] = [];
  let viewer: Viewer | undefined;
  let watching: Watching | undefined;
  try {
    if (isSample && process.env.DATABASE_URL && !options.data)
      say("the sample goes into a Postgres of its own; nothing is put into the one that DATABASE_URL names");
    const putFormer = isSample ? await takeFormer(dataDir) : undefined;
    store = await openStore({ dataDir: data, port: options.port });
    await putFormer?.();
    say(
      store.embedded
        ? `Postgres runs on ${withoutPassword(store.url)}, its data in ${dataDir}`
        : `using ${withoutPassword(store.url)}`,
    );
    const applied = await migrate(store.url);
    if (applied.length > 0) say("the database is set up");
    if (!options.once) {
      // The server's code takes 12 MB.
      const { openViewer } = await import("./viewer.ts");
      viewer = await openViewer(store, options.module, () => current?.config, say);
      if (viewer.url) say(`dashboards on ${viewer.url}`);
      const { pool } = store;
      watching = keepWatching(watchParts(() => pool, current, say, false));
    }
    const paths = isSample ? await sampleFiles(dataDir) : files.map((file) => resolve(file));
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    streams = [...new Set(paths)].map((path) => new LogStream(path, makeFilter, buffer));
    const lost = new AbortController();
    void store.gone.then(() => lost.abort());
    const signal = AbortSignal.any([stop.signal, lost.signal]);
    try {
      await run(streams, store, { ...options, isSample, dataDir, viewer: viewer?.url }, signal);
    } finally {
      if (lost.signal.aborted) throwLost(dataDir);
    }
  } finally {
    await Promise.allSettled(streams.map((stream) => stream.close()));
    await watching?.stop();
    await viewer?.close();
    await store?.close();
    stop.end();
  }
}

function throwLost(dataDir: string): never {
  throw new CommandError(
    `its Postgres ended, see ${join(dataDir, "postgres.log")}. Run the same command again: it is started anew, and what is stored already is not stored twice`,
  );
}

async function run(
  streams: readonly LogStream[],
  store: Store,
  options: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const { once = false, json = false } = options;
  const tally = new Tally();
  const writer = new StoreWriter(store.pool, tally, signal);
  const seconds = await replay(streams, writer, tally, signal, once);
  if (signal.aborted) {
    const text = `stopped: ${tally.stored} new events are stored; the same command goes on from there`;
    if (once) throw new CommandError(text);
    say(text);
    return;
  }
  const leftOut = new LeftOut();
  for (const stream of streams) {
    leftOut.add(stream.leftOut);
    if (stream.leftOut.isAny) say(leftOutText(stream.path, stream.leftOut));
  }
  const done: Replay = {
    files: streams.length,
    seconds,
    unfinished: streams.filter((stream) => stream.isUnfinished).length,
    leftOut,
    unread: unreadFiles(streams, options.module, options.isSample),
    database: withoutPassword(store.url),
    hints: hints(store, tally, options),
  };
  const text = json ? summaryJson(tally, done) : summaryText(tally, done, await summary(store.pool));
  process.stdout.write(`${text}\n`);
  if (once && json) say(`\`smartlog serve${storeArguments(options)}\` shows what is stored in a browser`);
  if (once) return;
  const growing = streams.filter(({ grows }) => grows);
  if (growing.length === 0) say("nothing to follow, since nobody adds to a compressed file; Ctrl-C ends");
  else say(`following ${growing.length === 1 ? "the file" : `${growing.length} files`}; Ctrl-C ends`);
  // After the JSON nothing else goes to standard output.
  const show = json ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  await follow(growing, writer, signal, show, say);
  say(`stopped; ${tally.stored} new events were stored`);
}

/** Commands to go on with. */
function hints(store: Store, tally: Tally, options: RunOptions): Replay["hints"] {
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
  if (!store.embedded) known.push(['psql "$DATABASE_URL"', "the events: select * from smartlog.events"]);
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
    known.push([`smartlog db remove-sample${own}`, "take the sample out again"]);
  }
  known.push(["smartlog doctor --config FILE", "check Fluent Bit's configuration before it goes live"]);
  return known;
}

/** What makes another command use the same store. */
function storeArguments({ data, isSample }: RunOptions): string {
  return `${data ? ` --data ${quoted(dataDirOf(data))}` : ""}${isSample ? " --sample" : ""}`;
}

/** The overview over the hours of these events, where it would begin with another range. */
function rangeOf({ firstTime, lastTime }: Tally): string {
  const isLately = firstTime > Date.now() / 1000 - OVERVIEW_SECONDS;
  if (isLately || !Number.isFinite(firstTime)) return "";
  const from = Math.floor(firstTime / HOUR_SECONDS) * HOUR_SECONDS;
  const to = Math.floor(lastTime / HOUR_SECONDS + 1) * HOUR_SECONDS;
  return `/d/smartlog-overview?from=${from * 1000}&to=${to * 1000}`;
}

function withoutPassword(connection: string): string {
  return connection.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, "$1@").replace(/([?&]password=)[^&]*/, "$1…");
}

/** Ctrl-C and its like: the first asks for a clean end, the second gets one at once. */
function stopSignal(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const names = ["SIGINT", "SIGTERM"] as const;
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const name of names) process.on(name, onSignal);
  return { signal: controller.signal, end: () => names.forEach((name) => void process.off(name, onSignal)) };
}
