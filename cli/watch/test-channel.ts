import { WatchError } from "../../watch/error.ts";
import { testMessage } from "../../watch/tell/test-message.ts";
import { CommandError, messageOf, UsageError } from "../lib/errors.ts";
import { configOf, watchFile } from "../lib/watch.ts";
import { needed } from "./run.ts";

const TIMEOUT_MS = 60_000;

/**
 * `smartlog watch test-channel`.
 *
 * @throws UsageError where there is no such channel; CommandError where it did not take the message
 */
export async function testChannel(name: string, { watch: file }: { watch?: string }): Promise<void> {
  const config = needed(await configOf(watchFile(file, true)));
  const channel = config.channels.get(name);
  if (!channel)
    throw new UsageError(`there is no channel ${name}; there are ${[...config.channels.keys()].join(", ")}`);
  let warning: string | undefined;
  try {
    warning = await channel.send(testMessage(name, new Date()), AbortSignal.timeout(TIMEOUT_MS));
  } catch (cause) {
    if (cause instanceof WatchError) throw cause;
    throw new CommandError(`channel ${name} did not take the test: ${messageOf(cause)}`, { cause });
  }
  process.stdout.write(`Channel ${name} took the test${warning === undefined ? "" : `, but: ${warning}`}.\n`);
}
