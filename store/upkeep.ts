/** Upkeep of the store from time to time, in processes that run for long: `smartlog serve`, `smartlog start`. */
import type { Pool } from "pg";
import { maintain } from "./partitions/retain.ts";
import { endLongReaders } from "./readers.ts";
import { trimVisitorFeedback } from "./visitor-feedback.ts";

const READERS_MS = 10_000;
/** Most find nothing to do: a month is merged once. */
const MONTHS_MS = 3_600_000;

export interface Upkeep {
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
}

/**
 * Ends readers that take too long, merges closed months and indexes the words of closed days, one at a time: now and once an hour.
 *
 * @param pool the administrator's
 */
export function keepUp(pool: Pool, say: (text: string) => void): Upkeep {
  const readers = repeat(READERS_MS, async () => {
    const ended = await endLongReaders(pool);
    if (ended > 0) say(`${ended} sessions of smartlog_read took too long and were ended`);
  });
  const stopping = new AbortController();
  const months = repeat(MONTHS_MS, async () => {
    await trimVisitorFeedback(pool);
    const { merged, postponed, indexed } = await maintain(pool, stopping.signal);
    if (merged.length > 0) say(`merged the days of ${merged.join(", ")}`);
    if (indexed.length > 0) say(`indexed the words of ${indexed.join(", ")}`);
    for (const { name, reason } of postponed) say(`the days of ${name} could not be merged: ${reason}`);
  });
  function repeat(everyMs: number, work: () => Promise<void>): Upkeep {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    const run = async () => {
      // Where the database is away, others say so.
      await work().catch(() => {});
      if (stopped) return;
      timer = setTimeout(() => {
        running = run();
      }, everyMs);
      timer.unref();
    };
    let running = run();
    return {
      async stop() {
        stopped = true;
        clearTimeout(timer);
        await running;
      },
    };
  }
  return {
    async stop() {
      stopping.abort();
      await Promise.all([readers.stop(), months.stop()]);
    },
  };
}
