/** `smartlog watch`: rounds until it is stopped, one round, or what one would tell. */
import { watchStatus } from "../../store/messages/status.ts";
import { openStore, type Store } from "../../store/open.ts";
import { assertMigrated } from "../../store/version.ts";
import type { WatchConfig } from "../../watch/config/config.ts";
import type { CurrentConfig } from "../../watch/config/current.ts";
import { keepWatching, type Watching } from "../../watch/keep.ts";
import { partsOf, plainText } from "../../watch/parts.ts";
import { CurrentRules } from "../../watch/rules.ts";
import { Delivery } from "../../watch/tell/deliver.ts";
import { planMessages } from "../../watch/tell/plan.ts";
import type { Planned } from "../../watch/tell/planned.ts";
import { CommandError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { dataOf, withStore } from "../lib/store.ts";
import { currentConfigOf, reportOf, WATCH_DEFAULT, watchFile, watchParts } from "../lib/watch.ts";
import { openAgain, openInTime } from "../serve/store.ts";
import type { WatchOptions } from "./options.ts";

export async function watch(options: WatchOptions): Promise<void> {
  const current = await currentConfigOf(watchFile(options.watch, true), say);
  if (options.dryRun) return dryRun(needed(current?.config), options);
  if (options.once) return once(current, options);
  await keep(current, options);
}

/** @throws CommandError */
export function needed(config: WatchConfig | undefined): WatchConfig {
  if (config) return config;
  throw new CommandError(
    `there is no watch.yaml, so nobody is told: name one with --watch or SMARTLOG_WATCH, or put it at ${WATCH_DEFAULT} (docs/watch.md shows one)`,
  );
}

async function dryRun(config: WatchConfig, options: WatchOptions): Promise<void> {
  await withStore(options, async ({ pool }) => {
    const rules = new CurrentRules(() => config.rules, say);
    await rules.read(pool);
    const planned = await planMessages(pool, config, {
      rules: rules.facts(),
      report: reportOf(() => pool),
      dryRun: true,
    });
    process.stdout.write(planned?.length ? shownOf(planned, config) : "Nothing would be told now.\n");
  });
}

/** Messages as they would come, with who gets them by what. */
export function shownOf(planned: readonly Planned[], config: WatchConfig): string {
  return planned
    .map(({ message, channels }) => {
      const parts = partsOf(message, config);
      return `To ${message.owner} by ${channels.join(", ")}:\n${parts.subject}\n${plainText(parts)}\n`;
    })
    .join("\n");
}

async function once(current: CurrentConfig | undefined, options: WatchOptions): Promise<void> {
  const failed = await withStore(options, async ({ pool }) => {
    const began = new Date();
    const parts = watchParts(() => pool, current, say, true);
    const config = current?.config;
    while ((await parts.judge(pool)).behind);
    if (!config) return [];
    const { report } = parts;
    await planMessages(pool, config, { rules: parts.rulesOf(), ...(report ? { report } : {}) });
    const { failures } = await new Delivery().round(pool, config.channels);
    const { channels } = await watchStatus(pool);
    const isNew = (name: string) =>
      channels.some(({ channel, failingSince }) => channel === name && failingSince && failingSince >= began);
    return failures.filter(({ channel }) => !options.quiet || isNew(channel));
  });
  for (const { channel, error } of failed) say(`channel ${channel}: ${error}; it is tried again`);
  if (failed.length > 0) process.exitCode = 1;
}

async function keep(current: CurrentConfig | undefined, options: WatchOptions): Promise<void> {
  const config = current?.config;
  const data = dataOf(options, false);
  let store: Store = options.databaseUrl
    ? await openStore(options)
    : await openInTime({ dataDir: data }, say);
  let watching: Watching | undefined;
  let stop = () => {};
  const stopped = new Promise<"stopped">((resolve) => {
    stop = () => resolve("stopped");
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    await assertMigrated(store.pool);
    watching = keepWatching({
      ...watchParts(() => store.pool, current, say, true),
      everyMs: options.every * 1000,
    });
    say(
      config
        ? `watching; ${config.owners.map(({ name }) => name).join(", ")} are told by ${[...config.channels.keys()].join(", ")}`
        : `watching; there is no watch.yaml, so nobody is told (\`smartlog watch --help\`)`,
    );
    for (;;) {
      const ended = await Promise.race([stopped, store.gone.then(() => "gone" as const)]);
      if (ended === "stopped") break;
      store = await openAgain(store, data);
      say("its Postgres ended and was started again");
    }
  } finally {
    await watching?.stop();
    await store.close();
  }
}
