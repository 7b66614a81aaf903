import { stat } from "node:fs/promises";
import { Presets, SingleBar } from "cli-progress";
import { count, printable } from "../lib/output.ts";
import type { Source } from "./source.ts";
import type { Tally } from "./tally.ts";
import type { StoreWriter } from "./writer.ts";

/**
 * Puts all that the files hold into the store, one file after the other.
 *
 * @param isEnd the files won't be followed: last lines without a newline count too
 * @returns seconds from the first byte read to the last commit
 */
export async function replay(
  streams: readonly Source[],
  writer: StoreWriter,
  tally: Tally,
  signal: AbortSignal,
  isEnd: boolean,
): Promise<number> {
  const bar = await progressBar(streams);
  const started = performance.now();
  try {
    let bytesBefore = 0;
    for (const stream of streams) {
      for await (const rows of stream.replay(isEnd)) {
        await writer.add(stream.tag, rows);
        if (stream.isLive) await writer.flush();
        bar?.update(bytesBefore + stream.position, {
          lines: count(tally.lines),
          file: printable(stream.tag, 60),
        });
        if (signal.aborted) break;
      }
      if (signal.aborted) break;
      bytesBefore += stream.position;
    }
    await writer.flush();
    bar?.update({ lines: count(tally.lines), file: "" });
  } finally {
    bar?.stop();
  }
  return (performance.now() - started) / 1000;
}

/** On a terminal only; on standard error, since standard output is for results. */
async function progressBar(streams: readonly Source[]): Promise<SingleBar | undefined> {
  if (!process.stderr.isTTY) return undefined;
  let bytes = 0;
  for (const { path, isLive } of streams) if (!isLive) bytes += (await stat(path)).size;
  // Of a pipe nobody knows how much will come.
  const isKnown = !streams.some(({ isLive }) => isLive);
  const bar = new SingleBar(
    {
      format: isKnown
        ? " {bar} {percentage}%  {lines} lines stored  {eta_formatted} left  {file}"
        : " {lines} lines stored  {file}",
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      // Its own handler would end the process in the middle of a batch.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  bar.start(bytes, 0, { lines: "0", file: "" });
  return bar;
}
