/** Rates are judged each minute, while the server runs. */
import type { Pool } from "pg";
import { judgeRates } from "../../store/rates.ts";
import { messageOf } from "../lib/errors.ts";

export interface Judging {
  stop(): void;
}

const EVERY_MS = 60_000;

/**
 * @param poolOf the store's pool at that moment: it may have been opened anew
 * @param everyMs between two judgements
 */
export function keepJudging(poolOf: () => Pool, say: (text: string) => void, everyMs = EVERY_MS): Judging {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let told = "";
  const run = async () => {
    try {
      await judgeRates(poolOf());
      told = "";
    } catch (error) {
      const text = `rates were not judged: ${messageOf(error)}`;
      if (!isStopped && text !== told) say(text);
      told = text;
    }
    if (isStopped) return;
    timer = setTimeout(run, everyMs);
    timer.unref();
  };
  void run();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
