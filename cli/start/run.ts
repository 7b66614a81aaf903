import { join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Filter } from "../../host/filter.ts";
import { LeftOut, leftOutText } from "../../host/log/left-out.ts";
import { dataDir as dataDirOf } from "../../store/data-dir.ts";
import { summary } from "../../store/events/summary.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { keepWatching, type Watching } from "../../watch/keep.ts";
import { openInBrowser } from "../lib/browser.ts";
import { CommandError, UsageError } from "../lib/errors.ts";
import type { Log } from "../lib/logs-named.ts";
import { say } from "../lib/output.ts";
import { sampleFiles, takeFormer } from "../lib/sample.ts";
import { dataOf } from "../lib/store.ts";
import type { TimeRange } from "../lib/time.ts";
import { CHUNK_BYTES } from "../lib/unpack.ts";
import { currentConfigOf, watchFile, watchParts } from "../lib/watch.ts";
import { follow } from "./follow.ts";
import { type HintOptions, hints, rangeOf, storeArguments, withoutPassword } from "./hints.ts";
import { Pipe } from "./pipe.ts";
import { type Replay, summaryJson, summaryText } from "./print.ts";
import { replay } from "./replay.ts";
import type { Source } from "./source.ts";
import { LogStream } from "./stream.ts";
import { Tally } from "./tally.ts";
import { unreadFiles } from "./unread-files.ts";
import type { Viewer } from "./viewer.ts";
import { StoreWriter } from "./writer.ts";

export interface StartOptions extends TimeRange {
  data?: string;
  databaseUrl?: string;
  postgresPort?: number;
  port?: number;
  open?: boolean;
  once?: boolean;
  json?: boolean;
  rotated?: boolean;
  force?: boolean;
  module?: string;
  /** watch.yaml: who is told of incidents, and how; nobody where left out. */
  watch?: string;
}

type RunOptions = StartOptions & HintOptions;

/** Opens the store, replays the files or the sample into it, says what came of it, and follows. */
export async function start(logs: readonly Log[], options: StartOptions): Promise<void> {
  // Otherwise V8 lets new objects take 48 MB before it looks which are still used; this costs 5 % of the time.
  setFlagsFromString("--semi-space-growth-factor=1");
  const module = Filter.compile(options.module);
  const makeFilter = () => Filter.load(module);
  makeFilter(); // a module that can't be used is found before a server is started for it
  const stop = stopSignal();
  const isSample = logs.length === 0;
  if (options.open && options.once)
    throw new UsageError(
      `--open shows the dashboards, which --once does not run: \`smartlog serve --open\` does`,
    );
  const current = await currentConfigOf(watchFile(options.watch, false), say);
  const data = dataOf({ ...options, sample: isSample }, true);
  const dataDir = dataDirOf(data);
  let store: Store | undefined;
  let streams: Source[] = [];
  let viewer: Viewer | undefined;
  let watching: Watching | undefined;
  try {
    if (isSample && (options.databaseUrl ?? (process.env.DATABASE_URL && !options.data)))
      say("the sample goes into a Postgres of its own; nothing is put into the one that DATABASE_URL names");
    const putFormer = isSample ? await takeFormer(dataDir) : undefined;
    store = await openStore({
      databaseUrl: isSample ? undefined : options.databaseUrl,
      dataDir: data,
      port: options.postgresPort,
    });
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
      viewer = await openViewer(store, { ...options, isSample }, () => current?.config, say);
      if (viewer.url) say(`dashboards on ${viewer.url}`);
      const { pool } = store;
      watching = keepWatching(watchParts(() => pool, current, say, false));
    }
    const lost = new AbortController();
    void store.gone.then(() => lost.abort());
    const signal = AbortSignal.any([stop.signal, lost.signal]);
    const read = isSample ? (await sampleFiles(dataDir)).map((path) => ({ parts: [path] })) : logs;
    streams = sourcesOf(read, makeFilter, signal);
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

/** The parts of a log share an instance of the filter, which remembers what went by; only the newest part grows. */
function sourcesOf(logs: readonly Log[], makeFilter: () => Filter, signal: AbortSignal): Source[] {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return logs.flatMap(({ parts }) => {
    let shared: Filter | undefined;
    const filterOf = () => {
      shared ??= makeFilter();
      return shared;
    };
    return parts.map((part, i) =>
      part === "-"
        ? new Pipe(filterOf, signal)
        : new LogStream(resolve(part), filterOf, { buffer, isDone: i < parts.length - 1 }),
    );
  });
}

function throwLost(dataDir: string): never {
  throw new CommandError(
    `its Postgres ended, see ${join(dataDir, "postgres.log")}. Run the same command again: it is started anew, and what is stored already is not stored twice`,
  );
}

async function run(
  streams: readonly Source[],
  store: Store,
  options: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const { once = false, json = false } = options;
  const tally = new Tally();
  const writer = new StoreWriter(store.pool, tally, signal, options);
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
  if (options.open && options.viewer) await openInBrowser(options.viewer + rangeOf(tally));
  if (growing.length === 0)
    say(
      "nothing to follow, since nobody adds to a compressed file, nor to input that has ended; Ctrl-C ends",
    );
  else say(`following ${growing.length === 1 ? "the file" : `${growing.length} files`}; Ctrl-C ends`);
  // After the JSON nothing else goes to standard output.
  const show = json ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  await follow(growing, writer, signal, show, say);
  say(`stopped; ${tally.stored} new events were stored`);
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
