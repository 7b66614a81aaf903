import { setTimeout as sleep } from "node:timers/promises";
import { leftOutText } from "../../host/log/left-out.ts";
import type { Row } from "../../host/log/line-scorer.ts";
import { verdict } from "../lib/colour.ts";
import { printable } from "../lib/output.ts";
import type { Source } from "./source.ts";
import { shortLineOf } from "./tally.ts";
import type { StoreWriter } from "./writer.ts";

const LOOK_EVERY_MS = 250;
/** Flagged lines shown of one look; a flood must not hide itself behind a slow terminal. */
const MAX_SHOWN = 20;
const MAX_LINE_CHARACTERS = 140;

/**
 * Stores what is added to the files until the signal comes.
 *
 * @param show takes a line of text for each event that isn't normal
 * @param say tells what went wrong: once a file, that something is left out of its lines
 */
export async function follow(
  streams: readonly Source[],
  writer: StoreWriter,
  signal: AbortSignal,
  show: (text: string) => void,
  say: (text: string) => void,
): Promise<void> {
  const told = new Set(streams.filter(({ leftOut }) => leftOut.isAny));
  while (!signal.aborted) {
    let shown = 0;
    for (const stream of streams) {
      for await (const rows of stream.follow()) {
        await writer.add(stream.tag, rows);
        for (const row of rows.filter(isFlagged)) if (++shown <= MAX_SHOWN) show(describe(stream, row));
        if (signal.aborted) break;
      }
      if (stream.leftOut.isAny && !told.has(stream)) {
        told.add(stream);
        say(leftOutText(stream.path, stream.leftOut));
      }
    }
    await writer.flush();
    if (shown > MAX_SHOWN) show(`… and ${shown - MAX_SHOWN} more`);
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

function isFlagged({ event }: Row): boolean {
  return event?.label !== undefined && event.label !== "normal";
}

function describe(stream: Source, { event, data }: Row): string {
  const label = event?.label ?? "";
  const shown = verdict(label, `${label} ${event?.score.toFixed(2)}`.padEnd(13));
  const why = event?.why.map((reason) => printable(reason)).join(", ");
  return `${shown} ${stream.tag}: ${printable(shortLineOf(data, MAX_LINE_CHARACTERS + 1), MAX_LINE_CHARACTERS)}${why ? `  [${why}]` : ""}`;
}
