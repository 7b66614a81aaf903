import { join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Filter } from "../../host/filter.ts";
import { dataDir as dataDirOf } from "../../store/data-dir.ts";
import { dataFolder } from "../../store/embedded/folder.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { summary } from "../../store/summary.ts";
import { CommandError } from "../errors.ts";
import { CHUNK_BYTES } from "../input.ts";
import { LeftOut, leftOutText } from "../left-out.ts";
import { follow } from "./follow.ts";
import { type Replay, summaryJson, summaryText } from "./print.ts";
import { replay } from "./replay.ts";
import { sampleFiles } from "./sample.ts";
import { LogStream } from "./stream.ts";
import { Tally } from "./tally.ts";
import { openViewer, type Viewer } from "./viewer.ts";
import { StoreWriter } from "./writer.ts";

export interface StartOptions {
  data?: string;
  port?: number;
  once?: boolean;
  json?: boolean;
  module?: string;
}

interface RunOptions extends StartOptions {
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
  const say = (text: string) => process.stderr.write(`smartlog: ${text}\n`);
  const dataDir = dataDirOf(options.data);
  let store: Store | undefined;
  let streams: LogStream[] = [];
  let viewer: Viewer | undefined;
  try {
    store = await openStore({ dataDir: options.data, port: options.port });
    say(
      store.embedded
        ? `Postgres runs on ${withoutPassword(store.url)}, its data in ${dataDir}`
        : `using ${withoutPassword(store.url)}`,
    );
    const applied = await migrate(store.url);
    if (applied.length > 0) say("the database is set up");
    if (!options.once) {
      viewer = await openViewer(store, options.module, say);
      if (viewer.url) say(`dashboards on ${viewer.url}`);
    }
    const paths =
      files.length > 0
        ? files.map((file) => resolve(file))
        : await sampleFiles(dataFolder(dataDir, true).folder);
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    streams = [...new Set(paths)].map((path) => new LogStream(path, makeFilter, buffer));
    const lost = new AbortController();
    void store.gone.then(() => lost.abort());
    const signal = AbortSignal.any([stop.signal, lost.signal]);
    try {
      await run(streams, store, dataDir, { ...options, viewer: viewer?.url }, signal, say);
    } finally {
      if (lost.signal.aborted) throwLost(dataDir);
    }
  } finally {
    await Promise.allSettled(streams.map((stream) => stream.close()));
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
  dataDir: string,
  { once = false, json = false, viewer }: RunOptions,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
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
    database: withoutPassword(store.url),
    hints: hints(store, dataDir, once, viewer),
  };
  const text = json ? summaryJson(tally, done) : summaryText(tally, done, await summary(store.pool));
  process.stdout.write(`${text}\n`);
  if (once) return;
  say(`following ${streams.length === 1 ? "the file" : `${streams.length} files`}; Ctrl-C ends`);
  // After the JSON nothing else goes to standard output.
  const show = json ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  await follow(streams, writer, signal, show, say);
  say(`stopped; ${tally.stored} new events were stored`);
}

/** Commands to go on with. */
function hints(
  store: Store,
  dataDir: string,
  once: boolean,
  viewer: string | undefined,
): [command: string, what: string][] {
  const known: [string, string][] = viewer ? [[viewer, "the dashboards, in a browser"]] : [];
  known.push(["smartlog explain 'LINE'", "why a line is scored as it is"]);
  if (!store.embedded) known.push(['psql "$DATABASE_URL"', "the events: select * from smartlog.events"]);
  else if (!once) {
    const { port } = new URL(store.url);
    known.push([
      `PGPASSWORD=$(cat '${join(dataDir, "password")}') psql -h 127.0.0.1 -p ${port} -U smartlog smartlog`,
      "the events: select * from smartlog.events",
    ]);
  }
  known.push(["smartlog start /var/log/nginx/access.log", "the same with a log of yours"]);
  known.push(["smartlog doctor --config FILE", "check Fluent Bit's configuration before it goes live"]);
  return known;
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
