/** Rates, and sessions that have ended, are judged each minute, while the server runs. */
import { statSync } from "node:fs";
import type { Pool } from "pg";
import { judgeRates } from "../../store/rates.ts";
import { KnownSessions, sessionsOf } from "../../trainer/model/sessions.ts";
import { judgeAllSessions } from "../../trainer/sessions/judge.ts";
import { messageOf } from "../lib/errors.ts";
import { readModule } from "../lib/publishing.ts";

export interface Judging {
  stop(): void;
}

const EVERY_MS = 60_000;

/**
 * @param poolOf the store's pool at that moment: it may have been opened anew
 * @param module the module in service, which knows sessions, too
 * @param everyMs between two judgements
 */
export function keepJudging(
  poolOf: () => Pool,
  module: string,
  say: (text: string) => void,
  everyMs = EVERY_MS,
): Judging {
  const known = knownSessions(module);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const told = new Map<string, string>();
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
      told.delete(what);
    } catch (error) {
      const text = `${what} were not judged: ${messageOf(error)}`;
      if (!isStopped && told.get(what) !== text) say(text);
      told.set(what, text);
    }
  };
  const run = async () => {
    await attempt("rates", () => judgeRates(poolOf()));
    if (!isStopped) await attempt("sessions", () => judgeAllSessions(poolOf(), known()));
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

/** What the module knows, read again when it is another file; nothing where it can't be read, as in a compiled filter. */
function knownSessions(module: string): () => KnownSessions {
  let readAt = -1;
  let known = new KnownSessions();
  return () => {
    try {
      const { mtimeMs } = statSync(module);
      if (mtimeMs !== readAt) known = sessionsOf(readModule(module));
      readAt = mtimeMs;
    } catch {
      known = new KnownSessions();
    }
    return known;
  };
}
