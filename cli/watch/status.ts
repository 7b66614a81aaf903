import { type ChannelStatus, type WatchStatus, watchStatus } from "../../store/messages/status.ts";
import { columns, count, minute, printable } from "../lib/output.ts";
import { print, withStore } from "../lib/store.ts";
import type { WatchStatusOptions } from "./options.ts";

/** `smartlog watch status`. */
export async function status(options: WatchStatusOptions): Promise<void> {
  await withStore(options, async ({ pool }) => {
    const found = await watchStatus(pool);
    print(options, found, textOf(found));
  });
}

function textOf({ plannedAt, channels, owners }: WatchStatus): string {
  if (plannedAt === null) return "Nobody was told yet: `smartlog watch --watch watch.yaml` does it.";
  return [
    `Messages were planned at ${minute(plannedAt)} UTC.`,
    ...columns(channels.map(channelRow)),
    ...owners.map(
      ({ owner, day, dayCount }) =>
        `${owner}: ${day === null ? "nothing was told yet" : `${count(dayCount)} of the messages that the budget of ${day} allows; critical ones don't count`}`,
    ),
  ].join("\n");
}

function channelRow({
  channel,
  type,
  failures,
  failingSince,
  nextAt,
  sentAt,
  error,
  waiting,
  failed,
}: ChannelStatus): string[] {
  const state =
    failures > 0 && failingSince
      ? `down since ${minute(failingSince)}, ${count(failures)} tries, next at ${minute(nextAt)}: ${printable(error ?? "", 160)}`
      : sentAt
        ? `well, last message at ${minute(sentAt)}`
        : "nothing was sent by it yet";
  return [channel, type, `${count(waiting)} waiting`, `${count(failed)} lost`, state];
}
