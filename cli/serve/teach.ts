/** Taught entries and mutes are kept in step with the module in service, while the server runs beside the shipper. */
import { readFileSync } from "node:fs";
import type { Pool } from "pg";
import { NOBODY } from "../../server/pages/taught.ts";
import { atOnceOf } from "../../trainer/model/at-once.ts";
import type { Runner } from "../../trainer/publish/reload.ts";
import { syncAtOnce } from "../../trainer/taught/sync.ts";
import { messageOf } from "../lib/errors.ts";
import { isLocked, isReplaceable, syncText } from "../teach/module.ts";

export interface Teaching {
  /** Who puts an entry or a mute into the module, and when; for people. */
  readonly when: string;
  /** Something was taught, muted or undone: done at once, not at the next look. */
  changed(): void;
  stop(): void;
}

export interface TeachingOptions {
  /** The module in service; undefined where none is named. */
  module: string | undefined;
  /** Programs beside this one that load it. */
  runners: readonly Runner[];
  /** Whether the module may be written. */
  writes: boolean;
  /** Loads the module into this server anew. */
  reload: () => void;
}

const EVERY_MS = 30_000;
/** Looks without a try after the module was refused, ten minutes: a try makes Fluent Bit load it, and the old one again. */
const REFUSED_LOOKS = 20;

/**
 * @param poolOf the store's pool at that moment: it may have been opened anew
 * @param everyMs between two looks
 */
export function keepTeaching(
  poolOf: () => Pool,
  { module, runners, writes, reload }: TeachingOptions,
  say: (text: string) => void,
  everyMs = EVERY_MS,
): Teaching {
  if (module === undefined) return { when: NOBODY, changed() {}, stop() {} };
  const isWriter = writes && isReplaceable(module);
  let loaded = entriesOf(module);
  const self: Runner = {
    name: "this server",
    async reload() {
      // Read before: what another puts in meanwhile is found by the next look.
      const entries = entriesOf(module);
      reload();
      loaded = entries;
      return "it has reloaded";
    },
    activity: async () => undefined,
  };
  let told = "";
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let isStopped = false;
  let isAgain = false;
  let pausedLooks = 0;

  const tellOnce = (text: string) => {
    if (text !== told && !isStopped) say(text);
    told = text;
  };
  const sync = async () => {
    if (!isWriter || pausedLooks > 0) return;
    const result = await syncAtOnce(poolOf(), { target: module, runners: [...runners, self] });
    if (result.changed) say(syncText(result, module));
  };
  const look = async () => {
    try {
      await sync().finally(async () => {
        // Somebody else has put entries into it, as `smartlog feedback` does, whatever keeps this one from it.
        if (entriesOf(module) !== loaded) await self.reload();
      });
      if (pausedLooks > 0) pausedLooks--;
      else told = "";
    } catch (error) {
      if ((error as { code?: string }).code === "PUBLISH_FAILED") pausedLooks = REFUSED_LOOKS;
      // A training puts them in at its end.
      if (!isLocked(error)) tellOnce(`what was taught or muted does not act yet: ${messageOf(error)}`);
    }
  };
  const run = () => {
    clearTimeout(timer);
    if (work) {
      isAgain = true;
      return;
    }
    work = look().finally(() => {
      work = undefined;
      if (isStopped) return;
      if (isAgain) pausedLooks = 0;
      timer = setTimeout(run, isAgain ? 0 : everyMs);
      timer.unref();
      isAgain = false;
    });
  };
  run();
  return {
    when: isWriter
      ? "within a minute"
      : "once `smartlog teach sync` has run as a user who may replace the module",
    changed() {
      pausedLooks = 0;
      run();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** What acts at once in a module, to be compared; empty where it can't be read, which syncing says. */
function entriesOf(module: string): string {
  try {
    return atOnceOf(readFileSync(module));
  } catch {
    return "";
  }
}
