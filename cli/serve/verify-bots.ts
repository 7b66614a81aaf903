/** Clients that claim to be a crawler are checked from time to time, while the server runs. */
import type { Pool } from "pg";
import type { Crawler } from "../../crawlers/crawlers.ts";
import type { Ranges } from "../../crawlers/ranges.ts";
import { messageOf } from "../lib/errors.ts";
import { count } from "../lib/output.ts";
import { resolverOf, verifyBots } from "../verify-bots/run.ts";

export interface Checks {
  stop(): void;
}

const HOUR_MS = 3_600_000;
/** Node's timers take no more, and fire at once where they are given more. */
const MOST_TIMER_MS = 2 ** 31 - 1;
/** The first comes soon, for whoever has just turned it on. */
const FIRST_MS = 5_000;

/**
 * @param poolOf the store's pool at that moment: it may have been opened anew
 * @param hours between two runs; each looks at an hour more
 */
export function keepVerifying(
  poolOf: () => Pool,
  hours: number,
  ranges: ReadonlyMap<Crawler, Ranges>,
  say: (text: string) => void,
): Checks {
  const resolver = resolverOf();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const runIn = (ms: number) => {
    timer = setTimeout(run, Math.min(ms, MOST_TIMER_MS));
    timer.unref();
  };
  const run = async () => {
    try {
      const { impostors, unanswered } = await verifyBots(poolOf(), { hours: hours + 1, ranges, resolver });
      if (impostors > 0)
        say(`${count(impostors)} clients claim to be a crawler and are none: smartlog verify-bots --list`);
      if (unanswered > 0)
        say(`the resolver gave no answer for ${count(unanswered)} addresses that claim to be a crawler's`);
    } catch (error) {
      if (!isStopped) say(`crawlers were not checked: ${messageOf(error)}`);
    }
    if (!isStopped) runIn(hours * HOUR_MS);
  };
  runIn(FIRST_MS);
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
